"""The two contracts of the demonstration, as the generator needs them: delays, sites, words, volumes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from infogerance.demo.catalogue import (
    CLOUD_DOMAINS,
    CLOUD_MAJOR,
    CLOUD_REQUESTS,
    DEPARTMENTS,
    DOMAINS,
    MACHINES,
    MAJOR,
    REQUESTS,
    Domain,
)
from infogerance.demo.phenomena import Mix, cloud_mix, office_mix


@dataclass(frozen=True)
class Delay:
    """A delay of the contract, in minutes of office hours, or of all hours when `round_the_clock`."""

    commitment: str
    minutes: int
    round_the_clock: bool = False


@dataclass(frozen=True)
class World:
    """One demonstration contract.

    `sites`: name, zone of holidays, weight; `units`: who or what fails; `planted`: carries the phenomena.
    """

    reference: str
    file: str
    planted: bool
    response: Mapping[str, Delay]
    resolution: Mapping[str, Delay]
    medians: Mapping[str, int]
    sites: tuple[tuple[str, str, int], ...]
    units: tuple[str, ...]
    domains: tuple[Domain, ...]
    requests: tuple[tuple[str, str, str], ...]
    major: tuple[tuple[str, str, str, str], ...]
    mix: Callable[[int], Mix]
    report_day: int
    first_numbers: tuple[int, int]
    closures: frozenset[date] = frozenset()

    @property
    def clocked(self) -> list[str]:
        """Codes of the commitments that tickets are judged by."""
        delays = [*self.response.values(), *self.resolution.values()]
        return sorted({delay.commitment for delay in delays})


OFFICE = World(
    reference="INF-2024-07",
    file="inf-2024-07.toml",
    planted=True,
    response={
        "P1": Delay("E01", 15, round_the_clock=True),
        "P2": Delay("E02", 30),
        "P3": Delay("E03", 120),
        "P4": Delay("E03", 240),
    },
    resolution={
        "P1": Delay("E04", 240, round_the_clock=True),
        "P2": Delay("E05", 480),
        "P3": Delay("E06", 1200),
        "P4": Delay("E07", 3000),
    },
    medians={"P1": 110, "P2": 200, "P3": 300, "P4": 850},
    sites=(
        ("Siège, Dijon", "metropole", 50),
        ("Atelier, Beaune", "metropole", 25),
        ("Entrepôt, Mâcon", "metropole", 15),
        ("Agence, Strasbourg", "alsace-moselle", 10),
    ),
    units=DEPARTMENTS,
    domains=DOMAINS,
    requests=REQUESTS,
    major=MAJOR,
    mix=office_mix,
    report_day=5,
    first_numbers=(4012, 2203),
    closures=frozenset({date(2026, 5, 15)}),
)

CLOUD = World(
    reference="CLD-2025-02",
    file="cld-2025-02.toml",
    planted=False,
    response={priority: Delay("H01", 240) for priority in ("P1", "P2", "P3", "P4")},
    resolution={
        "P1": Delay("H02", 240, round_the_clock=True),
        "P2": Delay("H02", 720, round_the_clock=True),
        "P3": Delay("H03", 1800),
        "P4": Delay("H03", 3000),
    },
    medians={"P1": 120, "P2": 260, "P3": 520, "P4": 900},
    sites=(("Siège, Dijon", "metropole", 80), ("Agence, Strasbourg", "alsace-moselle", 20)),
    units=MACHINES,
    domains=CLOUD_DOMAINS,
    requests=CLOUD_REQUESTS,
    major=CLOUD_MAJOR,
    mix=cloud_mix,
    report_day=7,
    first_numbers=(701, 412),
)
WORLDS = (OFFICE, CLOUD)
