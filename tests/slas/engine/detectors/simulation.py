"""Thirteen months of an honest desk, drawn at random, and the patterns one may plant in the last one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.engine.holidays import french
from slas.engine.clock import ServiceHours, Suspensions, deadline, elapsed, paused
from slas.engine.detectors.practices import Pauses, Practices, Reopenings, Spans, clocked

HOURS = ServiceHours(
    "Europe/Paris", {day: [("08:00", "18:00")] for day in range(5)}, closed=french(range(2025, 2028))
)
NAT = np.datetime64("NaT", "s")
TARGETS = np.array([20, 50]) * 3600
MONTHS = 13
LAST = MONTHS - 1
TICKETS = 2_000


def seconds(values):
    return np.asarray(values, dtype="datetime64[s]")


def spans(months=MONTHS, first="2025-02"):
    """Consecutive months as the contract's clock cuts them (winter and summer time left aside)."""
    starts = np.datetime64(first, "M") + np.arange(months + 1)
    start, end = starts[:-1].astype("datetime64[s]"), starts[1:].astype("datetime64[s]")
    off = np.array(sorted(french(range(2025, 2028))), dtype="datetime64[D]")
    days = np.busday_count(start.astype("datetime64[D]"), end.astype("datetime64[D]"), holidays=off)
    last = np.busday_offset(
        end.astype("datetime64[D]") - np.timedelta64(1, "D"), 0, roll="backward", holidays=off
    )
    return Spans(start, end, seconds(last), days)


@dataclass
class Desk:
    """Raw columns of the tickets, and what happened to them; planting changes them before the clock reads them."""

    rng: np.random.Generator
    opened: np.ndarray
    month: np.ndarray
    target: np.ndarray
    picked_up: np.ndarray
    resolved: np.ndarray
    closed: np.ndarray
    cancelled: np.ndarray
    lowered: np.ndarray
    lowered_at: np.ndarray
    pause_row: np.ndarray
    pause_start: np.ndarray
    pause_end: np.ndarray
    back: Reopenings
    gaps: list[tuple[int, float]]

    def some(self, share, where=True):
        """At random, tickets that ended in the last month."""
        own = np.flatnonzero((spans().place(self.resolved) == LAST) & ~self.cancelled & where)
        size = min(own.size, round(share * TICKETS / MONTHS))
        return self.rng.choice(own, size=size, replace=False)

    def seen(self):
        """The columns as detectors look at them."""
        pauses = Suspensions(self.pause_row, self.pause_start, self.pause_end)
        due = deadline(HOURS, self.opened, self.target, pauses)
        spent = elapsed(HOURS, self.opened, self.resolved, pauses.ended_by(self.resolved))
        waited = paused(HOURS, self.opened, self.resolved, pauses.ended_by(self.resolved))
        used, outside = clocked(HOURS, self.opened, pauses)
        return Practices(
            opened=self.opened, picked_up=self.picked_up, resolved=self.resolved, closed=self.closed,
            cancelled=self.cancelled, lowered=self.lowered, lowered_at=self.lowered_at, deadline=due,
            target=self.target, elapsed=spent, paused=waited, pauses=Pauses(self.pause_row, used, outside),
            reopenings=self.back, spans=spans(), known_until=self.closed.max(),
        )  # fmt: skip


def at_service(start, position):
    return deadline(HOURS, start, np.maximum(position, 1).astype(np.int64))


def honest(seed, tickets=TICKETS):
    """A desk whose habits never change; small shares of everything a detector looks at happen to it."""
    rng = np.random.default_rng(seed)
    month = np.sort(rng.integers(0, MONTHS, tickets))
    whole = spans()
    length = elapsed(HOURS, whole.start, whole.end)
    opened = at_service(whole.start[month], rng.random(tickets) * length[month])
    target = TARGETS[(rng.random(tickets) < 0.4).astype(int)]
    work = target * np.exp(rng.normal(np.log(0.3), 0.8, tickets))
    pick = np.where(
        rng.random(tickets) < 0.08, rng.integers(5, 60, tickets), rng.exponential(2400, tickets) + 61
    )
    rows = np.flatnonzero(rng.random(tickets) < 0.15)
    begin = at_service(opened[rows], rng.random(rows.size) * work[rows])
    night = rng.random(rows.size) < 0.05
    begin = np.where(night, begin.astype("datetime64[D]") + np.timedelta64(20, "h"), begin)
    length_of = rng.exponential(6 * 3600, rows.size)
    finish = at_service(begin, length_of)
    total = work.copy()
    total[rows] += length_of
    resolved = at_service(opened, total)
    finish = np.minimum(finish, resolved[rows])
    begin = np.minimum(begin, finish)
    cancelled = rng.random(tickets) < 0.03
    same = cancelled | (rng.random(tickets) < 0.3)
    moved = rng.random(tickets) < 0.02
    back = np.flatnonzero(rng.random(tickets) < 0.04)
    since, until = rng.exponential(60 * 3600, back.size), rng.exponential(5 * 3600, back.size)
    return Desk(
        rng=rng, opened=opened, month=month, target=target,
        picked_up=opened + pick.astype("timedelta64[s]"), resolved=resolved,
        closed=np.where(same, resolved, at_service(resolved, np.full(tickets, 50 * 3600))),
        cancelled=cancelled, lowered=moved,
        lowered_at=np.where(moved, at_service(opened, rng.random(tickets) * total), NAT),
        pause_row=rows, pause_start=begin, pause_end=finish,
        back=Reopenings(back, since.astype(np.int64), until.astype(np.int64)),
        gaps=[(month, gap) for month, gap in enumerate(rng.normal(0.1, 0.25, MONTHS).tolist())],
    )  # fmt: skip


