"""An amendment adds a commitment, and ends one."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from contracts.models import Contract
from core.scope import for_contract
from infogerance.contract_file import export_contract, load_contract
from slas.models import Commitment
from tests.slas.test_amended_terms import DAY, bring, people, refusals, told

__all__ = ["people"]
pytestmark = pytest.mark.django_db


def test_a_commitment_may_join_the_contract_or_end_by_an_amendment(contract: Contract, people: Any) -> None:
    change = """
[[engagement]]
code = "E9"
libelle = "GTR P3"
nature = "resolution"
plage = "ho"
taux_exige = 90
delai = [{ priorite = "P3", delai = 8, unite = "heures" }]
"""
    with for_contract(contract.pk):
        made = bring(contract, people, change)
        assert told(made)[:4] == [
            ("Engagement E9", "Code", "—", "E9"),
            ("Engagement E9", "Libellé", "—", "GTR P3"),
            ("Engagement E9", "Nature", "—", "resolution"),
            ("Engagement E9", "Plage de service", "—", "ho"),
        ]
        later = date(2026, 9, 1)
        short = '[[engagement]]\ncode = "E9"\nfin = 2026-08-31\n'
        assert refusals(contract, people, short, later) == [
            "engagement E9 : « fin » vaut 31/08/2026, avant la prise d’effet de l’avenant. Écrivez le 01/09/2026 ou après."
        ]
        bring(contract, people, short.replace("2026-08-31", "2026-12-31"), later)
        rows = Commitment.objects.order_by("effective_from")
        assert list(rows.values_list("code", "effective_from", "effective_to", "position")) == [
            ("E9", DAY, date(2026, 8, 31), 1), ("E9", later, date(2026, 12, 31), 2),
        ]  # fmt: skip
    text = export_contract(contract)
    assert load_contract(text.encode()).total.changed is False
