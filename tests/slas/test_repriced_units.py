"""An amendment that changes the price of an exclusion whose unit has dated prices."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from contracts.models import Contract, WorkUnit, WorkUnitPrice
from contracts.services.scope_to_come import apply_due_scope
from core.scope import for_contract
from infogerance.contract_file import export_contract, load_contract
from tests.slas.test_scope_to_come import DAY, bring, people, scoped

__all__ = ["people", "scoped"]
pytestmark = pytest.mark.django_db


def test_a_price_that_changes_joins_the_list_of_its_unit_and_the_export_loads_back(
    scoped: Contract, people: Any
) -> None:
    with for_contract(scoped.pk):
        unit = WorkUnit.objects.get(code="arrivee")
        WorkUnitPrice.objects.create(
            contract=scoped, unit=unit, effective_on=scoped.starts_on, amount=Decimal(45)
        )
        bring(scoped, people, "[[exclusion]]\nnumero = 1\nprix_uo = 50\n")
        apply_due_scope(contract=scoped, today=DAY)
        prices = WorkUnitPrice.objects.order_by("effective_on").values_list("effective_on", "amount")
        assert list(prices) == [(scoped.starts_on, Decimal(45)), (DAY, Decimal(50))]
    text = export_contract(scoped)
    assert load_contract(text.encode()).total.changed is False
    assert export_contract(scoped) == text
