"""Standings: the cause of each ticket's difference, and effects that sum to the gap."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.engine.ratios import Rate
from slas.engine.causes import (
    MET,
    MISSED,
    OUT,
    Reading,
    correction_of,
    effects_of,
    tally,
    ticket_causes,
)
from slas.engine.reconciliation import Cause, Correction

NOBODY = np.zeros(1, dtype=bool)


def column(*worths):
    return np.array(worths, dtype=np.int8)


@pytest.mark.parametrize(
    ("ours", "stated", "readings", "gone", "cause"),
    [
        (MISSED, MISSED, {Cause.REDATED: MET}, False, ""),
        (MISSED, MET, {Cause.REDATED: MET}, False, Cause.REDATED),
        (MISSED, MET, {Cause.UNJUSTIFIED_PAUSE: MET, Cause.WRONG_CALENDAR: MET}, False, Cause.WRONG_CALENDAR),
        (MISSED, MET, {Cause.REQUALIFIED: OUT, Cause.WRONG_CALENDAR: MISSED}, False, Cause.UNEXPLAINED),
        (MISSED, OUT, {}, False, Cause.OMITTED),
        (MET, OUT, {}, False, Cause.OMITTED),
        (MISSED, OUT, {Cause.CANCELLED: OUT}, False, Cause.CANCELLED),
        (MISSED, OUT, {Cause.CANCELLED: OUT}, True, Cause.OMITTED),
        (MISSED, OUT, {Cause.WRONG_CALENDAR: OUT}, False, Cause.OMITTED),
        (MISSED, OUT, {Cause.REQUALIFIED: OUT}, False, Cause.REQUALIFIED),
        (OUT, MET, {Cause.DUPLICATE: MET}, False, Cause.DUPLICATE),
        (OUT, MISSED, {Cause.OMITTED: MISSED, Cause.WRONG_CALENDAR: MISSED}, False, Cause.OMITTED),
        (OUT, MET, {}, False, Cause.UNEXPLAINED),
    ],
)
def test_the_first_reading_that_gives_the_declared_standing(ours, stated, readings, gone, cause):
    given_readings = [Reading(name, column(worth)) for name, worth in reversed(readings.items())]
    found = ticket_causes(column(ours), column(stated), given_readings, np.array([gone]))
    assert found.tolist() == [cause]


standings = st.lists(st.sampled_from((OUT, MISSED, MET)), min_size=1, max_size=30)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.data(), standings)
def test_effects_sum_to_the_gap_whatever_is_declared(data, ours):
    ours = column(*ours)
    stated = column(
        *data.draw(st.lists(st.sampled_from((OUT, MISSED, MET)), min_size=ours.size, max_size=ours.size))
    )
    declared = Rate(*sorted((data.draw(st.integers(0, 40)), data.draw(st.integers(1, 40)))))
    printed = data.draw(st.none() | st.decimals(0, 100, places=2))
    if not tally(ours).total:
        return
    codes = data.draw(st.lists(st.sampled_from([*Cause]), min_size=ours.size, max_size=ours.size))
    corrections = {
        cause: correction_of(stated[[c == cause for c in codes]], ours[[c == cause for c in codes]])
        for cause in set(codes) - {Cause.ROUNDING}
    }
    effects = effects_of(declared, tally(ours), corrections, printed)
    shown = declared.percent if printed is None else Fraction(printed)
    assert sum(effect.points for effect in effects) == shown - tally(ours).percent


@pytest.mark.parametrize("printed", ["95.2381", "95.24", "95.23", "95.2", "95"])
def test_a_printed_rate_that_is_its_fraction_rounded_or_cut(printed):
    effects = effects_of(Rate(20, 21), Rate(20, 21), {}, Decimal(printed))
    assert [effect.cause for effect in effects] == [Cause.ROUNDING]


def test_a_printed_rate_that_is_not_its_fraction_is_not_a_rounding():
    (effect,) = effects_of(Rate(20, 21), Rate(20, 21), {}, Decimal("97"))
    assert (effect.cause, effect.points) == (Cause.UNEXPLAINED, 97 - Fraction(2000, 21))


def test_a_correction_that_cannot_be_applied_leaves_its_effect_to_explain():
    effects = effects_of(Rate(5, 5), Rate(4, 5), {Cause.DUPLICATE: Correction(-9, -9)}, None)
    assert [(e.cause, e.points) for e in effects] == [(Cause.DUPLICATE, 0), (Cause.UNEXPLAINED, 20)]


def test_nothing_to_compare():
    with pytest.raises(ValueError, match="at least one ticket"):
        effects_of(Rate(1, 1), Rate(0, 0), {}, None)
