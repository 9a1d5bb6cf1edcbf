"""How many months a contract covers: 36 months are 36 fees, whatever the day on which they begin."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.engine.covered import Covered, last_day_of
from contracts.engine.dates import end_of
from contracts.engine.fees import Fee
from core.engine.months import Month, month_range

HALF = Fraction(1, 2)


@pytest.mark.parametrize(
    ("start", "end", "convention", "months", "years"),
    [
        (date(2023, 9, 1), date(2026, 8, 31), "", 36, 3),
        (date(2023, 9, 15), date(2026, 9, 14), "last_day", 36, 3),
        (date(2023, 9, 1), date(2026, 9, 1), "anniversary", 36, 3),
        (date(2023, 9, 15), date(2026, 9, 15), "anniversary", 36, 3),
        (date(2024, 2, 15), date(2027, 2, 14), "", 36, 3),
        (date(2024, 1, 31), date(2024, 2, 28), "", Fraction(1), 1),
        (date(2025, 1, 1), date(2025, 1, 31), "", 1, 1),
        (date(2025, 1, 11), date(2025, 1, 20), "", Fraction(10, 31), 1),
        (date(2025, 4, 1), date(2026, 4, 15), "", 12 + HALF, 2),
    ],
)
def test_the_months_of_a_contract(
    start: date, end: date, convention: str, months: Fraction, years: int
) -> None:
    covered = Covered(start, last_day_of(end, convention))
    touched = month_range(covered.first, covered.last)
    assert covered.months(covered.first, covered.last) == months
    assert sum((covered.share(month) for month in touched), Fraction(0)) == months
    assert covered.years == years


def test_a_month_begun_within_and_the_one_that_completes_it() -> None:
    covered = Covered(date(2023, 9, 15), date(2026, 9, 14))
    assert [covered.share(Month(year, 9)) for year in (2023, 2024, 2026)] == [
        Fraction(16, 30), 1, Fraction(14, 30),
    ]  # fmt: skip
    assert [covered.share(Month(2023, 8)), covered.share(Month(2026, 10))] == [0, 0]
    assert covered.months(Month(2023, 1), Month(2023, 12)) == 3 + Fraction(16, 30)
    assert (covered.year_of(Month(2026, 8)), covered.year_of(Month(2026, 9))) == (2025, 2025)
    assert covered.months_of(2025) == (Month(2025, 9), Month(2026, 9))
    assert covered.months_of(2024) == (Month(2024, 9), Month(2025, 8))


def test_a_part_of_a_fee_is_to_the_cent() -> None:
    part = Fee(Decimal(1000), Decimal(1030)).part(Fraction(16, 30))
    assert (part.base, part.revised, part.indexation) == (Decimal("533.33"), Decimal("549.33"), Decimal(16))


@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)), st.integers(2, 72))
def test_a_whole_number_of_months_is_as_many_fees(start: date, months: int) -> None:
    covered = Covered(start, end_of(start, months))
    assert covered.months(covered.first, covered.last) == months
    assert covered.years == -(-months // 12)
