"""How a month that still runs may end: what is judged, what is still open, what the months before say of the rest.

Cases are tickets, or service seconds of an availability. Everything is exact; a verdict is never guessed: a month
is said held or lost only where nothing that may still happen changes it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor

from core.engine.ratios import Rate, round_half_up

FEWEST_MONTHS = 3
FEWEST_CASES = 20
"""What the months before must hold at least to say anything of the rest of this one."""

Holds = Callable[[Rate], bool]
"""Whether a month that ends on these counts keeps its commitment; with fewer failures it still does."""


class OutlookState(StrEnum):
    """What the rest of the month may still change."""

    LOST = "lost"
    HELD = "held"
    AT_PLAY = "at_play"
    EMPTY = "empty"


@dataclass(frozen=True)
class Known:
    """Cases of the month as last told: met, breached (open past their deadline included), and `due`: open,
    in time, with a deadline before the month ends."""

    met: int
    breached: int
    due: int = 0

    @property
    def total(self) -> int:
        return self.met + self.breached + self.due


@dataclass(frozen=True)
class PastMonth:
    """What one month before counted, and its business days."""

    rate: Rate
    days: int


@dataclass(frozen=True)
class Rest:
    """Cases that the rest of the month should add: at the pace of the quietest month before, of all, of the busiest.

    `share`: the share of cases met in those months; `worst` and `best`: in the one that met the least, and the most.
    """

    low: int
    likely: int
    high: int
    share: Fraction
    worst: Fraction
    best: Fraction


@dataclass(frozen=True)
class Outlook:
    """Shares between 0 and 1, None without any case; `likely` also None without enough past.

    `best`, `worst`: every open case in time is met, is missed, and what is to come is met as in the best and the worst
    of the months before; `likely`: all as in those months together. `total`: the cases of all three. `spare`: failures
    still allowed among them, None where there are too many already.
    """

    state: OutlookState
    best: Fraction | None
    likely: Fraction | None
    worst: Fraction | None
    total: int
    spare: int | None


def rest_of(past: Sequence[PastMonth], days_left: int, due: int) -> Rest | None:
    """The cases to come beside the `due` ones in the business days left; None without enough past."""
    known = [month for month in past if month.days]
    whole = sum((month.rate for month in known), Rate(0, 0))
    if len(known) < FEWEST_MONTHS or whole.total < FEWEST_CASES or whole.fraction is None:
        return None
    paces = [Fraction(month.rate.total, month.days) for month in known]
    mean = Fraction(whole.total, sum(month.days for month in known))
    flows = (
        floor(min(paces) * days_left),
        int(round_half_up(mean * days_left, 0)),
        ceil(max(paces) * days_left),
    )
    low, likely, high = (max(flow - due, 0) for flow in flows)
    shares = [share for month in known if (share := month.rate.fraction) is not None]
    return Rest(low, likely, high, whole.fraction, min(shares), max(shares))


def foresee(known: Known, rest: Rest | None, holds: Holds) -> Outlook:
    """The three ends of the month, what may still be missed, and whether anything can change the verdict.

    Held: kept whatever happens to the open cases and to as many more as the busiest pace brings, were they all
    missed. Lost: missed were they all met. Without enough past, only the known cases are looked at.
    """
    total = known.total + (rest.likely if rest else 0)
    best, likely, worst = ends(known, rest)
    return Outlook(
        state=_state(known, rest.high if rest else 0, holds),
        best=best,
        likely=likely,
        worst=worst,
        total=total,
        spare=_spare(total, known.breached, holds) if total else None,
    )


def ends(known: Known, rest: Rest | None) -> tuple[Fraction | None, Fraction | None, Fraction | None]:
    """The best, likely and worst shares of the month; None as in an `Outlook`."""
    total = known.total + (rest.likely if rest else 0)
    if not total:
        return None, None, None
    if rest is None:
        return Fraction(known.met + known.due, total), None, Fraction(known.met, total)
    best = known.met + known.due + rest.best * rest.likely
    likely = known.met + rest.share * (known.due + rest.likely)
    return best / total, likely / total, (known.met + rest.worst * rest.likely) / total


def _state(known: Known, high: int, holds: Holds) -> OutlookState:
    if not known.total and not high:
        return OutlookState.EMPTY
    ends = range(high + 1)
    # A clause of small volumes may let go with one case more what it held: every number of cases is looked at.
    if all(holds(Rate(known.met, known.total + more)) for more in ends):
        return OutlookState.HELD
    if not any(holds(Rate(known.met + known.due + more, known.total + more)) for more in ends):
        return OutlookState.LOST
    return OutlookState.AT_PLAY


def _spare(total: int, breached: int, holds: Holds) -> int | None:
    """The most failures beyond those known with which the month still holds."""
    if not holds(Rate(total - breached, total)):
        return None
    low, high = 0, total - breached
    while low < high:
        middle = (low + high + 1) // 2
        if holds(Rate(total - breached - middle, total)):
            low = middle
        else:
            high = middle - 1
    return low
