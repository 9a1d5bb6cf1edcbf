"""All detectors over one month: questions with their figures, under one error rate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from slas.engine.detectors import changes, dates, gaps, pauses, timing
from slas.engine.detectors.found import Detector, Found
from slas.engine.detectors.limits import FAMILY_RATE, LEAST_NOW, Counts, fixed_limit, usual_limit
from slas.engine.detectors.practices import Practices

TICKET_DETECTORS: tuple[Detector, ...] = (
    Detector("late_pause", pauses.late_pause),
    Detector("pause_outside_hours", pauses.pause_outside_hours, listed=True),
    Detector("long_pause", pauses.long_pause, listed=True),
    Detector("immediate_pick_up", timing.immediate_pick_up, share=Fraction(1, 5)),
    Detector("last_day_resolutions", timing.last_day_resolutions),
    Detector("last_day_closures", timing.last_day_closures),
    Detector("before_deadline", timing.before_deadline),
    Detector("soon_reopened", changes.soon_reopened, listed=True),
    Detector("closed_at_once", changes.closed_at_once, listed=True),
    Detector("lowered", changes.lowered, listed=True),
    Detector("cancelled_late", changes.cancelled_late, listed=True),
    Detector("impossible_dates", dates.impossible_dates, certain=True),
)
GAP_CODES = ("gap_jump", "gap_drift")
RISK = float(FAMILY_RATE / (sum(not one.certain for one in TICKET_DETECTORS) + len(GAP_CODES)))
"""Chance of a false alert of each detector that rests on chance: together, one month in twenty at most
(Bonferroni). Impossible dates rest on none."""


class Finding(StrEnum):
    """What a detector says of a month."""

    ALERT = "alert"
    LISTED = "listed"
    CLEAR = "clear"
    INSUFFICIENT = "insufficient"


@dataclass(frozen=True)
class Detection:
    """One detector, one month. `limit`: the least number of cases that asks a question; None: too few data.

    `rows`: the tickets concerned, by row; `facts`: further figures (gaps in hundredths of a point).
    """

    code: str
    state: Finding
    cases: int = 0
    tickets: int = 0
    before_cases: int = 0
    before_tickets: int = 0
    before_months: int = 0
    limit: int | None = None
    rows: tuple[int, ...] = ()
    facts: Mapping[str, int] = field(default_factory=dict)


def detect(seen: Practices) -> list[Detection]:
    """Every pattern over the last of the months seen, the earlier ones being what is usual."""
    return [_detect(detector, detector.find(seen), len(seen.spans)) for detector in TICKET_DETECTORS]


def detect_gaps(series: gaps.Series) -> list[Detection]:
    """The jump and the rise of the gap between declared and recomputed, the last month being the one judged."""
    found = []
    for code, test in zip(GAP_CODES, (gaps.jump(series), gaps.drift(series)), strict=True):
        if test is None:
            found.append(Detection(code, Finding.INSUFFICIENT, before_months=max(len(series) - 1, 0)))
            continue
        facts = {"gap": round(100 * test.gap), "rise": round(100 * test.rise)}
        state = Finding.ALERT if test.unusual(RISK) else Finding.CLEAR
        found.append(Detection(code, state, before_months=test.months, facts=facts))
    return found


def _detect(detector: Detector, found: Found, months: int) -> Detection:
    *before, now = found.counts(months)
    limit, rows = _limit(detector, now, before), found.rows(months - 1)
    return Detection(
        code=detector.code,
        state=_state(detector, now, limit),
        cases=now.cases,
        tickets=now.tickets,
        before_cases=sum(month.cases for month in before),
        before_tickets=sum(month.tickets for month in before),
        before_months=sum(month.tickets > 0 for month in before),
        limit=limit,
        rows=tuple(rows.tolist()),
        facts=dict(found.facts),
    )


def _limit(detector: Detector, now: Counts, before: list[Counts]) -> int | None:
    if detector.certain:
        return 1
    if now.tickets < LEAST_NOW:
        return None
    if detector.share is not None:
        return fixed_limit(now.tickets, detector.share, RISK)
    return usual_limit(now.exposure, before, RISK)


def _state(detector: Detector, now: Counts, limit: int | None) -> Finding:
    if limit is not None and now.cases >= limit:
        return Finding.ALERT
    if detector.listed and now.cases:
        return Finding.LISTED
    return Finding.INSUFFICIENT if limit is None else Finding.CLEAR
