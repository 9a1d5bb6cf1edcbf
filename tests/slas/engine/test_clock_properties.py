"""Laws of the clock on random tickets, both nights of a change of clocks included."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from core.engine.holidays import french
from slas.engine.clock import ServiceHours, Suspensions, deadline, elapsed, exceeded_at, paused

PARIS = ZoneInfo("Europe/Paris")
CLOSED = french([2026])
CALENDARS = (
    ServiceHours.round_the_clock(),
    ServiceHours("Europe/Paris", {day: (("08:00", "18:00"),) for day in range(5)}, CLOSED),
    ServiceHours("Europe/Paris", {day: (("00:00", "02:30"), ("22:00", "24:00")) for day in range(7)}),
    ServiceHours("Europe/Paris", {day: (("08:17", "12:00"), ("14:00", "18:01")) for day in range(6)}),
)
# Around the changes of clocks of 2026, where mistakes live.
NIGHTS = [int(datetime(2026, month, day, tzinfo=PARIS).timestamp()) for month, day in ((3, 28), (10, 24))]

calendars = st.sampled_from(CALENDARS)
moments = st.builds(
    lambda night, shift: night + shift, st.sampled_from(NIGHTS), st.integers(-200_000, 400_000)
)
pauses = st.lists(st.tuples(moments, st.integers(0, 200_000)), max_size=4)
quick = settings(max_examples=150, deadline=None)


def at(*seconds):
    return np.array(seconds, dtype="datetime64[s]")


def suspended(pairs):
    return Suspensions([0] * len(pairs), at(*(a for a, _ in pairs)), at(*(a + size for a, size in pairs)))


def one(hours, start, stop, pairs=()):
    return int(elapsed(hours, at(start), at(stop), suspended(pairs))[0])


def by_the_minute(hours, start, stop):
    """Open minutes found by asking the wall clock at each of them."""
    total = 0
    for minute in range(start, stop, 60):
        wall = datetime.fromtimestamp(minute, PARIS)
        second = wall.hour * 3600 + wall.minute * 60
        total += 60 * any(low <= second < high for low, high in hours.spans_on(wall.date()))
    return total


@quick
@given(calendars, moments, st.integers(0, 3000))
def test_equals_a_walk_of_the_wall_clock(hours, start, minutes):
    start -= start % 60
    stop = start + minutes * 60
    assert one(hours, start, stop) == by_the_minute(hours, start, stop)


@quick
@given(calendars, st.lists(moments, min_size=3, max_size=3), pauses)
def test_additive_and_monotone(hours, bounds, pairs):
    first, middle, last = sorted(bounds)
    whole = one(hours, first, last, pairs)
    assert one(hours, first, middle, pairs) + one(hours, middle, last, pairs) == whole
    assert one(hours, first, middle, pairs) <= whole


@quick
@given(calendars, moments, moments, pauses)
def test_net_lies_between_zero_and_gross(hours, start, stop, pairs):
    gross, net = one(hours, start, stop), one(hours, start, stop, pairs)
    assert 0 <= net <= gross
    assert int(paused(hours, at(start), at(stop), suspended(pairs))[0]) == gross - net


@quick
@given(calendars, moments, st.integers(0, 400_000), pauses)
def test_elapsed_at_the_deadline_is_the_target(hours, start, target, pairs):
    for boundary in ("closing", "next_opening"):
        due = deadline(hours, at(start), target, suspended(pairs), boundary)
        assert elapsed(hours, at(start), due, suspended(pairs)).tolist() == [target]
    first = deadline(hours, at(start), target, suspended(pairs))
    assert target == 0 or elapsed(hours, at(start), first - 1, suspended(pairs)).tolist() == [target - 1]
    beyond = exceeded_at(hours, at(start), target, suspended(pairs))
    assert elapsed(hours, at(start), beyond, suspended(pairs)).tolist() == [target]
    assert elapsed(hours, at(start), beyond + 1, suspended(pairs)).tolist() == [target + 1]


@quick
@given(calendars, moments, moments, pauses, st.integers(1, 100_000))
def test_cutting_or_repeating_a_suspension_changes_nothing(hours, start, stop, pairs, cut):
    pieces = [(a, min(cut, size)) for a, size in pairs] + [
        (a + cut, size - cut) for a, size in pairs if size > cut
    ]
    assert one(hours, start, stop, pieces) == one(hours, start, stop, pairs)
    assert one(hours, start, stop, pairs * 2) == one(hours, start, stop, pairs)
    due = deadline(hours, at(start), 36_000, suspended(pairs))
    assert deadline(hours, at(start), 36_000, suspended(pieces + pairs)) == due


@quick
@given(calendars, st.lists(st.tuples(moments, moments, pauses), min_size=1, max_size=6), st.randoms())
def test_rows_do_not_see_each_other(hours, rows, shuffler):
    starts, stops = at(*(row[0] for row in rows)), at(*(row[1] for row in rows))
    marks = [(number, a, a + size) for number, row in enumerate(rows) for a, size in row[2]]
    shuffler.shuffle(marks)
    together = Suspensions([m[0] for m in marks], at(*(m[1] for m in marks)), at(*(m[2] for m in marks)))
    assert elapsed(hours, starts, stops, together).tolist() == [one(hours, *row) for row in rows]
    alone = [deadline(hours, at(row[0]), 7200, suspended(row[2]))[0] for row in rows]
    assert deadline(hours, starts, 7200, together).tolist() == np.array(alone).tolist()


def test_hours_of_the_months_of_change():
    whole = CALENDARS[0]
    starts = [datetime(2026, month, 1, tzinfo=PARIS).timestamp() for month in (3, 4, 10, 11)]
    march, october = (one(whole, int(starts[a]), int(starts[a + 1])) for a in (0, 2))
    assert (march, october) == (743 * 3600, 745 * 3600)


def test_business_days_of_2026():
    office, days = CALENDARS[1], [21, 20, 22, 21, 17, 22, 22, 21, 22, 22, 20, 22]
    for month, expected in enumerate(days, start=1):
        first = date(2026, month, 1)
        following = (first + timedelta(days=31)).replace(day=1)
        bounds = [int(datetime(d.year, d.month, 1, tzinfo=PARIS).timestamp()) for d in (first, following)]
        assert one(office, *bounds) == expected * 36_000
