"""A notice that the parties give up: an end agreed later takes the place of the one that it fixed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from contracts.engine.notice import Letter
from contracts.models import Contract, NoticeLetter
from contracts.selectors.date_books import dates_of
from contracts.services.key_dates import Actor, record_letter
from contracts.services.terms_to_come import apply_due_terms
from core.scope import Side, for_contract
from tests.slas.test_amended_terms import DAY, EVE, bring, people

__all__ = ["people"]
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("change", "end"),
    [
        ("[contrat]\nfin = 2028-12-31\n", date(2028, 12, 31)),
        ("[contrat]\npreavis_mois = 3\n", date(2026, 12, 31)),
    ],
)
def test_a_later_end_agreed_after_a_notice_takes_its_place(
    contract: Contract, people: Any, change: str, end: date
) -> None:
    """How two parties give up a notice; it still bars the renewal that follows by silence."""
    sent = date(2026, 4, 2)
    with for_contract(contract.pk):
        record_letter(
            contract=contract, side=Side.CLIENT, letter=Letter(sent, sent, sent), tracking="",
            actor=Actor(people["referent"].user, "referent"), today=EVE,
        )  # fmt: skip
        contract.refresh_from_db()
        bring(contract, people, change)
        apply_due_terms(contract=contract, today=DAY)
        assert (contract.ended_on, NoticeLetter.objects.get().ends_on) == (end, end)
        assert {one.day for one in dates_of(contract, DAY) if one.key == "firm_end"} == {end}
