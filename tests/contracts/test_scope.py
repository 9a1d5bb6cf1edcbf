"""The scope changed by a list or in place: alike changes nothing, one wrong cell stores nothing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from contracts.engine.list_faults import ListRefused
from contracts.models import Contract, ScopeItem, ScopeItemSite, ScopeQuantity, WorkUnit
from contracts.services import edit_scope_item, import_scope
from core.scope import for_contract
from infogerance.contract_file import export_contract, load_contract
from journal.models import JournalEntry
from tests.restoring import loaded

DEMO = Path(__file__).parents[2] / "infogerance" / "demo"
TODAY = date(2026, 4, 10)
QUERIES = 25


@pytest.fixture
def referent(contract: Contract, make_user: Any) -> Any:
    return make_user("referent", contract)


def rows(count: int, **cells: str) -> list[dict[str, Any]]:
    return [
        {
            "line": n + 2,
            "status": "Inclus",
            "number": str(n + 1),
            "name": f"Élément {n}",
            "quantity": "3",
            **cells,
        }
        for n in range(count)
    ]


def take(contract: Contract, user: Any, listed: list[dict[str, Any]]) -> Any:
    return import_scope(contract=contract, user=user, rows=listed, today=TODAY)


def edit(contract: Contract, user: Any, status: str = "in", **cells: str) -> bool:
    item = ScopeItem.objects.get()
    return edit_scope_item(contract=contract, item=item, user=user, cells=cells, status=status, today=TODAY)


def test_five_thousand_lines_with_twenty_faults_store_nothing(scope: Contract, referent: Any) -> None:
    listed = rows(5000)
    for n in range(0, 5000, 500):
        listed[n]["quantity"] = "-1"
        listed[n + 7]["sites"] = "Lyon"
    with pytest.raises(ListRefused) as refused:
        take(scope, referent, listed)
    told = {(fault.line, fault.column, fault.value) for fault in refused.value.faults}
    negative = {(n + 2, "Volume", "-1") for n in range(0, 5000, 500)}
    assert told == negative | {(n + 9, "Sites", "Lyon") for n in range(0, 5000, 500)}
    assert not ScopeItem.objects.exists()
    assert not JournalEntry.objects.filter(action="scope.imported").exists()


def test_the_same_list_again_changes_nothing(scope: Contract, referent: Any) -> None:
    listed = rows(
        300, family="Postes", sites="Siège", interventions="Support, Maintenance", aliases="pc, poste"
    )
    first = take(scope, referent, listed)
    keys = list(ScopeItem.objects.order_by("number").values_list("pk", flat=True))
    again = take(scope, referent, listed)
    assert (first.created, again.changed, again.unchanged) == (300, False, 300)
    assert list(ScopeItem.objects.order_by("number").values_list("pk", flat=True)) == keys
    assert ScopeItemSite.objects.count() == 300
    assert JournalEntry.objects.filter(action="scope.imported").count() == 1


def test_a_list_changes_only_what_it_says(scope: Contract, referent: Any) -> None:
    take(scope, referent, rows(3, criticality="Haute"))
    key = ScopeItem.objects.get(number=2).pk
    counts = take(scope, referent, [{**rows(2)[1], "quantity": "5", "quantity_since": "01/03/2026"}])
    assert (counts.updated, counts.removed, ScopeItem.objects.count()) == (1, 0, 3)
    item = ScopeItem.objects.get(pk=key)
    assert (item.quantity, item.criticality) == (5, "high")
    dated = (
        ScopeQuantity.objects.filter(item=item)
        .order_by("effective_on")
        .values_list("effective_on", "quantity")
    )
    assert list(dated) == [(date(2024, 1, 1), 3), (date(2026, 3, 1), 5)]


def test_a_line_is_edited_in_place(scope: Contract, referent: Any) -> None:
    take(scope, referent, rows(1))
    assert edit(scope, referent, quantity="4", unit="postes")
    assert not edit(scope, referent, quantity="4", unit="postes")
    item = ScopeItem.objects.get()
    assert (item.quantity, item.unit) == (4, "postes")
    entry = JournalEntry.objects.get(action="scope.edited")
    assert (entry.subject, entry.details["fields"]) == ("Élément 0", "volume, unité")


def test_an_item_becomes_grey_then_excluded_and_keeps_its_identity(scope: Contract, referent: Any) -> None:
    take(scope, referent, rows(1))
    key = ScopeItem.objects.get().pk
    with pytest.raises(ListRefused) as refused:
        edit(scope, referent, "grey")
    assert [fault.column for fault in refused.value.faults] == ["grey_since"]
    assert ScopeItem.objects.get().status == "in"
    assert edit(scope, referent, "grey", grey_since="01/04/2026")
    assert edit(scope, referent, "out", grey_since="", unit_price="62,50")
    item = ScopeItem.objects.get()
    assert (item.pk, item.status, item.number, item.unit_price) == (key, "out", 1, Decimal("62.50"))


@pytest.mark.parametrize(
    "wrong",
    [
        {"status": "grey"},
        {"grey_since": TODAY},
        {"unit_price": -1},
        {"quantity": -1},
    ],
    ids=[
        "grey without date",
        "date without grey",
        "negative price",
        "negative quantity",
    ],
)
def test_the_database_refuses_it_too(scope: Contract, wrong: dict[str, Any]) -> None:
    values = {"contract": scope, "number": 1, "status": "in", "name": "Postes"} | wrong
    with pytest.raises(IntegrityError), transaction.atomic():
        ScopeItem.objects.create(**values)


@pytest.fixture
def browser(referent: Any) -> Client:
    client = Client()
    client.force_login(referent)
    return client


@pytest.fixture
def page(contract: Contract, browser: Client) -> Any:
    return lambda query="": browser.get(reverse("contracts:scope", args=[contract.slug]) + query)


def test_five_thousand_items_are_shown_in_few_queries(contract: Contract, referent: Any, page: Any) -> None:
    with for_contract(contract.pk):
        take(contract, referent, rows(5000, sites="siege"))
        last = ScopeItem.objects.get(number=5000)
    page()
    for query in ("", "?famille=network", "?site=siege&q=lément 4", f"?ligne={last.pk}", "?page=99"):
        with CaptureQueriesContext(
            connection,
        ) as seen:
            answer = page(query)
        assert answer.status_code == 200
        assert len(seen) <= QUERIES, query
    text = page(f"?ligne={last.pk}").content.decode()
    assert "Élément 4999" in text
    assert text.count("Modifier cet élément") == 1


def test_filters_hold_for_the_page_and_its_files(contract: Contract, referent: Any, page: Any) -> None:
    with for_contract(contract.pk):
        take(contract, referent, [*rows(2, family="Réseau"), *rows(1, status="Exclu", name="Audit")])
    csv = page("?statut=in&export=csv").content.decode("utf-8-sig").splitlines()
    assert len(csv) == 3
    assert "Audit" not in page("?famille=network").content.decode()
    assert "Aucun élément ne répond à ces filtres." in page("?q=introuvable").content.decode()


def test_a_refused_edit_keeps_what_was_typed_and_says_the_remedy(
    contract: Contract, referent: Any, page: Any, browser: Client
) -> None:
    with for_contract(contract.pk):
        take(contract, referent, rows(1))
        item = ScopeItem.objects.get()
    url = reverse("contracts:scope_item", args=[contract.slug, item.pk])
    answer = browser.post(url, {"name": "Postes", "status": "in", "quantity": "-5"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Nombre négatif. Écrivez un nombre entier à partir de 0." in text
    assert 'value="-5"' in text
    done = browser.post(url, {"name": "Postes", "status": "in", "quantity": "5"})
    assert done.status_code == 302
    assert "5 " in page().content.decode()


def test_an_item_leaves_the_grey_zone_by_its_status_alone(
    contract: Contract, referent: Any, browser: Client
) -> None:
    with for_contract(contract.pk):
        take(contract, referent, rows(1))
        edit(contract, referent, "grey", grey_since="01/04/2026")
        item = ScopeItem.objects.get()
    url = reverse("contracts:scope_item", args=[contract.slug, item.pk])
    given = {"name": item.name, "status": "in", "grey_since": "01/04/2026"}
    assert browser.post(url, given | {"grey_since": "02/04/2026"}).status_code == 422
    assert browser.post(url, given).status_code == 302
    with for_contract(contract.pk):
        item.refresh_from_db()
    assert (item.status, item.grey_since) == ("in", None)


@pytest.mark.parametrize("role", ["provider", "executive", "reader"])
def test_only_those_who_edit_the_contract_have_the_form(
    contract: Contract, referent: Any, make_user: Any, role: str
) -> None:
    with for_contract(contract.pk):
        take(contract, referent, rows(1))
        item = ScopeItem.objects.get()
    client = Client()
    client.force_login(make_user(role, contract))
    text = client.get(reverse("contracts:scope", args=[contract.slug]) + f"?ligne={item.pk}").content.decode()
    assert "Élément 0" in text
    assert "Modifier" not in text
    url = reverse("contracts:scope_item", args=[contract.slug, item.pk])
    assert client.post(url, {"name": "x", "status": "in"}).status_code == 403


def test_the_contract_file_holds_the_whole_scope(db: None) -> None:
    contract = loaded((DEMO / "inf-2024-07.toml").read_bytes())
    with for_contract(contract.pk):
        servers = ScopeItem.objects.get(status="in", number=3)
        backup = ScopeItem.objects.get(status="in", number=8)
        assert (servers.family, servers.coverage) == ("infrastructure", "all")
        assert servers.criticality == "vital"
        assert servers.interventions == ["support", "maintenance", "monitoring"]
        assert list(backup.places.order_by("site__code").values_list("site__code", flat=True)) == [
            "atelier",
            "siege",
        ]
        assert list(servers.volumes.order_by("effective_on").values_list("quantity", flat=True)) == [38, 42]
        included = ScopeItem.objects.filter(status="in")
        assert not included.filter(family="").exists()
        assert not included.filter(criticality="").exists()
        assert WorkUnit.objects.get(exclusion=1).included == 15
    text = export_contract(contract)
    assert not load_contract(text.encode()).total.changed
    assert export_contract(contract) == text
