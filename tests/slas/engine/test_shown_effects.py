"""Effects as printed sum to the gap as printed; a ticket left out counts once."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from slas.engine.left_out import LeftOut, late_left_out
from slas.engine.shown_effects import shown_effects


@pytest.mark.parametrize(
    ("effects", "shown"),
    [
        # 3,2141 + 0,0034 = 3,2175: the parts alone would read 3,21 for a total of 3,22.
        ([("omitted", "3.2141"), ("rounding", "0.0034")], [("omitted", "3.21"), ("rounding", "0.01")]),
        ([("omitted", "3.21"), ("rounding", "0.0034")], [("omitted", "3.21")]),
        # Three thirds of a point: no rounding in the report, one in the display.
        ([(name, "1/3") for name in ("omitted", "redated", "duplicate")],
         [("omitted", "0.33"), ("redated", "0.33"), ("duplicate", "0.33"), ("rounding", "0.01")]),
        ([], []),
    ],
)  # fmt: skip
def test_they_sum_as_printed(effects, shown):
    exact = [(cause, Fraction(effect)) for cause, effect in effects]
    found = shown_effects(exact)
    assert found == [(cause, Decimal(effect)) for cause, effect in shown]


def test_a_ticket_omitted_twice_counts_once_and_one_in_time_not_at_all():
    omissions = [LeftOut("E03", ["A", "B"], 2), LeftOut("E06", ["A"], 1), LeftOut("E07", ["X", "Y", "Z"], 2)]
    assert late_left_out(omissions, {("E03", "A"), ("E06", "A")}) == 1 + 2
