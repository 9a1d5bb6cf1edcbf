"""Availability told again in plain Python: service time walked piece by piece, each piece being one thing only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import floor
from typing import Any

from tests.slas.independent.clock import Clock, Span, days_after, holidays, midnight
from tests.slas.independent.months import after, in_force, month_end, shifted
from tests.slas.independent.terms import WHOLE, Commitment, Contract


@dataclass(frozen=True)
class Outage:
    """A service down, degraded, or without any measure; without an end it lasts."""

    service: str
    start: int
    end: int | None
    liability: str = "provider"
    degraded: bool = False
    unmeasured: bool = False

    @property
    def nature(self) -> str:
        if self.unmeasured:
            return "unknown"
        if self.liability != "provider":
            return "of others"
        return "degraded" if self.degraded else "down"


@dataclass(frozen=True)
class Works:
    """A planned interruption, and when the client was told of it."""

    service: str
    start: int
    end: int
    told: int | None


@dataclass(frozen=True)
class Statement:
    """What the provider says of a month: a file of outages, be it empty, or the words « aucune panne »."""

    has_file: bool
    says_none: bool
    outages: list[Outage]
    works: list[Works]


@dataclass(frozen=True)
class Result:
    """Seconds up and due, the verdict, the outage left before a breach, whether it rests on words alone."""

    met: int
    counted: int
    verdict: str
    margin: int | None = None
    on_word: bool = False


def results(terms: Contract, said: Statement, year: int, month: int) -> dict[str, Result]:
    """The availability of each service promised in a month, by code."""
    rows = in_force(terms.availabilities, year, month)
    return {code: result(terms, row, said, year, month) for code, row in rows.items()}


def result(terms: Contract, row: Commitment, said: Statement, year: int, month: int) -> Result:
    """One service, under the settings of the end of the month."""
    if not (said.has_file or said.says_none):
        return Result(0, 0, "not_measurable")
    rules = terms.settings(midnight(month_end(year, month), terms.zone))
    days, notice = notice_days(terms, row, year), rules["maintenance_notice_days"]
    spent = times(
        terms.clock("service", row.calendar, ""),
        (after(terms, *shifted(year, month, -1)), after(terms, year, month)),
        [outage for outage in said.outages if outage.service.lower() == row.service.lower()],
        [
            (works.start, works.end, told_in_time(days, works, notice))
            for works in said.works
            if works.service.lower() == row.service.lower()
        ],
        rules["maintenance_quota_minutes"] * 60,
    )
    return figure(*due_and_lost(spent, rules), Fraction(row.required), on_word=not said.has_file)


def times(
    clock: Clock, period: Span, outages: list[Outage], windows: list[tuple[int, int, bool]], quota: int
) -> Counter[str]:
    """Service seconds by what they were. Windows: start, end, told in time; the first `quota` seconds of the latter
    are admitted, all the rest of the windows is down.
    """
    spans = [(o.nature, o.start, period[1] if o.end is None else o.end) for o in outages]
    spans += [(name, a, b) for a, b, told in windows for name in (["down", "told"] if told else ["down"])]
    found: Counter[str] = Counter()
    for low, high in pieces(clock, period, {edge for _, a, b in spans for edge in (a, b)}):
        here = {name for name, a, b in spans if a <= low and high <= b}
        admitted = min(high - low, quota - found["maintenance"]) if "told" in here else 0
        nature = next((name for name in ("down", "degraded", "unknown") if name in here), "up")
        found.update({"service": high - low, "maintenance": admitted, nature: high - low - admitted})
    return found


def pieces(clock: Clock, period: Span, edges: set[int]) -> Iterator[Span]:
    """The service time of a period in time order, cut at every edge."""
    for low, high in clock.open_from(period[0]):
        if low >= period[1]:
            return
        stop = min(high, period[1])
        yield from pairwise([low, *sorted(edge for edge in edges if low < edge < stop), stop])


def due_and_lost(spent: Counter[str], rules: dict[str, Any]) -> tuple[int, int]:
    """The seconds of service the clause asks for, and those it counts as down."""
    due, lost = spent["service"], spent["down"]
    if rules["maintenance_deducted"]:
        due -= spent["maintenance"]
    if rules["degraded_counted"]:
        lost += floor(spent["degraded"] * Fraction(rules["degraded_weight"]) + Fraction(1, 2))
    if rules["unknown_policy"] == "excluded_from_both":
        due -= spent["unknown"]
    return due, lost + (spent["unknown"] if rules["unknown_policy"] == "down" else 0)


def figure(due: int, lost: int, required: Fraction, *, on_word: bool) -> Result:
    """Whether the required percentage is reached, and what more may be lost, cut to whole seconds."""
    if not due:
        return Result(0, 0, "not_applicable", on_word=on_word)
    verdict = "met" if (due - lost) * 100 >= required * due else "breached"
    return Result(due - lost, due, verdict, floor(due * (100 - required) / 100 - lost), on_word)


def notice_days(terms: Contract, row: Commitment, year: int) -> Clock:
    """The days a notice is given in: those of the service; of office, public holidays out, where it never closes."""
    if terms.calendars[row.calendar] is not None:
        return terms.clock("service", row.calendar, "")
    closed = {day for n in (year - 1, year, year + 1) for day in holidays(n, "metropole", whit_worked=False)}
    return Clock(terms.zone, {day: WHOLE for day in range(5)}, frozenset(closed))


def told_in_time(days: Clock, works: Works, notice: int) -> bool:
    return works.told is not None and days_after(days, works.told, notice, closing=False) <= works.start
