"""Outages as the people of a service lived them, whoever answers for them: hours lost, time between failures.

Domain § 5.3. Nothing here enters a contractual figure: liability, maintenance and clauses play no part.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np

from slas.engine.availability import Facts, Outage, ServiceTimes, measured_times, outage_seconds
from slas.engine.availability_figures import FeltOutage, mean_time_between_failures
from slas.engine.hours import ServiceHours

HOUR = 3600


@dataclass(frozen=True)
class Stop:
    """An outage, UTC, `end` NaT while it lasts. `users` hit, None where nobody told; `degraded`: it ran, but badly."""

    start: np.datetime64
    end: np.datetime64
    users: int | None = None
    degraded: bool = False


@dataclass(frozen=True)
class LivedService:
    """One service over one month, in service seconds.

    `due`: its hours. `down`: the union of its outages. `outages`: those that touched its hours, degraded times left
    out. `lost`: Σ seconds × users × weight, over those whose users are told; `untold`: how many are not.
    """

    name: str
    due: int
    down: int
    outages: int
    lost: Fraction
    untold: int

    @property
    def between_failures(self) -> Fraction | None:
        """(due − down) / outages, in hours; None without any outage."""
        mean = mean_time_between_failures(ServiceTimes(self.due, outage=self.down), self.outages)
        return None if mean is None else mean / HOUR


@dataclass(frozen=True)
class LivedMonth:
    """The measured services of one month. `told`: a file of outages came, or the provider stated there was none;
    `outside`: outages of services that no commitment measures: no service hours are known for them."""

    services: tuple[LivedService, ...]
    told: bool = True
    outside: int = 0


def live(
    name: str,
    hours: ServiceHours,
    period: tuple[np.datetime64, np.datetime64],
    stops: Sequence[Stop],
    weight: Decimal,
) -> LivedService:
    """One service over a period `[start, end)`; `weight`: share of its time that a degraded service loses.

    Raises ValueError when the period is reversed.
    """
    down = [stop for stop in stops if not stop.degraded]
    times = measured_times(hours, Facts(*period, outages=_outages(down)))
    lengths = _lengths(hours, period, down)
    told = [*zip(down, lengths, [Decimal(1)] * len(down), strict=True)]
    slow = [stop for stop in stops if stop.degraded]
    told += [*zip(slow, _lengths(hours, period, slow), [weight] * len(slow), strict=True)]
    hit = [one for one in told if one[1]]
    felt = [FeltOutage(length, stop.users, share) for stop, length, share in hit if stop.users is not None]
    return LivedService(
        name=name,
        due=times.service,
        down=times.outage,
        outages=sum(length > 0 for length in lengths),
        lost=sum((one.user_seconds for one in felt), Fraction(0)),
        untold=len(hit) - len(felt),
    )


def _outages(stops: Iterable[Stop]) -> list[Outage]:
    return [Outage(stop.start, stop.end) for stop in stops]


def _lengths(
    hours: ServiceHours, period: tuple[np.datetime64, np.datetime64], stops: Sequence[Stop]
) -> list[int]:
    return outage_seconds(hours, Facts(*period, outages=_outages(stops)))
