"""Work units: golden cases, every rule by a table, and what must hold whatever the figures."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.engine.booked_lines import BookedLine, share_cover
from contracts.engine.exposure import Estimate, Exposure, total_exposure
from contracts.engine.minimums import year_minimums
from contracts.engine.work_units import Order, Price, UnitTerms, settle
from core.engine.months import Month

GOLDEN = json.loads((Path(__file__).parents[2] / "golden" / "revision.json").read_text())["cases"]
JANUARY = Month(2026, 1)


def golden(kind: str) -> list[Any]:
    return [pytest.param(case, id=case["id"]) for case in GOLDEN if case["kind"] == kind]


def unit(*prices: str, **terms: Any) -> UnitTerms:
    listed = tuple(Price("", date(2024, 1, 1), Decimal(price)) for price in prices or ("45",))
    return UnitTerms("uo", "Mouvement", "mouvement", listed, **terms)


def uses(*quantities: str, start: Month = JANUARY) -> dict[tuple[Month, str], Decimal]:
    return {(start.shift(rank), ""): Decimal(quantity) for rank, quantity in enumerate(quantities)}


def order(number: int, quantity: str, price: str = "40", **more: Any) -> Order:
    return Order(number, "", Decimal(quantity), Decimal(price), JANUARY, **more)


@pytest.mark.parametrize("case", golden("quota"))
def test_golden_quota(case: Any) -> None:
    given_, expected = case["input"], case["expected"]
    terms = unit(given_["unit_price"], included=Decimal(given_["included"]))
    (month,) = settle(terms, uses(str(given_["actual"])), (), JANUARY)
    assert (month.excess, month.amount) == (expected["excess"], Decimal(expected["amount"]))


@pytest.mark.parametrize("case", golden("minimum"))
@pytest.mark.parametrize("rule", ["due", "carried"])
def test_golden_minimum_is_due_or_carried_over(case: Any, rule: Any) -> None:
    minimum, used, due = case["input"]["minimum"], case["input"]["used"], case["expected"]["due"]
    terms = unit(minimum=Decimal(minimum), shortfall=rule)
    first, second = year_minimums(
        terms, {2025: Decimal(used), 2026: Decimal(minimum)}, [(2025, 12), (2026, 12)]
    )
    assert first.missing == due
    assert [first.due, second.due] == ([due, 0] if rule == "due" else [0, due])
    assert second.minimum == minimum + (due if rule == "carried" else 0)


@pytest.mark.parametrize("case", golden("exposure"))
def test_golden_exposure(case: Any) -> None:
    lines = [
        Estimate("", *(Decimal(line[name]) for name in ("low", "likely", "high"))).at(
            Decimal(line["unit_price"])
        )
        for line in case["input"]["lines"]
    ]
    expected = case["expected"]
    assert total_exposure([*lines, None]) == Exposure(
        *map(Decimal, (expected["low"], expected["likely"], expected["high"]))
    )


def test_a_year_counts_in_proportion_to_its_months() -> None:
    (line,) = year_minimums(unit(minimum=Decimal(200)), {}, [(2025, 11)])
    assert (line.minimum, line.due) == (Decimal("183.33"), Decimal("183.33"))


def test_the_price_is_the_one_of_the_day() -> None:
    terms = UnitTerms("uo", "", "", (
        Price("S", date(2026, 3, 1), Decimal(990)), Price("S", date(2024, 1, 1), Decimal(900)),
        Price("C", date(2024, 1, 1), Decimal(5600)), Price("M", date(2024, 1, 1), Decimal(2400)),
    ))  # fmt: skip
    assert terms.levels == ["S", "M", "C"]
    assert terms.price_at("S", date(2026, 2, 28)) == 900
    assert terms.price_at("S", date(2026, 3, 1)) == 990
    assert terms.price_at("S", date(2023, 12, 31)) is None
    assert terms.price_at("", date(2026, 3, 1)) is None


@pytest.mark.parametrize(
    ("terms", "quantities", "excess"),
    [
        ({}, ("10", "20", "18"), (0, 5, 3)),
        ({"carry_months": 1}, ("10", "18", "18"), (0, 0, 1)),
        ({"carry_months": 1}, ("10", "20", "18"), (0, 0, 3)),
        ({"carry_months": 2}, ("10", "15", "20"), (0, 0, 0)),
        ({"included_per": "year"}, ("10", "10", "1"), (0, 5, 1)),
    ],
)
def test_the_quota_and_what_it_carries_over(terms: Any, quantities: Any, excess: Any) -> None:
    settled = settle(unit(included=Decimal(15), **terms), uses(*quantities), (), JANUARY)
    assert tuple(month.excess for month in settled) == excess


def test_a_yearly_quota_comes_back_in_january() -> None:
    terms = unit(included=Decimal(15), included_per="year")
    settled = settle(terms, uses("15", "3", start=Month(2025, 12)), (), Month(2025, 11))
    assert [month.excess for month in settled] == [0, 0]


@pytest.mark.parametrize(
    ("rule", "amount", "blocked"), [("bill", "445", False), ("warn", "445", False), ("block", "400", True)]
)
def test_beyond_quota_and_orders_the_line_says_what_becomes(rule: Any, amount: str, blocked: bool) -> None:
    terms = unit(included=Decimal(5), excess=rule)
    (month,) = settle(terms, uses("16"), (order(1, "10"),), JANUARY)
    assert [month.included, month.ordered, month.excess] == [5, 10, 1]
    assert (month.amount, month.blocked) == (Decimal(amount), blocked)


def test_orders_are_used_oldest_first_in_their_months_and_level_at_their_price() -> None:
    orders = (
        order(2, "4", "42"), order(1, "3", "40", last=JANUARY),
        Order(3, "S", Decimal(9), Decimal(1), JANUARY), Order(4, "", Decimal(9), Decimal(2), JANUARY.shift(9)),
    )  # fmt: skip
    january, february = settle(unit(), uses("2", "6"), orders, JANUARY)
    assert [[part.order, part.quantity, part.amount] for part in january.parts] == [[1, 2, 80]]
    assert [[part.order, part.quantity, part.amount] for part in february.parts] == [
        [2, 4, 168],
        [None, 2, 90],
    ]


def test_without_a_price_nothing_is_guessed() -> None:
    (month,) = settle(UnitTerms("uo", "", ""), uses("3"), (), JANUARY)
    assert month.amount == 0
    assert month.parts[0].unit_price is None


QUANTITIES = st.decimals(0, 500, places=2)


@given(
    quantities=st.lists(QUANTITIES, max_size=14),
    included=st.decimals(0, 60, places=2),
    carry=st.integers(0, 5),
    ordered=st.lists(st.decimals("0.01", 300, places=2), max_size=4),
    rule=st.sampled_from(["bill", "warn", "block"]),
)
def test_every_unit_is_counted_once(
    quantities: list[Decimal], included: Decimal, carry: int, ordered: list[Decimal], rule: Any
) -> None:
    terms = unit(included=included, carry_months=carry, excess=rule)
    orders = [order(number, str(quantity)) for number, quantity in enumerate(ordered, 1)]
    settled = settle(terms, uses(*map(str, quantities)), orders, JANUARY)
    for month in settled:
        assert month.used == month.included + month.ordered + month.excess
        assert min(month.included, month.ordered, month.excess) >= 0
        due = sum(part.quantity for part in month.parts)
        assert due == month.ordered + (0 if rule == "block" else month.excess)
    assert sum(month.ordered for month in settled) <= sum(ordered)
    assert sum(month.included for month in settled) <= included * len(quantities)
    for rank, month in enumerate(settled):
        recent = settled[max(0, rank - carry) : rank + 1]
        assert month.included <= included * len(recent)


@given(st.lists(QUANTITIES, min_size=1, max_size=6), st.sampled_from(["due", "carried"]))
def test_what_is_missing_is_due_in_the_end(used: list[Decimal], rule: Any) -> None:
    terms = unit(minimum=Decimal(200), shortfall=rule)
    years = [(2025 + rank, 12) for rank in range(len(used))]
    lines = year_minimums(terms, dict(zip((year for year, _ in years), used, strict=True)), years)
    assert all(line.missing == max(line.minimum - line.used, 0) for line in lines)
    assert lines[-1].due == lines[-1].missing
    if rule == "due":
        assert sum(line.due for line in lines) == sum(max(200 - quantity, 0) for quantity in used)
    else:
        assert sum(line.due for line in lines[:-1]) == 0


@given(
    st.lists(
        st.tuples(st.lists(QUANTITIES, min_size=3, max_size=3).map(sorted), st.decimals(0, 9000, places=2))
    )
)
def test_the_range_is_in_order(lines: list[tuple[list[Decimal], Decimal]]) -> None:
    total = total_exposure(Estimate("", *volumes).at(price) for volumes, price in lines)
    assert 0 <= total.low <= total.likely <= total.high


def test_a_month_begun_before_the_contract_is_priced_on_its_first_day() -> None:
    start = date(2025, 1, 15)
    terms = UnitTerms("uo", "", "", (Price("", start, Decimal(45)),), starts_on=start)
    found = [terms.price_in("", month) for month in (Month(2024, 12), Month(2025, 1), Month(2025, 2))]
    assert found == [None, 45, 45]


def test_the_lines_of_one_band_share_its_cover() -> None:
    lines = [
        BookedLine("band", name, Decimal(235), Decimal(9), 1, cover=Decimal(440)) for name in ("N1", "N2")
    ]
    assert [line.billed for line in share_cover(lines)] == [0, 30]
    assert [line.total for line in share_cover(lines)] == [0, 270]


@given(st.lists(st.integers(0, 9), min_size=1, max_size=30), st.integers(0, 30), st.booleans())
def test_a_sequel_is_the_end_of_the_whole(quantities: list[int], start: int, ordered: bool) -> None:
    terms = unit(included=Decimal(4), carry_months=2)
    used = {(JANUARY.shift(rank), ""): Decimal(quantity) for rank, quantity in enumerate(quantities)}
    orders = (Order(1, "", Decimal(20), Decimal(40), JANUARY),) if ordered else ()
    since = JANUARY.shift(start)
    whole = settle(terms, used, orders, JANUARY)
    assert settle(terms, used, orders, JANUARY, since) == [one for one in whole if one.month >= since]
