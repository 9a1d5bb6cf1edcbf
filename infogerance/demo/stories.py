"""The tickets that carry the planted phenomena: left out, lowered, failing again and again, never finished."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random

from core.engine.months import Month
from infogerance.demo import phenomena as plan
from infogerance.demo.course import Opening, course, left_open, lowered
from infogerance.demo.lives import Life
from infogerance.demo.openings import Desk, working_days

FAR = 400
"""Days after which a ticket that never ends is resolved, well beyond the series."""


def planted(rng: Random, desk: Desk, rank: int, months: list[Month]) -> list[Life]:
    """Every special ticket opened in the month of that rank."""
    month = months[rank]
    return [
        *_vanishing(rng, desk, rank, months),
        *_never_shown(rng, desk, rank, month),
        *_slow_minor(rng, desk, rank, month),
        *_lowered(rng, desk, rank, month),
        *_failing(rng, desk, rank, month),
    ]


def _vanishing(rng: Random, desk: Desk, rank: int, months: list[Month]) -> list[Life]:
    """P3 of the last two working days: exported as open, then absent from the exports once they are late."""
    days = working_days(desk.office, months[rank])[-2:]
    return [
        _omitted(rng, desk, rng.choice(days), months[rank].shift(1))
        for _ in range(plan.VANISHING.get(rank + 1, 0))
    ]


def _never_shown(rng: Random, desk: Desk, rank: int, month: Month) -> list[Life]:
    """P3 of the first half of the month, late before its end and in no export while open."""
    days = working_days(desk.office, month)[:10]
    return [_omitted(rng, desk, rng.choice(days), month) for _ in range(plan.NEVER_SHOWN.get(rank, 0))]


def _omitted(rng: Random, desk: Desk, day: date, late_in: Month) -> Life:
    # Early enough to be picked up the same day: the last export that shows it then says so.
    opening = desk.incident(rng, "P3", datetime.combine(day, time(rng.randint(8, 15), rng.randint(5, 55))))
    life = course(desk.hours(opening), opening, desk.world, response=rng.randint(15, 100), used=1200 + 600)
    back = late_in.shift(plan.SILENT_MONTHS)
    until = desk.office.after(
        datetime.combine(back.first_day + timedelta(days=rng.randint(3, 18)), time(9)), 45
    )
    return left_open(life, until=until, hidden=frozenset(late_in.shift(n) for n in range(plan.SILENT_MONTHS)))


def _slow_minor(rng: Random, desk: Desk, rank: int, month: Month) -> list[Life]:
    """P4 that never end: they fill the backlog, and leave the exports when the omissions begin."""
    lives = []
    for _ in range(plan.SLOW_MINOR[rank]):
        days = working_days(desk.office, month)
        day = rng.choice(days[-4:] if rank >= plan.OMISSION[0] else days[:9])
        opening = desk.incident(
            rng, "P4", datetime.combine(day, time(rng.randint(8, 13), rng.randint(5, 55)))
        )
        life = course(
            desk.hours(opening), opening, desk.world, response=rng.randint(20, 200), used=3000 + 600
        )
        hidden = frozenset(month.shift(n - rank) for n in plan.OMISSION if n > rank)
        lives.append(left_open(life, until=opening.at + timedelta(days=FAR), hidden=hidden))
    return lives


def _lowered(rng: Random, desk: Desk, rank: int, month: Month) -> list[Life]:
    if rank != plan.LOWERED:
        return []
    days = rng.sample(working_days(desk.office, month)[2:12], plan.LOWERED_TICKETS)
    lives = []
    for day in sorted(days):
        opening = desk.incident(rng, "P2", datetime.combine(day, time(9, rng.randint(5, 50))))
        response, used = rng.randint(5, 25), rng.randint(700, 1000)
        lives.append(lowered(desk.hours(opening), desk.world, opening, response=response, used=used))
    return lives


def _failing(rng: Random, desk: Desk, rank: int, month: Month) -> list[Life]:
    """The same service, the same failure, every few days."""
    if rank < plan.FAILING_FROM:
        return []
    days = working_days(desk.office, month)
    lives = []
    for _ in range(plan.FAILING_INCIDENTS):
        at = datetime.combine(rng.choice(days), time(rng.randint(8, 15), rng.randint(0, 59)))
        opening = Opening(
            type="Incident",
            priority="P3",
            at=at,
            title="Étiquettes illisibles sur la ligne d’expédition",
            category=plan.FAILING_CATEGORY,
            service=plan.FAILING_SERVICE,
            group="Centre de services",
            site="Atelier, Beaune",
            requester=f"U-{rng.randint(201, 212):04d}",
        )
        lives.append(
            course(
                desk.hours(opening),
                opening,
                desk.world,
                response=rng.randint(10, 90),
                used=rng.randint(180, 900),
            )
        )
    return lives