def add_pauses(desk, rows, start, length):
    desk.pause_row = np.r_[desk.pause_row, rows]
    desk.pause_start = np.r_[desk.pause_start, start]
    finish = start + np.asarray(length).astype("timedelta64[s]")
    desk.pause_end = np.r_[desk.pause_end, finish]
    desk.resolved[rows] = np.maximum(desk.resolved[rows], finish)


def late_pause(desk):
    rows = desk.some(0.12)
    add_pauses(desk, rows, at_service(desk.opened[rows], 0.95 * desk.target[rows]), 3600)


def pause_outside_hours(desk):
    rows = desk.some(0.10)
    start = desk.opened[rows].astype("datetime64[D]") + np.timedelta64(21, "h")
    add_pauses(desk, rows, start, 3600)


def long_pause(desk):
    rows = desk.some(0.12)
    add_pauses(
        desk, rows, desk.opened[rows] + np.timedelta64(60, "s"), desk.resolved[rows] - desk.opened[rows] - 120
    )


def immediate_pick_up(desk):
    rows = desk.some(0.45)
    desk.picked_up[rows] = desk.opened[rows] + np.timedelta64(20, "s")


def last_day_resolutions(desk):
    rows = desk.some(0.15)
    desk.resolved[rows] = spans().last_day[LAST] + np.timedelta64(16, "h")
    desk.closed[rows] = np.maximum(desk.closed[rows], desk.resolved[rows])


def last_day_closures(desk):
    rows = desk.some(0.20)
    desk.closed[rows] = spans().last_day[LAST] + np.timedelta64(17, "h")


def before_deadline(desk):
    paused_too = np.isin(np.arange(desk.opened.size), desk.pause_row)
    rows = desk.some(0.12, ~paused_too & (desk.opened < spans().start[LAST] + np.timedelta64(15, "D")))
    desk.resolved[rows] = at_service(desk.opened[rows], 0.98 * desk.target[rows])
    desk.closed[rows] = np.maximum(desk.closed[rows], desk.resolved[rows])


def _reopen(desk, share, since, until):
    rows = desk.some(share)
    more = Reopenings(rows, np.full(rows.size, since), np.full(rows.size, until))
    columns = ((getattr(desk.back, name), getattr(more, name)) for name in ("row", "since", "until"))
    desk.back = Reopenings(*(np.concatenate(pair) for pair in columns))


def soon_reopened(desk):
    _reopen(desk, 0.12, 5 * 3600, 3600)


def closed_at_once(desk):
    _reopen(desk, 0.08, 80 * 3600, 120)


def lowered(desk):
    rows = desk.some(0.10)
    desk.lowered[rows] = True
    desk.lowered_at[rows] = desk.opened[rows] + np.timedelta64(2, "h")


def cancelled_late(desk):
    rows = desk.some(0.08, desk.resolved > desk.opened)
    desk.cancelled[rows] = True
    desk.target[rows] = 60


def impossible_dates(desk):
    rows = np.flatnonzero(desk.month == LAST)[:2]
    desk.resolved[rows] = desk.opened[rows] - np.timedelta64(1, "h")


def gap_jump(desk):
    desk.gaps[-1] = (LAST, 3.0)


def gap_drift(desk):
    desk.gaps = [(month, gap + 0.25 * month) for month, gap in desk.gaps]


PATTERNS = (
    late_pause, pause_outside_hours, long_pause, immediate_pick_up, last_day_resolutions, last_day_closures,
    before_deadline, soon_reopened, closed_at_once, lowered, cancelled_late, impossible_dates, gap_jump, gap_drift,
)  # fmt: skip
