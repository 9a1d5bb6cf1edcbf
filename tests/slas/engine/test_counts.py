"""What declared counts prove of the traces that tickets bear."""

from __future__ import annotations

import numpy as np

from core.engine.ratios import Rate
from slas.engine.causes import MET, MISSED, OUT, Reading, tally
from slas.engine.counts import causes_by_count
from slas.engine.reconciliation import Cause


def column(*worths):
    return np.array(worths, dtype=np.int8)


OURS = column(MET, MET, MET, MISSED, MISSED, OUT)
PAUSES = Reading(Cause.UNJUSTIFIED_PAUSE, column(MET, MET, MET, MET, MISSED, OUT))
CHILDREN = Reading(Cause.DUPLICATE, column(MET, MET, MET, MISSED, MISSED, MET))
DATES = Reading(Cause.REDATED, column(MET, MET, MET, MISSED, MET, OUT))
HOURS = Reading(Cause.WRONG_CALENDAR, column(MET, MISSED, MISSED, MET, MISSED, OUT), traced=False)


def found(declared, *readings):
    result = causes_by_count(declared, OURS, readings)
    named = {place: str(cause) for place, cause in enumerate(result.cause) if cause}
    return named, tally(result.stated) == declared, np.flatnonzero(result.candidates).tolist()


def test_every_trace_together():
    assert found(Rate(5, 6), PAUSES, CHILDREN) == ({3: "unjustified_pause", 5: "duplicate"}, True, [])


def test_one_of_the_traces_where_all_of_them_say_too_much():
    assert found(Rate(4, 6), PAUSES, CHILDREN) == ({5: "duplicate"}, True, [])


def test_a_habit_of_counting_explains_what_bears_no_trace():
    assert found(Rate(3, 6), CHILDREN, HOURS)[:2] == (
        {1: "wrong_calendar", 2: "wrong_calendar", 3: "wrong_calendar", 5: "duplicate"},
        True,
    )


def test_a_habit_never_takes_a_ticket_that_bears_a_trace():
    assert found(Rate(2, 5), PAUSES, HOURS)[0] == {
        1: "wrong_calendar",
        2: "wrong_calendar",
        3: "unjustified_pause",
    }


def test_traces_that_do_it_equally_prove_nothing_and_are_candidates():
    assert found(Rate(4, 5), PAUSES, DATES) == ({}, False, [3, 4])


def test_one_of_two_tickets_of_the_same_trace_is_not_guessed():
    both = Reading(Cause.UNJUSTIFIED_PAUSE, column(MET, MET, MET, MET, MET, OUT))
    assert found(Rate(4, 5), both) == ({}, False, [3, 4])


def test_traces_that_leave_a_rest_are_kept_where_they_lead_nearer():
    assert found(Rate(4, 6), PAUSES, CHILDREN, DATES) == ({5: "duplicate"}, True, [])
    named = {3: "unjustified_pause", 4: "redated", 5: "duplicate"}
    assert found(Rate(6, 7), PAUSES, CHILDREN, DATES) == (named, False, [])


def test_counts_that_nothing_leads_to():
    assert found(Rate(1, 5), PAUSES, DATES, CHILDREN) == ({}, False, [3, 4, 5])


def test_the_first_reading_given_names_a_ticket():
    again = Reading(Cause.OMITTED, column(MET, MET, MET, MET, MISSED, OUT))
    assert found(Rate(4, 5), again, PAUSES)[0] == {3: "omitted"}
