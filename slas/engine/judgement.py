"""The verdict of whole columns of tickets under one commitment and one calendar."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from core.engine.localtime import FIRST_YEAR, LAST_YEAR
from slas.engine.clock import ServiceHours, Suspensions, deadline, elapsed, exceeded_at, paused
from slas.engine.verdicts import Verdict

Instants = NDArray[np.datetime64]
Seconds = NDArray[np.int64]
Flags = NDArray[np.bool_]

NAT = np.datetime64("NaT", "s")
_FIRST = np.datetime64(f"{FIRST_YEAR}-01-01", "s")
_LAST = np.datetime64(f"{LAST_YEAR + 1}-01-01", "s") - 1
_ACQUIRED = [Verdict.MET.value, Verdict.BREACHED.value]


@dataclass(frozen=True, eq=False)
class Cases:
    """Tickets to judge: parallel columns, instants `datetime64[s]` in UTC, NaT where unknown.

    `opened` starts the clock and `stop` ends it (NaT: still open); `target` in seconds. Optional columns:
    `applicable` (False: outside the commitment, duplicate, child of a major incident), `closed` (the ticket
    is closed: without `stop` it cannot be measured), `cancelled_at`, `unexplained` (cancelled by the provider
    without a reason), `untold` (nothing delivered tells when the clock ends), `unranked` (no priority, so no target:
    the one given is not its own). Raises ValueError when lengths differ or a target is not positive.
    """

    opened: Instants
    stop: Instants
    target: Seconds
    applicable: Flags | None = None
    closed: Flags | None = None
    cancelled_at: Instants | None = None
    unexplained: Flags | None = None
    untold: Flags | None = None
    unranked: Flags | None = None

    def __post_init__(self) -> None:
        columns = [getattr(self, column.name) for column in fields(self)]
        if any(column is not None and column.shape != self.opened.shape for column in columns):
            raise ValueError("the columns of cases have one length")
        if (self.target <= 0).any():
            raise ValueError("a target is a positive number of seconds")


@dataclass(frozen=True)
class JudgingRules:
    """Clauses that change a verdict. `known_until`: instant of the export; a later date is impossible.

    `boundary`: is a ticket at exactly its target met (`at_most`) or not (`under`)? `cancelled`: a cancelled
    ticket leaves the base unless its delay was already exceeded, always, or never (it then stops the clock).
    """

    boundary: Literal["at_most", "under"] = "at_most"
    cancelled: Literal["exclude_unless_breached", "exclude", "include"] = "exclude_unless_breached"
    at_closing: Literal["closing", "next_opening"] = "closing"
    known_until: np.datetime64 = field(default=NAT)


@dataclass(frozen=True, eq=False)
class Judgement:
    """One row per ticket. Durations in seconds, −1 where not measurable; instants NaT where there is none.

    `until`: the instant to which time was counted, the stop or that of judgement (NaT: not measurable).
    `state` holds `Verdict` values; `verdict_at` the instant a verdict was acquired (met or breached only);
    `elapsed` runs to the stop, or to the instant of judgement for an open ticket; `anomaly` is "" or one of
    `missing_opening`, `impossible_date`, `future_date`, `end_before_start`, `closed_without_resolution`,
    `untold_end`, `unknown_priority`.
    """

    state: NDArray[np.str_]
    elapsed: Seconds
    paused: Seconds
    deadline: Instants
    verdict_at: Instants
    anomaly: NDArray[np.str_]
    open: Flags
    until: Instants


def response_stop(picked_up: Instants, resolved: Instants) -> Instants:
    """The end of the response time: the pick-up, or the resolution where no pick-up is known."""
    return np.where(np.isnat(picked_up), resolved, picked_up)


def judge(
    hours: ServiceHours,
    cases: Cases,
    as_of: np.datetime64,
    suspensions: Suspensions | None = None,
    rules: JudgingRules | None = None,
) -> Judgement:
    """The verdict of each case as known at `as_of`.

    met: stopped, elapsed ≤ target. breached: elapsed > target, stopped or still open. pending: still open
    within its target (a stop after `as_of` has not happened yet). Impossible dates are never met. A breach is
    acquired when the budget is exceeded, a met ticket when it stops.
    """
    rules, as_of = rules or JudgingRules(), as_of.astype("datetime64[s]")
    stop, cancelled = _stops(cases, rules, as_of)
    anomaly = _anomalies(cases, rules, as_of)
    sound = anomaly == ""
    still_open = np.isnat(stop)
    # Rows without sound dates are measured on nothing, then marked.
    begin = np.where(sound, cases.opened, as_of)
    until = np.where(still_open | ~sound, as_of, stop)
    pauses = (suspensions or Suspensions([], [], [])).ended_by(until)
    spent = elapsed(hours, begin, until, pauses)
    strict = rules.boundary == "under"
    late = spent >= cases.target if strict else spent > cases.target
    exceeded = (deadline if strict else exceeded_at)(hours, begin, cases.target, pauses)
    state = np.where(late, Verdict.BREACHED, np.where(still_open, Verdict.PENDING, Verdict.MET)).astype("U14")
    _settle_cancelled(state, cases, rules, cancelled, late)
    state[~sound] = Verdict.NOT_MEASURABLE
    state[~_flags(cases.applicable, cases.opened, True)] = Verdict.NOT_APPLICABLE
    return Judgement(
        state=state,
        elapsed=np.where(sound, spent, -1),
        paused=np.where(sound, paused(hours, begin, until, pauses), -1),
        deadline=np.where(sound, deadline(hours, begin, cases.target, pauses, rules.at_closing), NAT),
        verdict_at=np.where(np.isin(state, _ACQUIRED), np.where(late, exceeded, stop), NAT),
        anomaly=anomaly,
        open=still_open,
        until=np.where(sound, until, NAT),
    )


def _stops(cases: Cases, rules: JudgingRules, as_of: np.datetime64) -> tuple[Instants, Flags]:
    """When each clock stopped (NaT: not yet at `as_of`), and which rows were cancelled by then."""
    stop = np.where(cases.stop > as_of, NAT, cases.stop)
    if cases.cancelled_at is None:
        return stop, np.zeros(stop.shape, dtype=bool)
    cancelled = cases.cancelled_at <= as_of
    # Cancelling ends the clock unless the work had already ended it.
    first = np.where(np.isnat(stop), cases.cancelled_at, np.minimum(stop, cases.cancelled_at))
    return np.where(cancelled, first, stop), cancelled


def _settle_cancelled(
    state: NDArray[np.str_], cases: Cases, rules: JudgingRules, cancelled: Flags, late: Flags
) -> None:
    """Take cancelled tickets out of the base, by the clause; one cancelled without a reason is breached."""
    unexplained = cancelled & _flags(cases.unexplained, cases.opened, False)
    if rules.cancelled == "exclude":
        state[cancelled] = Verdict.NOT_APPLICABLE
        return
    if rules.cancelled == "exclude_unless_breached":
        state[cancelled & ~late] = Verdict.NOT_APPLICABLE
    state[unexplained] = Verdict.BREACHED


def _anomalies(cases: Cases, rules: JudgingRules, as_of: np.datetime64) -> NDArray[np.str_]:
    """The first reason, in this order, for which a row's dates cannot be measured."""
    known_until = as_of if np.isnat(rules.known_until) else rules.known_until
    ends = [cases.stop] if cases.cancelled_at is None else [cases.stop, cases.cancelled_at]
    dates = [cases.opened, *ends]
    reasons = {
        "missing_opening": np.isnat(cases.opened),
        "impossible_date": np.any([(date < _FIRST) | (date > _LAST) for date in dates], axis=0),
        "future_date": np.any([date > known_until for date in dates], axis=0),
        "end_before_start": np.any([end < cases.opened for end in ends], axis=0),
        "closed_without_resolution": _flags(cases.closed, cases.opened, False)
        & np.all([np.isnat(end) for end in ends], axis=0),
        "untold_end": _flags(cases.untold, cases.opened, False),
        "unknown_priority": _flags(cases.unranked, cases.opened, False),
    }
    return np.select(list(reasons.values()), list(reasons), default="").astype("U25")


def _flags(column: Flags | None, like: Instants, default: bool) -> Flags:
    return np.full(like.shape, default) if column is None else column
