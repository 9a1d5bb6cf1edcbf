"""What the contract's own acts change after a closing raises no alarm; what no act tells does."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from contracts.engine.matrix import Cell
from contracts.engine.notice import Letter
from contracts.models import ContractVersion, ScopeItem
from contracts.services.key_dates import Actor, record_letter
from contracts.services.matrix import save_matrix
from contracts.services.scope import edit_scope_item, import_scope
from core.engine.months import Month
from core.scope import Side, for_contract, unscoped
from slas.services.closing.acts import close_month
from slas.services.closing.verifying import verify_contract
from tests.slas.closable import closable

TODAY = date(2026, 6, 1)


@pytest.fixture
def closed(world: Any) -> Any:
    contract = closable(world)
    with unscoped("tests build their world"):
        ScopeItem.objects.get_or_create(contract=contract, number=1, status="in", defaults={"name": "Postes"})
    close_month(contract=contract, month=Month(2026, 3), reason="Clos au comité d’avril.")
    return contract


def edited(contract: Any, user: Any) -> None:
    item = ScopeItem.objects.get(contract=contract, number=1, status="in")
    cells = {"name": "Postes fixes"}
    edit_scope_item(contract=contract, item=item, user=user, cells=cells, status="in", today=TODAY)


def imported(contract: Any, user: Any) -> None:
    rows = [{"line": 2, "status": "Exclus", "number": "9", "name": "Téléphonie"}]
    import_scope(contract=contract, user=user, rows=rows, today=TODAY)


def matrix(contract: Any, user: Any) -> None:
    cells = [Cell(impact="haut", urgency="haute", priority="P1")]
    save_matrix(contract=contract, number=0, cells=cells, today=TODAY, user=user, role="referent")


def notice(contract: Any, user: Any) -> None:
    letter = Letter(date(2026, 5, 4), date(2026, 5, 6), date(2026, 5, 6))
    record_letter(
        contract=contract,
        letter=letter,
        side=Side.CLIENT,
        tracking="",
        today=TODAY,
        actor=Actor(user, "referent"),
    )


@pytest.mark.parametrize("act", [edited, imported, matrix, notice])
def test_a_lawful_act_raises_no_alarm_and_a_silent_change_does(closed: Any, make_user: Any, act: Any) -> None:
    with for_contract(closed.pk):
        assert verify_contract(closed).fault is None
        act(closed, make_user("referent", closed))
        assert verify_contract(closed).fault is None
        ScopeItem.objects.filter(contract=closed).update(name="Rien")
        fault = verify_contract(closed).fault
        assert fault is not None
        assert (fault.table, fault.field) == ("contrat", "empreinte des promesses")


def test_a_version_changed_in_silence_is_found_after_a_lawful_act(closed: Any, make_user: Any) -> None:
    with for_contract(closed.pk):
        edited(closed, make_user("referent", closed))
        ContractVersion.objects.filter(contract=closed).update(title="Autre")
        assert verify_contract(closed).fault is not None
