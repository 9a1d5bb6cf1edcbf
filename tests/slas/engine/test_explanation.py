"""Segments of a ticket's life: worked examples, and tiling on random tickets over both nights."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.engine.holidays import french, holiday_name
from slas.engine.ceilings import capped
from slas.engine.clock import Suspensions, deadline, elapsed
from slas.engine.explanation import Pause, SegmentKind, counted_seconds, segments, split_at
from tests.slas.engine.golden_clock import clock_cases, hours, instants

NAMES = {day: holiday_name(day) for day in french(range(2025, 2028))}
ALSACE = {day: holiday_name(day, "alsace-moselle") for day in french(range(2025, 2028), "alsace-moselle")}


def at(text):
    return datetime.fromisoformat(text)


def shown(parts):
    return [(part.kind.value, part.reason, part.seconds) for part in parts]


def check_tiling(parts, start, stop):
    assert parts[0].start == start
    assert parts[-1].end == stop
    assert all(before.end == after.start for before, after in pairwise(parts))
    assert all(part.seconds > 0 for part in parts)
    assert sum(part.seconds for part in parts) == (stop - start) // timedelta(seconds=1)


def test_over_a_holiday_with_a_suspension():
    pause = Pause(at("2026-05-15T08:30+02:00"), at("2026-05-15T09:30+02:00"), "attente utilisateur")
    parts = segments(hours(), at("2026-05-13T16:00+02:00"), at("2026-05-15T10:30+02:00"), [pause], NAMES)
    assert shown(parts) == [
        ("counted", "", 7200),
        ("closed", "", 6 * 3600),
        ("holiday", "Ascension", 24 * 3600),
        ("closed", "", 8 * 3600),
        ("counted", "", 1800),
        ("paused", "attente utilisateur", 3600),
        ("counted", "", 3600),
    ]
    check_tiling(parts, at("2026-05-13T16:00+02:00"), at("2026-05-15T10:30+02:00"))


def test_suspension_out_of_hours_shows_as_closed_and_the_first_one_gives_the_reason():
    pauses = [
        Pause(at("2026-03-03T09:00+01:00"), None, "validation"),
        Pause(at("2026-03-02T17:00+01:00"), at("2026-03-03T09:30+01:00"), "attente utilisateur"),
    ]
    parts = segments(hours(), at("2026-03-02T16:00+01:00"), at("2026-03-03T10:00+01:00"), pauses)
    assert shown(parts) == [
        ("counted", "", 3600),
        ("paused", "attente utilisateur", 3600),
        ("closed", "", 14 * 3600),
        ("paused", "attente utilisateur", 5400),
        ("paused", "validation", 1800),
    ]


def test_holiday_of_a_service_that_never_closes_is_counted():
    parts = segments(hours("24x7"), at("2026-04-30T23:10+02:00"), at("2026-05-01T02:40+02:00"), (), NAMES)
    assert shown(parts) == [("counted", "", 12_600)]


def test_closed_day_without_a_name():
    parts = segments(hours(), at("2026-05-14T09:00+02:00"), at("2026-05-14T10:00+02:00"))
    assert shown(parts) == [("closed", "", 3600)]


def test_nothing_between_reversed_bounds():
    assert segments(hours(), at("2026-05-14T09:00+02:00"), at("2026-05-14T09:00+02:00")) == ()


def test_split_at_the_deadline():
    start, limit = at("2026-03-02T16:00+01:00"), at("2026-03-02T17:00+01:00")
    parts = segments(hours(), start, at("2026-03-02T18:00+01:00"))
    assert shown(split_at(parts, limit)) == [("counted", "", 3600), ("counted", "", 3600)]
    assert split_at(parts, start) == parts


@pytest.mark.parametrize(
    "case", [case for case in clock_cases() if case["resolved"]], ids=lambda case: case["id"]
)
def test_counted_segments_of_worked_cases(case):
    start, stop = at(case["opened"]), at(case["resolved"])
    pauses = [Pause(at(a), at(b), "attente utilisateur") for a, b in case["suspensions"]]
    names = ALSACE if case["holidays"] == "FR-57/67/68" else NAMES
    parts = segments(hours(case["calendar"], case["holidays"]), start, stop, pauses, names)
    check_tiling(parts, start, stop)
    assert counted_seconds(parts) == case["expected_elapsed_min"] * 60


NIGHTS = [
    datetime(2026, 3, 28, tzinfo=UTC),
    datetime(2026, 10, 24, tzinfo=UTC),
    datetime(2026, 5, 12, tzinfo=UTC),
]
moments = st.builds(
    lambda night, shift: night + timedelta(seconds=shift),
    st.sampled_from(NIGHTS),
    st.integers(-200_000, 500_000),
)
marks = st.lists(st.tuples(moments, st.integers(0, 200_000)), max_size=3)


def seconds(moment):
    return np.datetime64(moment.replace(tzinfo=None), "s")


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from([hours(), hours("24x7"), hours("HO_8_12_14_18", "FR-57/67/68")]),
    *(moments, st.integers(1, 1_000_000), marks),
)
def test_segments_tile_and_count(calendar, start, size, paused):
    stop = start + timedelta(seconds=size)
    pauses = [Pause(a, a + timedelta(seconds=length), f"raison {n}") for n, (a, length) in enumerate(paused)]
    parts = segments(calendar, start, stop, pauses, ALSACE)
    check_tiling(parts, start, stop)
    bounds = [(seconds(pause.start), seconds(pause.end)) for pause in pauses]
    columns = (np.array([bound[side] for bound in bounds], "M8[s]") for side in (0, 1))
    held = Suspensions([0] * len(bounds), *columns)
    opened = np.array([seconds(start)])
    assert counted_seconds(parts) == elapsed(calendar, opened, np.array([seconds(stop)]), held)[0]
    due = deadline(calendar, opened, 3600, held)[0].item().replace(tzinfo=UTC)
    cut = split_at(parts, due)
    check_tiling(cut, start, stop)
    if start <= due < stop:
        assert counted_seconds(part for part in cut if part.end <= due) == 3600
    assert {part.kind for part in parts} <= set(SegmentKind)
    assert all(bool(part.reason) == (part.kind in {"paused", "holiday"}) for part in parts)


def test_names_cover_the_closed_days():
    assert NAMES[date(2026, 5, 14)] == "Ascension"
    assert instants("2026-05-14T00:00+02:00").size == 1


def test_ten_thousand_tickets_tile_and_count():
    """Around both changes of clocks, under a ceiling one time in two: what is told is what was counted."""
    rng = Random(20261025)
    calendars = [hours(), hours("24x7"), hours("HO_8_12_14_18", "FR-57/67/68")]
    for calendar in calendars:
        starts = [
            rng.choice(NIGHTS) + timedelta(seconds=rng.randrange(-200_000, 500_000)) for _ in range(3334)
        ]
        stops = [start + timedelta(seconds=rng.randrange(1, 400_000)) for start in starts]
        begun = [start + timedelta(seconds=rng.randrange(-50_000, 300_000)) for start in starts]
        rows = np.arange(len(starts))
        ended = [pause + timedelta(seconds=rng.randrange(200_000)) for pause in begun]
        opened, until = (np.array([seconds(moment) for moment in side]) for side in (starts, stops))
        every = Suspensions(rows, *(np.array([seconds(m) for m in side]) for side in (begun, ended)))
        held = capped(calendar, every, opened, rng.choice([None, 7200]))
        spent = elapsed(calendar, opened, until, held)
        pauses: dict[int, list[Pause]] = {}
        for row, low, high in zip(held.row.tolist(), held.start.tolist(), held.end.tolist(), strict=True):
            pauses.setdefault(row, []).append(
                Pause(low.replace(tzinfo=UTC), high.replace(tzinfo=UTC), "attente")
            )
        for row, (start, stop) in enumerate(zip(starts, stops, strict=True)):
            parts = segments(calendar, start, stop, pauses.get(row, []), NAMES)
            check_tiling(parts, start, stop)
            assert counted_seconds(parts) == spent[row]
