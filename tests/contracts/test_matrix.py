"""The priority matrix filled as a table by the referent, on a version that nothing settles."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from contracts.engine.matrix import Cell, Grid, cells_of, grid_faults
from contracts.models import Amendment, ContractVersion
from contracts.selectors import export_versions
from contracts.selectors.matrix import writable_versions
from contracts.services.lines import LineRefused
from contracts.services.matrix import save_matrix
from core.days import portal_today
from core.scope import for_contract
from journal.models import JournalEntry

TODAY = date(2026, 4, 10)
CELLS = (
    Cell("site", "bloquant", "P1"), Cell("site", "gêne", "P2"), Cell("poste", "bloquant", "P2"),
    Cell("poste", "gêne", "P4"),
)  # fmt: skip
TABLE = {
    "urgence-0": "bloquant", "urgence-1": "gêne", "urgence-2": "",
    "impact-0": "site", "priorite-0-0": "P1", "priorite-0-1": "P2", "priorite-0-2": "",
    "impact-1": "", "priorite-1-0": "", "priorite-1-1": "", "priorite-1-2": "",
    "impact-2": "poste", "priorite-2-0": "P2", "priorite-2-1": "P4", "priorite-2-2": "",
}  # fmt: skip
"""A blank line between two others, and a blank column after them: neither counts."""


@pytest.mark.parametrize(
    ("urgencies", "lines", "told"),
    [
        (("bloquant", ""), (("site", ("P1", "")), ("", ("", ""))), []),
        (("", ""), (("", ("", "")),), []),
        (("bloquant",), (("site", ("",)),), ["priorite-0-0"]),
        (("bloquant",), (("site", ("P1",)), ("", ("P2",))), ["impact-1"]),
        (("bloquant", ""), (("site", ("P1", "P2")),), ["urgence-1"]),
        (("gêne", "gêne"), (("site", ("P1", "P2")),), ["urgence-1"]),
        (("gêne",), (("site", ("P1",)), ("site", ("P2",))), ["impact-1"]),
        (("",), (("site", ("",)),), ["urgence-0"]),
        (("gêne",), (("", ("",)),), ["impact-0"]),
    ],
)
def test_a_table_says_all_or_names_the_place(urgencies: tuple[str, ...], lines: Any, told: list[str]) -> None:
    assert [fault.field for fault in grid_faults(Grid(urgencies, lines))] == told


def test_blank_lines_and_columns_say_nothing() -> None:
    grid = Grid(("bloquant", "", "gêne"), (("site", ("P1", "", "P2")), ("", ("", "", ""))))
    assert cells_of(grid) == CELLS[:2]


@pytest.mark.django_db
def test_a_version_takes_its_matrix_and_the_journal_tells(scope: Any, make_user: Any) -> None:
    actor = {"user": make_user("referent", scope), "role": "referent", "today": TODAY}
    assert save_matrix(contract=scope, number=0, cells=CELLS, **actor)
    assert not save_matrix(contract=scope, number=0, cells=CELLS, **actor)
    assert export_versions(scope)[0]["matrice"] == [
        {"impact": "site", "urgences": {"bloquant": "P1", "gêne": "P2"}},
        {"impact": "poste", "urgences": {"bloquant": "P2", "gêne": "P4"}},
    ]
    with pytest.raises(LineRefused, match="priorité inconnue : « P9 »"):
        save_matrix(contract=scope, number=0, cells=[Cell("site", "gêne", "P9")], **actor)
    assert save_matrix(contract=scope, number=0, cells=(), **actor)
    assert ContractVersion.objects.get().matrix == []
    rows = JournalEntry.objects.order_by("sequence")
    assert [(row.action, row.subject) for row in rows] == [
        ("matrix.changed", "Origine"), ("matrix.removed", "Origine"),
    ]  # fmt: skip


@pytest.mark.django_db
def test_an_approved_amendment_in_force_is_settled(scope: Any, make_user: Any) -> None:
    referent, executive = make_user("referent", scope), make_user("executive", scope)
    today = portal_today()
    for number, day in ((1, today - timedelta(days=1)), (2, today + timedelta(days=40))):
        version = ContractVersion.objects.create(
            contract=scope, number=number, effective_on=day, title=f"Avenant {number}", monthly_fee=1
        )
        Amendment.objects.create(
            contract=scope, number=number, title="Prix", effective_on=day, change="forfait_mensuel = 1",
            reason="Accord.", state="approved", proposed_by=referent, proposed_side="client",
            proposed_at=datetime(2026, 1, 1, tzinfo=UTC), decided_by=executive, decided_side="client",
            decided_at=datetime(2026, 1, 2, tzinfo=UTC), version=version,
        )  # fmt: skip
    assert [row.number for row in writable_versions(scope, today)] == [2]
    actor = {"user": referent, "role": "referent", "today": today}
    with pytest.raises(LineRefused, match="avenant approuvé et en vigueur"):
        save_matrix(contract=scope, number=1, cells=CELLS, **actor)
    assert save_matrix(contract=scope, number=2, cells=CELLS, **actor)


# ---- Page ----


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.django_db
def test_the_referent_fills_the_table(contract: Any, make_user: Any) -> None:
    client = signed_in(make_user("referent", contract))
    record = reverse("contracts:record", args=[contract.slug])
    page = reverse("contracts:matrix", args=[contract.slug, 0])
    assert page in client.get(record).content.decode()
    assert 'name="priorite-2-2"' in client.get(page).content.decode()
    refused = client.post(page, TABLE | {"priorite-2-1": ""})
    assert refused.status_code == 422
    assert "« poste », « gêne » n’a pas de priorité." in refused.content.decode()
    assert 'value="poste"' in refused.content.decode()
    assert "Matrice enregistrée." in client.post(page, TABLE, follow=True).content.decode()
    with for_contract(contract.pk):
        assert [Cell(**cell) for cell in ContractVersion.objects.get().matrix] == list(CELLS)
    assert 'name="impact-2"' in client.get(page).content.decode()
    assert "Matrice retirée." in client.post(page, {"act": "remove"}, follow=True).content.decode()
    assert client.get(reverse("contracts:matrix", args=[contract.slug, 7])).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["executive", "reader", "provider"])
def test_others_fill_nothing(contract: Any, make_user: Any, role: str) -> None:
    client = signed_in(make_user(role, contract))
    page = reverse("contracts:matrix", args=[contract.slug, 0])
    assert page not in client.get(reverse("contracts:record", args=[contract.slug])).content.decode()
    assert client.post(page, TABLE).status_code == 403
