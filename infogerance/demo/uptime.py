"""Outages, maintenances and ratios of each month: what is measured beside the tickets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random

from core.engine.months import Month
from infogerance.demo import phenomena as plan
from infogerance.demo.office import MINUTES_A_DAY
from infogerance.demo.openings import Desk, working_days

ZONE = "Europe/Paris"


@dataclass(frozen=True)
class Stop:
    """An outage, in local time."""

    service: str
    start: datetime
    end: datetime
    liability: str
    cause: str
    users: int


@dataclass(frozen=True)
class Works:
    """A planned interruption, announced at `told`."""

    service: str
    start: datetime
    end: datetime
    told: datetime


@dataclass(frozen=True)
class Measured:
    """One figure as two integers: calls, backups, patches, minutes."""

    commitment: str
    good: int
    total: int


def works_of(desk: Desk, month: Month) -> list[Works]:
    """One evening of maintenance on the second Saturday, announced ten days before."""
    service = "ERP" if desk.world.planted else "Hébergement"
    saturday = next(day for day in _days(month) if day.weekday() == 5 and day.day > 7)
    start = datetime.combine(saturday, time(20))
    return [Works(service, start, start + timedelta(minutes=180), start - timedelta(days=10, hours=9))]


def stops_of(rng: Random, desk: Desk, rank: int, month: Month) -> list[Stop]:
    """Outages of a month: few and short, none in the clean one, a long one on the ERP in the last."""
    days = working_days(desk.office, month)
    if not desk.world.planted:
        return (
            [_stop(rng, days, "Hébergement", rng.randint(4, 15), "Bascule d’un hyperviseur")]
            if rank % 3
            else []
        )
    if rank == plan.CLEAN:
        return []
    stops = []
    if rank == plan.LAST:
        lost = round(Decimal(plan.ERP_LOST_SHARE) * (minutes_of(month) - 180))
        stops = [
            _stop(rng, days[4:8], "ERP", lost * 3 // 5, "Saturation du stockage de la base"),
            _stop(rng, days[11:15], "ERP", lost - lost * 3 // 5, "Saturation du stockage de la base"),
        ]
    elif rank % 2:
        stops.append(_stop(rng, days, "ERP", rng.randint(6, 20), "Redémarrage d’un service applicatif"))
    if rank % 3 == 0:
        stops.append(
            _stop(rng, days, "Messagerie et fichiers", rng.randint(10, 28), "Bascule d’un contrôleur")
        )
    if rank == 6:
        stops.append(_stop(rng, days, "ERP", 90, "Coupure électrique du siège", liability="Client"))
    return stops


def _stop(
    rng: Random, days: list[date], service: str, minutes: int, cause: str, *, liability: str = "Prestataire"
) -> Stop:
    start = datetime.combine(rng.choice(days), time(rng.randint(9, 14), rng.randrange(60)))
    return Stop(service, start, start + timedelta(minutes=minutes), liability, cause, rng.randint(40, 280))


def measured_of(rng: Random, desk: Desk, rank: int, month: Month, stops: list[Stop]) -> list[Measured]:
    """Availabilities in minutes, then the ratios that only the provider can count."""
    if not desk.world.planted:
        backups = rng.randint(715, 740)
        return [
            _available("H04", "Hébergement", minutes_of(month) - 180, stops),
            Measured("H05", backups - rng.randint(2, 8), backups),
        ]
    calls, backups, patches = rng.randint(1050, 1350), rng.randint(1240, 1270), rng.randint(310, 360)
    open_minutes = MINUTES_A_DAY * len(working_days(desk.by_site["Siège, Dijon"], month))
    tested = int(rank in plan.RECOVERY_TESTS)
    return [
        _available("E08", "ERP", minutes_of(month) - 180, stops),
        _available("E09", "Messagerie et fichiers", open_minutes, stops),
        Measured("E10", round(calls * rng.uniform(0.912, 0.935)), calls),
        Measured("E11", backups - plan.FAILED_BACKUPS.get(rank, 0), backups),
        Measured("E12", round(patches * rng.uniform(0.955, 0.985)), patches),
        Measured("E13", tested, tested),
    ]


def _available(commitment: str, service: str, total: int, stops: list[Stop]) -> Measured:
    """Minutes of service left by the outages of the provider. The demonstration has none that overlap."""
    lost = sum(
        int((stop.end - stop.start).total_seconds()) // 60
        for stop in stops
        if stop.service == service and stop.liability == "Prestataire"
    )
    return Measured(commitment, total - lost, total)


def minutes_of(month: Month) -> int:
    """Minutes of a month as they pass, an hour more or less when the clocks change."""
    return int((month.end(ZONE) - month.start(ZONE)).total_seconds()) // 60


def _days(month: Month) -> list[date]:
    return [month.first_day + timedelta(days=n) for n in range(month.last_day.day)]
