"""An amendment changes the prices of work units, each from its day on."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from contracts.models import Contract, ScopeItem, WorkUnit, WorkUnitPrice
from core.scope import for_contract
from infogerance.contract_file import export_contract, load_contract
from tests.slas.test_amended_terms import DAY, bring, people, refusals, told

__all__ = ["people"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def unit(contract: Contract) -> WorkUnit:
    with for_contract(contract.pk):
        made = WorkUnit.objects.create(
            contract=contract, code="deploiement", name="Déploiement", unit="poste"
        )
        for level, amount in (("S", 80), ("M", 140)):
            WorkUnitPrice.objects.create(
                contract=contract, unit=made, level=level, effective_on=contract.starts_on, amount=amount
            )
    return made


def test_prices_of_a_unit_change_from_their_day_level_by_level(
    contract: Contract, people: Any, unit: Any
) -> None:
    change = """
[[unite_oeuvre]]
code = "deploiement"
prix = [{niveau = "S", montant = 90}, {niveau = "M", effet = 2026-07-01, montant = 150.5}]
"""
    with for_contract(contract.pk):
        made = bring(contract, people, change)
        assert told(made) == [
            (
                "Unité d’œuvre deploiement",
                "Prix HT, niveau M, dès le 01/07/2026",
                "140,00\xa0€",
                "150,50\xa0€",
            ),
            ("Unité d’œuvre deploiement", "Prix HT, niveau S, dès le 01/05/2026", "80,00\xa0€", "90,00\xa0€"),
        ]
        rows = WorkUnitPrice.objects.order_by("level", "effective_on")
        assert list(rows.values_list("level", "effective_on", "amount")) == [
            ("M", date(2024, 1, 1), Decimal(140)), ("M", date(2026, 7, 1), Decimal("150.5")),
            ("S", date(2024, 1, 1), Decimal(80)), ("S", DAY, Decimal(90)),
        ]  # fmt: skip
    text = export_contract(contract)
    assert load_contract(text.encode()).total.changed is False


def test_wrong_prices_are_refused_with_their_remedy(contract: Contract, people: Any, unit: Any) -> None:
    change = """
[[unite_oeuvre]]
code = "deploiement"
prix = [{montant = 90, effet = 2026-01-01}]
"""
    with for_contract(contract.pk):
        assert refusals(contract, people, change) == [
            "unité d’œuvre deploiement, prix 1 : « effet » vaut 01/01/2026, avant la prise d’effet de l’avenant."
            " Écrivez le 01/05/2026 ou après, ou retirez la ligne.",
            "unité d’œuvre deploiement : des prix ont un niveau, un autre n’en a pas. Donnez un niveau à chacun, ou à"
            " aucun.",
        ]


def test_one_price_for_a_unit_with_levels_is_refused_when_proposed(
    contract: Contract, people: Any, unit: Any
) -> None:
    with for_contract(contract.pk):
        ScopeItem.objects.create(contract=contract, number=1, status="out", name="Arrivées", unit_price=80)
        WorkUnit.objects.update(exclusion=1)
        assert refusals(contract, people, "[[exclusion]]\nnumero = 1\nprix_uo = 85\n") == [
            "exclusion 1 : l’unité d’œuvre deploiement a un prix par niveau (S, M, C) : prix_uo n’en dit qu’un. Retirez"
            ' prix_uo, et changez chaque prix : [[unite_oeuvre]] code = "deploiement", puis [[unite_oeuvre.prix]]'
            " avec niveau et montant."
        ]


def test_the_price_of_an_exclusion_is_changed_there(contract: Contract, people: Any, unit: Any) -> None:
    with for_contract(contract.pk):
        ScopeItem.objects.create(contract=contract, number=1, status="out", name="Arrivées", unit_price=80)
        WorkUnit.objects.update(exclusion=1)
        WorkUnitPrice.objects.all().delete()
        change = '[[unite_oeuvre]]\ncode = "deploiement"\nprix = [{montant = 90}]\n'
        assert refusals(contract, people, change) == [
            "unité d’œuvre deploiement : son prix est celui de l’exclusion 1. Changez-le là : [[exclusion]] numero = 1,"
            " prix_uo."
        ]
