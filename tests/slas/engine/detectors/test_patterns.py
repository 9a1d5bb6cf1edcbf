"""What each detector counts, on a few tickets made by hand."""

import numpy as np
import pytest

from slas.engine.clock import ServiceHours, Suspensions
from slas.engine.detectors import Finding, changes, dates, detect, pauses, timing
from slas.engine.detectors.practices import Pauses, Practices, Reopenings, Spans, clocked
from slas.engine.detectors.returns import reopenings

NAT = np.datetime64("NaT", "s")
HOUR = 3600


def at(*texts):
    return np.array([text or "NaT" for text in texts], dtype="datetime64[s]")


def rows(*values, kind=np.int64):
    return np.array(values, dtype=kind)


MARCH = Spans(at("2026-03-01"), at("2026-04-01"), at("2026-03-31"), rows(22))


def seen(opened, resolved, **more):
    size = len(opened)
    minus, never = np.full(size, -1), np.full(size, NAT)
    flags = np.zeros(size, dtype=bool)
    columns = {
        "picked_up": never, "closed": never, "cancelled": flags, "lowered": flags, "lowered_at": never, "deadline": never,
        "target": minus, "elapsed": minus, "paused": minus, "spans": MARCH, "known_until": np.datetime64("2026-04-05", "s"),
        "pauses": Pauses(rows(), rows(), rows(kind=bool)), "reopenings": Reopenings(rows(), rows(), rows()),
    }  # fmt: skip
    return Practices(opened=at(*opened), resolved=at(*resolved), **columns | more)


def cases(found):
    return found.rows(len(MARCH) - 1).tolist()


def test_pauses():
    own = seen(
        ["2026-03-02"] * 4, ["2026-03-10"] * 4, target=rows(100, 100, 100, -1), elapsed=rows(90, 90, 10, 0),
        paused=rows(0, 90, 50, 0),
        pauses=Pauses(rows(0, 1, 2, 3), rows(91, 90, 101, 95), rows(False, True, False, True, kind=bool)),
    )  # fmt: skip
    assert cases(pauses.late_pause(own)) == [0]
    assert cases(pauses.pause_outside_hours(own)) == [1]
    assert cases(pauses.long_pause(own)) == [2]  # 50 / 60 = 83 %


def test_pauses_on_the_clock():
    hours = ServiceHours("UTC", {day: [("08:00", "18:00")] for day in range(5)})
    waits = Suspensions(rows(0, 0, 1), at("2026-03-02T10:00", "2026-03-02T14:00", "2026-03-02T19:00"),
                        at("2026-03-02T12:00", "2026-03-02T15:00", "2026-03-03T09:00"))  # fmt: skip
    spent, outside = clocked(hours, at("2026-03-02T08:00", "2026-03-02T17:00"), waits)
    assert spent.tolist() == [2 * HOUR, 4 * HOUR, HOUR]
    assert outside.tolist() == [False, False, True]


def test_times():
    own = seen(
        ["2026-03-02T08:00:00"] * 4, ["2026-03-31T09:00", "2026-03-30T23:59:59", "2026-03-09", None],
        picked_up=at("2026-03-02T08:01:00", "2026-03-02T08:01:01", "2026-03-02T07:59:00", None),
        closed=at("2026-04-01", "2026-03-31T12:00", "2026-03-31", "2026-03-31"),
        target=rows(100, 100, 100, 100), elapsed=rows(96, 95, 101, 97),
    )  # fmt: skip
    assert cases(timing.immediate_pick_up(own)) == [0]
    assert cases(timing.last_day_resolutions(own)) == [0]
    assert cases(timing.last_day_closures(own)) == [1, 2, 3]
    assert cases(timing.before_deadline(own)) == [0]


def test_changes():
    own = seen(
        ["2026-03-02"] * 3, ["2026-03-10", "2026-03-10", None], closed=at(None, None, "2026-03-12"),
        cancelled=rows(0, 0, 1, kind=bool), target=rows(9, 9, 9), deadline=at("2026-03-05", "2026-03-05", "2026-03-11"),
        lowered=rows(1, 1, 0, kind=bool), lowered_at=at("2026-03-04", "2026-03-06", None),
        reopenings=Reopenings(rows(0, 1, 1), rows(48 * HOUR, 48 * HOUR + 1, 9999999), rows(300, 299, -1)),
    )  # fmt: skip
    assert cases(changes.soon_reopened(own)) == [0]
    assert cases(changes.closed_at_once(own)) == [1]
    assert cases(changes.lowered(own)) == [0, 1]
    assert changes.lowered(own).facts == {"after": 1}
    assert cases(changes.cancelled_late(own)) == [2]


def test_dates_that_cannot_be():
    own = seen(["2026-03-02", "2026-03-02", "2026-03-02"], ["2026-03-01", "2026-04-06", "2026-04-04"])
    assert cases(dates.impossible_dates(own)) == [0, 1]


def test_returns():
    found = reopenings(
        rows(3, 3), at("2026-03-02T10:00", "2026-03-02T12:00"), at("2026-03-02T11:00", "2026-03-02T12:30"),
        at(*[None] * 3, "2026-03-02T13:00"),
    )  # fmt: skip
    assert (found.row.tolist(), found.since.tolist()) == ([3, 3], [HOUR, HOUR // 2])
    assert found.until.tolist() == [HOUR, HOUR // 2]
    assert reopenings(rows(), at(), at(), at("2026-03-02")).row.size == 0


@pytest.mark.parametrize(("share", "state"), [(0.5, Finding.ALERT), (0.1, Finding.CLEAR)])
def test_immediate_pick_ups_need_no_earlier_month(share, state):
    size = 100
    opened = at(*["2026-03-02T08:00:00"] * size)
    quick = np.arange(size) < share * size
    picked = opened + np.where(quick, 30, 600).astype("timedelta64[s]")
    found = {one.code: one for one in detect(seen(opened, ["2026-03-10"] * size, picked_up=picked))}
    assert found["immediate_pick_up"].state is state
    assert found["before_deadline"].state is Finding.INSUFFICIENT
    assert found["lowered"].state is Finding.INSUFFICIENT
    assert found["impossible_dates"].state is Finding.CLEAR


def test_months_are_half_open():
    assert MARCH.place(at("2026-02-28T23:59:59", "2026-03-01", "2026-03-31T23:59:59", "2026-04-01", None)).tolist() == [
        -1, 0, 0, -1, -1,
    ]  # fmt: skip
