"""A setting outside what a month or a contract can hold is refused where it is written."""

from __future__ import annotations

import pytest

from contracts.engine.rules import RuleError, Rules


@pytest.mark.parametrize(
    ("setting", "value", "most"),
    [
        ("report_due_business_day", 16, 15),
        ("report_due_business_day", 40, 15),
        ("reopen_window_days", 10_000_000, 100_000),
    ],
)
def test_a_number_too_large_is_refused_with_its_limit(setting: str, value: int, most: int) -> None:
    with pytest.raises(RuleError, match=f"hors limites. Écrivez un entier de 0 à {most}."):
        Rules.from_mapping({setting: value})


def test_the_largest_is_kept() -> None:
    assert Rules.from_mapping({"report_due_business_day": 15}).report_due_business_day == 15
