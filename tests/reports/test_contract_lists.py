"""Lists about the contract, through the limited reading process: CSV and XLSX, both sides, refusals on the page."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from contracts.models import Contract, ScopeItem
from contracts.selectors.scope import Filters, scope_sheet
from core.exports import Sheet, to_csv, to_xlsx
from core.scope import Side, for_contract
from journal.models import JournalEntry
from reports.models import Inventory, InventoryLine
from reports.selectors.inventory import inventory_page
from reports.services.contract_lists import import_scope_list, receive_inventory
from reports.services.lists import ListFileRefused

LIST = (
    "Statut;Numéro;Élément;Volume;Unité;Sites;Interventions;Alias;Zone grise depuis le\r\n"
    "Inclus;1;Postes de travail;310;postes;siege;Support, Maintenance;poste;\r\n"
    "Inclus;2;Imprimantes;18;imprimantes;;Support;imprimante;\r\n"
    "Exclu;1;Audit;;mission;;;;\r\n"
    "Zone grise;1;Étiqueteuses;6;;;;étiqueteuse;16/02/2026\r\n"
).encode()
INVENTORY = (
    "Élément;Type;Quantité;Site\r\nPC-1;Poste;300;Siège\r\nÉtiqueteuse;;6;\r\nCafetière;;1;\r\n".encode()
)


@pytest.fixture
def referent(contract: Contract, make_user: Any) -> Any:
    return make_user("referent", contract)


@pytest.fixture
def take(scope: Contract, referent: Any) -> Any:
    def run(content: bytes, name: str = "perimetre.csv") -> Any:
        return import_scope_list(contract=scope, user=referent, name=name, content=content)

    return run


def test_a_csv_list_fills_the_scope(take: Any) -> None:
    assert take(LIST).counts.created == 4
    posts = ScopeItem.objects.get(status="in", number=1)
    assert (posts.quantity, posts.coverage, posts.aliases) == (310, "listed", ["poste"])
    assert posts.interventions == ["support", "maintenance"]


@pytest.mark.parametrize(("write", "name"), [(to_csv, "perimetre.csv"), (to_xlsx, "perimetre.xlsx")])
def test_what_is_exported_is_imported_without_change(
    take: Any, scope: Contract, write: Any, name: str
) -> None:
    take(LIST)
    ScopeItem.objects.filter(status="out").update(unit_price="62.50")
    done = take(write(scope_sheet(scope, Filters())), name)
    assert (done.counts.changed, done.counts.unchanged, done.warnings) == (False, 4, [])


def test_twenty_wrong_lines_of_five_thousand_are_named_and_nothing_is_kept(take: Any) -> None:
    rows: list[tuple[object, ...]] = [("Inclus", n, f"Élément {n}", 3, "siege") for n in range(1, 5001)]
    for n in range(0, 5000, 500):
        rows[n] = ("Inclus", n + 1, "Serveur", -4, "siege")
        rows[n + 1] = ("Inclus", n + 2, "Serveur", 4, "Lyon")
    with pytest.raises(ListFileRefused) as refused:
        take(to_xlsx(Sheet(("Statut", "Numéro", "Élément", "Volume", "Sites"), rows)), "perimetre.xlsx")
    told = [(one.line, one.column, one.value) for one in refused.value.findings]
    assert told == [
        place for n in range(0, 5000, 500) for place in ((n + 2, "Volume", "-4"), (n + 3, "Sites", "Lyon"))
    ]
    assert all(one.message and one.remedy for one in refused.value.findings)
    assert not ScopeItem.objects.exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\x00\x01\x02", ""),
        ("Numéro;Volume\r\n1;2\r\n".encode(), "La colonne « Statut » est absente."),
        ("Statut;Élément\r\n".encode(), ""),
    ],
)
def test_a_file_that_is_no_list_is_refused(take: Any, content: bytes, said: str) -> None:
    with pytest.raises(ListFileRefused) as refused:
        take(content)
    assert refused.value.findings
    assert said in str(refused.value)


def test_the_page_names_the_lines(contract: Contract, referent: Any) -> None:
    client = Client()
    client.force_login(referent)
    url = reverse("reports:scope_import", args=[contract.slug])
    wrong = LIST.replace(b";310;", b";-310;")
    refused = client.post(url, {"file": SimpleUploadedFile("p.csv", wrong)})
    text = refused.content.decode()
    assert refused.status_code == 422
    for words in ("Liste refusée, rien n’a été gardé", "1 ligne", "-310", "Volume", "à partir de"):
        assert words in text.replace("\u00a0", " ")
    assert client.post(url, {"file": SimpleUploadedFile("p.csv", LIST)}).status_code == 302
    assert client.post(url, {}).status_code == 422
    with for_contract(contract.pk):
        assert ScopeItem.objects.count() == 4


@pytest.mark.parametrize("role", ["provider", "executive", "reader"])
def test_only_the_referent_imports(contract: Contract, make_user: Any, role: str) -> None:
    client = Client()
    client.force_login(make_user(role, contract))
    assert client.get(reverse("reports:scope_import", args=[contract.slug])).status_code == 403


def test_an_inventory_is_kept_once_and_compared(take: Any, scope: Contract, referent: Any) -> None:
    take(LIST)
    for _ in range(2):
        receive_inventory(contract=scope, user=referent, side=Side.CLIENT, name="inv.csv", content=INVENTORY)
    assert Inventory.objects.count() == 1
    assert JournalEntry.objects.filter(action="inventory.received").count() == 1
    page = inventory_page(scope)
    assert [(one.item.name, one.counted, one.gap_words) for one in page.gaps] == [
        ("Postes de travail", 300, "−10")
    ]
    assert [item.name for item in page.unmanaged] == ["Imprimantes"]
    assert [(one.found.name, one.found.status) for one in page.outside] == [
        ("Étiqueteuse", "grey"), ("Cafetière", "none"),
    ]  # fmt: skip


def test_a_wrong_inventory_keeps_the_former(take: Any, scope: Contract, referent: Any) -> None:
    take(LIST)
    given = {"contract": scope, "user": referent, "side": Side.PROVIDER, "name": "inv.csv"}
    receive_inventory(**given, content=INVENTORY)
    with pytest.raises(ListFileRefused) as refused:
        receive_inventory(**given, content=INVENTORY.replace(b";300;", b";-3;"))
    assert [(one.line, one.column) for one in refused.value.findings] == [(2, "Quantité")]
    assert InventoryLine.objects.count() == 3
    receive_inventory(**given, content=INVENTORY.replace(b";300;", b";310;"))
    assert Inventory.objects.count() == 2
    assert Inventory.objects.get(is_current=True).lines.count() == 3


def test_either_side_deposits_and_both_read(contract: Contract, referent: Any, make_user: Any) -> None:
    url = reverse("reports:inventory", args=[contract.slug])
    for user in (make_user("provider", contract), referent):
        client = Client()
        client.force_login(user)
        assert client.post(url, {"file": SimpleUploadedFile("inv.csv", INVENTORY)}).status_code == 302
        assert "Cafetière" in client.get(url).content.decode()
    with for_contract(contract.pk):
        assert Inventory.objects.get().side == "provider"
    reader = Client()
    reader.force_login(make_user("reader", contract))
    assert "Déposer un inventaire" not in reader.get(url).content.decode()
    assert reader.post(url, {"file": SimpleUploadedFile("inv.csv", INVENTORY)}).status_code == 403
    csv = reader.get(f"{url}?export=csv").content.decode("utf-8-sig").splitlines()
    assert len(csv) == 1 + 3
