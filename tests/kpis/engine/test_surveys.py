"""Marks, recommendation, groups that may be shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.engine.months import Month
from kpis.engine.anonymity import shown_groups
from kpis.engine.indicators.surveys import NO_BAROMETER, TOO_FEW, recommendation
from kpis.engine.questions import BAROMETER, TICKET, satisfied, tally

MARCH = Month(2026, 3)


def test_the_barometer_has_five_questions_and_the_ticket_one():
    assert [(one.low, one.high) for one in BAROMETER] == [(0, 10), *[(1, 5)] * 4]
    assert [(one.low, one.high) for one in TICKET] == [(1, 5)]


def test_marks_are_counted_on_their_scale():
    counts = tally(TICKET[0], [1, 4, 5, 5])
    assert (counts, satisfied(counts)) == ([1, 0, 0, 1, 2], 3)
    with pytest.raises(ValueError, match="0 is not on the scale of satisfaction"):
        tally(TICKET[0], [0])


@pytest.mark.parametrize(
    ("scores", "value", "reason"),
    [
        ([9, 10, 8, 7, 6], 20, None),
        ([6, 0, 3, 9, 8], -40, None),
        ([9, 9, 9, 9], None, TOO_FEW),
        ([], None, TOO_FEW),
        (None, None, NO_BAROMETER),
    ],
)
def test_recommendation_from_five_answers(scores, value, reason):
    told = {} if scores is None else {MARCH: tally(BAROMETER[0], scores)}
    (found,) = recommendation([MARCH], told)
    assert (found.value, found.reason) == (value, reason)


@pytest.mark.parametrize(
    ("answers", "shown"),
    [
        ({"Siège": 20, "Entrepôt": 5}, {"Siège", "Entrepôt"}),
        ({"Siège": 20, "Entrepôt": 4}, set()),
        ({"Siège": 20, "Entrepôt": 9, "Agence": 4}, {"Siège"}),
        ({"Siège": 20, "Entrepôt": 3, "Agence": 2}, {"Siège"}),
        ({"Siège": 4}, set()),
    ],
    ids=["all", "two groups", "one small", "two small", "alone"],
)
def test_groups_that_may_be_shown(answers, shown):
    assert shown_groups(answers) == shown


@given(st.dictionaries(st.text("abcdef", min_size=1, max_size=3), st.integers(0, 40), max_size=8))
def test_no_group_is_told_by_subtraction(answers):
    shown = shown_groups(answers)
    hidden = sum(number for name, number in answers.items() if name not in shown)
    assert all(answers[name] >= 5 for name in shown)
    assert hidden == 0 or hidden >= 5 or not shown
