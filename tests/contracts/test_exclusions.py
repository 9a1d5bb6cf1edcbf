"""The exclusions page counts every charge booked on an exclusion, as the budget does."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from contracts.models import Contract
from contracts.selectors.budget_page import budget_page
from contracts.selectors.exclusions import ExclusionLine, exclusions_page
from contracts.services.consumptions import correct_closed, record_charge
from core.engine.months import Month
from tests.contracts.units import MARCH, TODAY, close, order, use


def charge(contract: Contract, number: int, price: int, quantity: int = 2) -> Any:
    return record_charge(
        contract=contract, month=MARCH, target=("exclusion", number), label="Prix convenu à part",
        quantity=Decimal(quantity), unit_price=Decimal(price), today=TODAY,
    )  # fmt: skip


def lines(contract: Contract, number: int) -> list[ExclusionLine]:
    page = exclusions_page(contract, 2026, TODAY, client=True)
    return [line for line in page.lines if line.number == number]


def billed(contract: Contract) -> list[tuple[int | None, Decimal]]:
    return sorted(
        (one.number, one.amount) for one in budget_page(contract, 2026, TODAY).exclusions if one.number
    )


@pytest.mark.parametrize("number", [1, 10])
def test_a_charge_at_its_own_price_counts_on_its_exclusion(opened: Contract, number: int) -> None:
    charge(opened, number, 5000)
    (line,) = lines(opened, number)
    assert (line.quantity, line.amount) == (Decimal(2), Decimal(10_000))
    assert "facturé 10 000 €, au-delà de l’estimation haute" in line.beyond.replace("\u202f", " ").replace(
        "\u00a0", " "
    )
    page = exclusions_page(opened, 2026, TODAY, client=True)
    assert (page.booked, billed(opened)) == (Decimal(10_000), [(number, Decimal(10_000))])


def test_beside_levels_a_charge_has_a_line_of_its_own(opened: Contract) -> None:
    order(opened, "nouveau-site", "1", "S")
    use(opened, "nouveau-site", "1", "S")
    charge(opened, 3, 99_000, 1)
    simple, *_, apart = lines(opened, 3)
    assert (simple.amount, apart.amount, apart.price, apart.apart) == (
        Decimal(1200),
        Decimal(99_000),
        None,
        True,
    )
    assert apart.beyond.startswith("facturé en tout")
    assert billed(opened) == [(3, Decimal(100_200))]


def test_a_correction_counts_too(opened: Contract) -> None:
    made = charge(opened, 10, 5000)
    close(opened, MARCH)
    correct_closed(
        line=made, month=Month(2026, 4), quantity=Decimal(-1), reason="Compté deux fois", today=TODAY
    )
    assert [(line.quantity, line.amount) for line in lines(opened, 10)] == [(Decimal(1), Decimal(5000))]


def test_the_year_is_the_contract_s_own_as_in_the_budget(opened: Contract) -> None:
    """Of a contract that begins in March, the charges of March are of another year than those of February."""
    opened.starts_on = date(2024, 3, 1)
    charge(opened, 10, 5000)
    for year, name, booked in ((2025, "2025-2026", 0), (2026, "2026-2027", 10_000)):
        page = exclusions_page(opened, year, TODAY, client=True)
        assert (page.year, int(page.booked)) == (name, booked)
        assert sum(one.amount for one in budget_page(opened, year, TODAY).exclusions) == booked
