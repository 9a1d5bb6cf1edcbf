"""The captivity index: five sub-scores, the mean of those known, the rest lowers the confidence."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reversibility.engine.accesses import Access, Holder, share_alone
from reversibility.engine.captivity import Share, Sources, captivity

WHOLE = Sources(Share(32, 100), Share(60, 100), Share(27, 100), 6, Fraction(4))
NAMES = ("accesses", "documents", "tickets", "months", "fees")


def test_the_index_by_hand() -> None:
    found = captivity(WHOLE)
    assert list(found.scores.values()) == [32, 60, 27, 50, Fraction(400, 7)]
    assert found.index == Fraction(32 + 60 + 27 + 50, 5) + Fraction(80, 7)
    assert (found.known, round(float(found.index), 1)) == (5, 45.2)


@pytest.mark.parametrize("name", NAMES)
def test_what_is_unknown_lowers_the_confidence_and_leaves_the_others(name: str) -> None:
    whole, less = captivity(WHOLE), captivity(replace(WHOLE, **{name: None}))
    rest = [score for other, score in whole.scores.items() if other != name and score is not None]
    assert (less.known, less.scores[name], less.index) == (4, None, sum(rest) / 4)


def test_nothing_known_is_no_index() -> None:
    found = captivity(Sources())
    assert (found.known, found.index) == (0, None)


def test_scales_stop_at_one_hundred() -> None:
    found = captivity(Sources(months=18, fees=Fraction(21, 2)))
    assert [found.scores["months"], found.scores["fees"], found.index] == [100, 100, 100]


@pytest.mark.parametrize(("whole", "due"), [(0, None), (19, None), (20, 50)])
def test_a_handful_of_tickets_says_nothing(whole: int, due: Any) -> None:
    assert captivity(Sources(tickets=Share(whole // 2, whole))).scores["tickets"] == due


def test_an_empty_register_is_unknown_not_free() -> None:
    assert captivity(Sources(accesses=Share(0, 0))).scores["accesses"] is None


@pytest.mark.parametrize(
    ("share", "score", "known"), [(Share(1, 4, 4), 25, 0), (Share(1, 4, 5), None, 0), (Share(1, 4), 25, 1)]
)
def test_what_is_told_in_part_counts_by_that_part_and_not_in_the_confidence(
    share: Share, score: Any, known: int
) -> None:
    found = captivity(Sources(accesses=share))
    assert (found.scores["accesses"], found.index, found.known) == (score, score, known)
    assert found.partial == ({"accesses"} if share.untold and score else set())


def test_one_held_by_the_provider_and_nine_left_blank_are_no_ten_percent() -> None:
    held = Access("A", "admin", (Holder("provider", "Astreinte"),))
    blank = [Access(f"B{step}", "admin") for step in range(9)]
    assert captivity(Sources(accesses=share_alone([held, *blank]))).index is None


def test_a_part_above_its_whole_is_refused() -> None:
    with pytest.raises(ValueError, match="no part"):
        Share(3, 2)


shares = st.none() | st.integers(1, 500).flatmap(
    lambda whole: st.integers(0, whole).map(lambda part: Share(part, whole))
)
sources = st.builds(
    Sources,
    shares,
    shares,
    shares,
    st.none() | st.integers(0, 60),
    st.none() | st.fractions(0, 30, max_denominator=50),
)


@given(sources)
def test_the_index_lies_among_the_known_sub_scores(given_sources: Sources) -> None:
    found = captivity(given_sources)
    known = [score for score in found.scores.values() if score is not None]
    assert found.known == len(known)
    assert found.index is None if not known else min(known) <= (found.index or 0) <= max(known) <= 100
