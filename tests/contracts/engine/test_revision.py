"""Price revision against the golden cases, its properties, and the dates of its clause."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.engine.revision import Formula, link_between, revise
from contracts.engine.revision_dates import RevisionTerms, standing_of
from core.engine.months import Month
from core.engine.ratios import round_half_up

CASES = json.loads((Path(__file__).parents[2] / "golden" / "revision.json").read_text("utf-8"))["cases"]


def cases(*kinds: str) -> list[Any]:
    return [pytest.param(case, id=case["id"]) for case in CASES if case["kind"] in kinds]


def decimal(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def formula_of(given: dict[str, Any]) -> Formula:
    return Formula(
        fixed_share=Decimal(given["fixed_share"]),
        cap_pct=decimal(given["cap_pct"]),
        floor_pct=decimal(given["floor_pct"]),
        rounding=given["coefficient_rounding"] or "none",
        minimum_coefficient=decimal(given["minimum_coefficient"]),
        link_coefficient=decimal(given["link_coefficient"]),
    )


@pytest.mark.parametrize("case", cases("revision"))
def test_golden_revision(case: Any) -> None:
    given, expected = case["input"], case["expected"]
    found = revise(Decimal(given["p0"]), Decimal(given["s0"]), Decimal(given["s1"]), formula_of(given))
    assert found.state == "computed"
    assert found.coefficient is not None
    assert str(round_half_up(found.coefficient, 6)) == expected["coefficient"]
    assert str(found.price_before_cap) == expected["price_before_cap"]
    assert str(found.price) == expected["price"]
    assert found.capped is expected["capped"]
    assert found.alerts == ((case["alert"],) if "alert" in case else ())
    if "s1_equivalent" in expected:
        steps = {line.step: line.value for line in found.proof}
        assert str(round_half_up(steps["s1_equivalent"], 3)) == expected["s1_equivalent"]


@pytest.mark.parametrize("case", cases("revision_missing"))
def test_a_missing_index_gives_no_price(case: Any) -> None:
    given, expected = case["input"], case["expected"]
    found = revise(Decimal(given["p0"]), Decimal(given["s0"]), None, Formula())
    assert (found.state, found.price, found.proof) == (expected["state"], None, ())


@pytest.mark.parametrize("case", cases("link"))
def test_where_the_link_comes_from(case: Any) -> None:
    given = case["input"]
    assert (
        str(link_between(Decimal(given["old"]), Decimal(given["revised"])))
        == case["expected"]["coefficient_5"]
    )


def test_the_cap_is_measured_on_the_price_in_force() -> None:
    found = revise(Decimal(18500), Decimal(100), Decimal(110), Formula(cap_pct=Decimal(3)), Decimal(19000))
    assert (found.price, found.capped) == (Decimal("19570.00"), True)


@pytest.mark.parametrize(("s0", "s1"), [("0", "1"), ("1", "0"), ("1", "-2")])
def test_an_index_is_above_zero(s0: str, s1: str) -> None:
    with pytest.raises(ValueError, match="above 0"):
        revise(Decimal(1), Decimal(s0), Decimal(s1), Formula())


INDEX = st.decimals("50", "500", places=1)
SHARE = st.decimals("0", "1", places=2)
PRICE = st.decimals("0", "100000", places=2)


@given(PRICE, INDEX, SHARE)
def test_an_index_that_stands_still_changes_nothing(price: Decimal, index: Decimal, share: Decimal) -> None:
    assert revise(price, index, index, Formula(fixed_share=share)).price == price


@given(PRICE, INDEX, INDEX, SHARE, st.decimals("0", "10", places=1), st.decimals("-10", "0", places=1))
def test_the_price_stays_between_floor_and_cap(
    price: Decimal, s0: Decimal, s1: Decimal, share: Decimal, cap: Decimal, floor: Decimal
) -> None:
    found = revise(price, s0, s1, Formula(share, cap, floor))
    least, most = (Fraction(price) * (1 + Fraction(bound) / 100) for bound in (floor, cap))
    assert found.price is not None
    assert round_half_up(least, 2) <= found.price <= round_half_up(most, 2)
    assert found.proof[-1].value == Fraction(found.price)


@given(PRICE, INDEX, INDEX, INDEX, SHARE)
def test_a_higher_index_never_lowers_the_price(
    price: Decimal, s0: Decimal, one: Decimal, other: Decimal, share: Decimal
) -> None:
    low, high = sorted((one, other))
    clause = Formula(fixed_share=share)
    first, second = revise(price, s0, low, clause).price, revise(price, s0, high, clause).price
    assert first is not None
    assert second is not None
    assert first <= second


def terms(base: str = "2023-01", index: str = "Syntec", claim_days: int = 60) -> RevisionTerms:
    return RevisionTerms(index, Month.parse(base), date(2024, 1, 1), 12, 2, Formula(), claim_days=claim_days)


def test_a_base_before_the_revised_series_is_linked() -> None:
    assert terms("2021-06").working.link == Decimal("0.97975")
    assert terms("2022-08").working.link is None
    assert terms("2021-06", "ICHT-rev-TS").working.link is None


def test_two_months_of_the_old_series_are_compared_without_a_link() -> None:
    """December 2021 and May 2022 both lie before the series revised in August 2022."""
    clause = terms("2021-12")
    before, after = (clause.working_for(Month(2022, month)) for month in (5, 8))
    assert (before.link, after.link) == (None, Decimal("0.97975"))
    assert str(revise(Decimal(10000), Decimal("276.0"), Decimal("281.0"), before).price) == "10181.16"


def test_the_link_is_proved_by_the_two_values_it_comes_from() -> None:
    found = revise(Decimal(18500), Decimal("278.0"), Decimal("307.0"), terms("2021-06").working)
    steps = {line.step: line.value for line in found.proof}
    assert [step for step in steps if step.startswith(("link", "s1_"))] == [
        "link_old", "link_new", "link", "s1_equivalent",
    ]  # fmt: skip
    assert (steps["link_old"], steps["link_new"]) == (Fraction("280.6"), Fraction("286.4"))
    assert (steps["link"], str(found.price)) == (Fraction("0.97975"), "20852.11")
    clause = Formula(link_coefficient=Decimal("0.97975"))
    assert revise(Decimal(18500), Decimal("278.0"), Decimal("307.0"), clause).price == found.price


def test_dates_are_counted_from_the_first() -> None:
    clause = terms()
    assert clause.dates_until(date(2025, 6, 1)) == [date(2024, 1, 1), date(2025, 1, 1), date(2026, 1, 1)]
    assert clause.index_month(date(2024, 1, 1)) == Month(2023, 11)
    assert clause.claim_until(date(2024, 1, 1)) == date(2024, 3, 1)


@pytest.mark.parametrize(
    ("today", "applied", "s1", "expected"),
    [
        (date(2024, 2, 1), True, "307.0", "applied"),
        (date(2024, 3, 1), False, "307.0", "due"),
        (date(2024, 3, 2), False, "307.0", "late"),
        (date(2024, 6, 1), False, None, "pending_index"),
        (date(2024, 2, 1), False, None, "pending_index"),
        (date(2023, 12, 1), False, None, "coming"),
        (date(2023, 12, 1), False, "307.0", "due"),
    ],
)
def test_where_a_revision_stands(today: date, applied: bool, s1: str | None, expected: str) -> None:
    assert standing_of(terms(), date(2024, 1, 1), today, applied, decimal(s1)) == expected
