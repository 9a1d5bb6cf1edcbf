"""Fifteen months of deliveries for each demonstration contract: pure, and the same for the same seed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from core.engine.months import Month, month_range
from infogerance.demo import phenomena as plan
from infogerance.demo.chance import Stream
from infogerance.demo.exports import (
    counted,
    declared_csv,
    log_csv,
    outages_csv,
    shown_in,
    tickets_csv,
    works_csv,
)
from infogerance.demo.flow import all_lives, desk_of
from infogerance.demo.lives import Life
from infogerance.demo.openings import Desk, working_days
from infogerance.demo.uptime import ZONE, Measured, measured_of, stops_of, works_of
from infogerance.demo.worlds import World

SEED = 2407


@dataclass(frozen=True)
class MonthFiles:
    """What the provider deposits for a month: kind of file -> (name, content), and when."""

    month: Month
    received_at: datetime
    files: Mapping[str, tuple[str, bytes]]


@dataclass(frozen=True)
class Series:
    """A whole series: the lives behind it, and its deliveries in order of months."""

    world: World
    months: tuple[Month, ...]
    lives: tuple[Life, ...]
    deliveries: tuple[MonthFiles, ...]


def months_until(last: Month) -> list[Month]:
    """The months of the series that ends with `last`."""
    return month_range(last.shift(1 - plan.MONTHS), last)


def generate(world: World, last: Month, seed: int = SEED) -> Series:
    """The series of one contract that ends with the month `last`."""
    months = months_until(last)
    desk = desk_of(world, months)
    lives = all_lives(world, months, seed)
    deliveries = [_delivery(desk, lives, rank, month, seed) for rank, month in enumerate(months)]
    return Series(world, tuple(months), tuple(lives), tuple(deliveries))


def _delivery(desk: Desk, lives: list[Life], rank: int, month: Month, seed: int) -> MonthFiles:
    world = desk.world
    rng = Stream(seed, world.reference, month, "services")
    shown = shown_in(lives, month)
    stops = stops_of(rng, desk, rank, month)
    declared = [
        *counted(shown, month, world.clocked, told=True),
        *measured_of(rng, desk, rank, month, stops),
        punctual(world, rank),
    ]
    contents = {
        "tickets": ("tickets", tickets_csv(shown, month)),
        "status_log": ("journal-statuts", log_csv(shown, month)),
        "outages": ("pannes", outages_csv(stops)),
        "maintenance": ("maintenances", works_csv(works_of(desk, month))),
        "declared": ("declare", declared_csv(declared)),
    }
    files = {kind: (f"{stem}-{month}.csv", content) for kind, (stem, content) in contents.items()}
    return MonthFiles(month, received(desk, rank, month), files)


def punctual(world: World, rank: int) -> Measured:
    """The report in time, as the provider states it."""
    late = world.planted and rank == plan.LATE_REPORT
    return Measured("E14" if world.planted else "H06", int(not late), 1)


def received(desk: Desk, rank: int, month: Month) -> datetime:
    """Instant of the deposit, in UTC: the working day before the due one, or two after in the late month."""
    days = working_days(desk.office, month.shift(1))
    day: date = days[desk.world.report_day - 2]
    if desk.world.planted and rank == plan.LATE_REPORT:
        day = days[desk.world.report_day - 1 + plan.LATE_REPORT_DAYS]
    return datetime.combine(day, time(16, 40), ZoneInfo(ZONE)).astimezone(ZoneInfo("UTC"))
