"""The pages of money, by role: what they say, what the provider never receives, how a stale form is told."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from contracts.models import Charge, Contract, Invoice, PriceRevision
from contracts.services.charges import change_quantity
from core.engine.months import Month
from core.scope import for_contract
from infogerance.contract_file import load_contract
from infogerance.demo.spending import spend
from tests.contracts.test_pages import text_of

DEMO = Path(__file__).parents[2] / "infogerance" / "demo"
CLIENT_PAGES = ("budget", "invoices")
MOST_QUERIES = 25


@pytest.fixture
def inf(db: None, make_user: Any) -> Contract:
    contract = load_contract((DEMO / "inf-2024-07.toml").read_bytes()).contract
    spend(contract=contract, until=Month(2026, 3), actor=make_user("referent", email="saisie@exemple.fr"))
    return contract


@pytest.fixture
def login(inf: Contract, make_user: Any) -> Any:
    def as_role(role: str) -> Client:
        client = Client()
        client.force_login(make_user(role, inf))
        return client

    return as_role


def address(name: str, contract: Contract, *more: Any) -> str:
    return reverse(f"contracts:{name}", args=[contract.slug, *more])


def charge_of(contract: Contract) -> Charge:
    with for_contract(contract.pk):
        return Charge.objects.get(contract=contract, month=Month(2026, 3), number=1)


def test_the_title_is_the_forecast(login: Any, inf: Contract) -> None:
    text = text_of(login("executive").get(address("budget", inf) + "?exercice=2025"))
    for words in (
        "Dépense 2025 : 280 300 € HT, +15,83 % sur le budget",
        "Repère 15 % : 278 300 €",
        "Repère 40 % : 338 800 €",
        "1. Arrivées et départs au-delà de 15 par mois",
        "Exclusions facturées",
    ):
        assert words in text


@pytest.mark.parametrize("page", CLIENT_PAGES)
def test_the_provider_receives_nothing_of_the_budget(login: Any, inf: Contract, page: str) -> None:
    provider = login("provider")
    assert provider.get(address(page, inf)).status_code == 403
    text = text_of(provider.get(address("revision", inf)))
    for words in ("budget/", "Factures", "280 300", "Dépannage"):
        assert words not in text


def test_the_provider_reads_the_proof_and_writes_nothing(login: Any, inf: Contract) -> None:
    provider = login("provider")
    text = text_of(provider.get(address("revision", inf)))
    for words in (
        "19 055,00 €",
        "1,044573",
        "1,037887",
        "Délai de demande passé",
        "Indice non publié",
        "série révisée publiée",
    ):
        assert words in text
    assert "Saisir une valeur" not in text
    given = {"act": "apply", "effective_on": "2024-01-01", "asked_on": "01/01/2024"}
    assert provider.post(address("revision", inf), given).status_code == 403


def test_the_referent_enters_a_value_and_applies_a_revision(login: Any, inf: Contract) -> None:
    client = login("referent")
    given = {"act": "index", "month": "2024-11", "value": "314,5", "source": "Fictif, pour l’essai"}
    assert client.post(address("revision", inf), given).status_code == 302
    late = {"act": "apply", "effective_on": "2024-01-01", "asked_on": "02/03/2024"}
    refused = client.post(address("revision", inf), late)
    assert refused.status_code == 422
    assert "la révision est forclose" in text_of(refused)
    late["asked_on"] = "01/03/2024"
    assert client.post(address("revision", inf), late).status_code == 302
    with for_contract(inf.pk):
        assert PriceRevision.objects.get(contract=inf).price == Decimal(19055)
    assert "Forfait en vigueur : 19 055 € HT par mois" in text_of(client.get(address("revision", inf)))


def test_a_stale_quantity_shows_both_values(login: Any, inf: Contract, make_user: Any) -> None:
    client, charge = login("referent"), charge_of(inf)
    page = text_of(client.get(address("budget", inf) + f"?exercice=2026&modifier={charge.pk}"))
    assert 'name="version" value="1"' in page
    with for_contract(inf.pk):
        other = make_user("reader", email="autre@exemple.fr")
        change_quantity(charge=charge, quantity=Decimal(14), version=1, actor=other, role="referent")
    stale = client.post(address("charge", inf, charge.pk), {"quantity": "16,5", "version": "1"})
    assert stale.status_code == 409
    for words in ("Valeur modifiée entre-temps", "Garder 14", "Écrire 16,5"):
        assert words in text_of(stale)
    assert charge_of(inf).quantity == Decimal(14)
    again = client.post(address("charge", inf, charge.pk), {"quantity": "16,5", "version": "2"})
    assert again.status_code == 302
    assert charge_of(inf).quantity == Decimal("16.5")


def test_a_wrong_quantity_is_refused_in_place(login: Any, inf: Contract) -> None:
    charge = charge_of(inf)
    refused = login("referent").post(address("charge", inf, charge.pk), {"quantity": "-1", "version": "1"})
    assert refused.status_code == 422
    assert f'id="c{charge.pk}-quantity"' in refused.content.decode()


def test_htmx_receives_the_list_alone(login: Any, inf: Contract) -> None:
    url = address("budget", inf) + f"?modifier={charge_of(inf).pk}"
    text = text_of(login("referent").get(url, headers={"HX-Request": "true"}))
    assert text.lstrip().startswith('<div id="charges-liste">')
    assert "<html" not in text


def test_a_reader_may_not_write(login: Any, inf: Contract) -> None:
    client = login("reader")
    assert "Ajouter une charge" not in text_of(client.get(address("budget", inf)))
    assert client.post(address("add_charge", inf)).status_code == 403
    assert client.post(address("enter_invoice", inf), {"number": "1"}).status_code == 403


def test_a_charge_is_added_and_a_list_refused_by_its_lines(login: Any, inf: Contract) -> None:
    client = login("referent")
    given = {
        "month": "2026-03", "target": "exclusion:3", "label": "Étude du site", "quantity": "1", "unit_price": "1 200",
    }  # fmt: skip
    assert client.post(address("add_charge", inf), given).status_code == 302
    again = client.post(address("add_charge", inf), given)
    assert (again.status_code, "déjà saisie" in text_of(again)) == (422, True)
    rows = {"rows": "2026-03;imprévu;Bon;1;10;\n2026-03;frais;Mauvais;1;10;"}
    refused = client.post(address("import_charges", inf), rows)
    assert refused.status_code == 422
    assert "Ligne 2 : Poste inconnu : « frais »." in text_of(refused)
    assert client.post(address("import_charges", inf), {"rows": rows["rows"][:24]}).status_code == 302


def test_invoices_are_checked_and_exported(login: Any, inf: Contract) -> None:
    client = login("referent")
    assert "1 facture à expliquer sur 2" in text_of(client.get(address("invoices", inf)))
    with for_contract(inf.pk):
        wrong = Invoice.objects.get(contract=inf, number="FA-2026-03")
    text = text_of(client.get(address("invoice", inf, wrong.pk)))
    for words in ("2 lignes à expliquer, +270,00 €", "Facturé sans être dû", "14 × 45 €", "12 × 45 €"):
        assert words in text
    csv = client.get(address("invoice", inf, wrong.pk) + "?export=csv").content.decode()
    assert len(csv.strip().splitlines()) == 1 + 6
    given = {
        "number": "FA-9",
        "month": "2026-03",
        "issued_on": "31/03/2026",
        "rows": "forfait;Forfait;1;18500",
    }
    assert client.post(address("enter_invoice", inf), given).status_code == 302
    assert client.post(address("enter_invoice", inf), given | {"rows": "x;y"}).status_code == 422


@pytest.mark.parametrize("page", [*CLIENT_PAGES, "revision"])
def test_pages_export_and_stay_light(login: Any, inf: Contract, page: str) -> None:
    client = login("referent")
    client.get(address(page, inf))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(address(page, inf)).status_code == 200
    assert len(queries) <= MOST_QUERIES
    for kind in ("csv", "xlsx"):
        assert client.get(address(page, inf) + f"?export={kind}").status_code == 200


def test_the_charges_come_back_as_an_import(login: Any, inf: Contract) -> None:
    client = login("referent")
    csv = client.get(address("budget", inf) + "?exercice=2025&liste=charges&export=csv").content.decode()
    lines = [line.replace('"', "").rsplit(";", 1)[0] for line in csv.lstrip("\ufeff").splitlines()]
    assert client.post(address("import_charges", inf), {"rows": "\n".join(lines)}).status_code == 302
    with for_contract(inf.pk):
        assert not Charge.objects.filter(contract=inf, version__gt=1).exists()


@pytest.mark.parametrize("query", ["?exercice=2023", "?exercice=x", "?export=pdf"])
def test_what_is_not_there_is_no_page(login: Any, inf: Contract, query: str) -> None:
    assert login("referent").get(address("budget", inf) + query).status_code == 404


def test_a_bare_contract_has_its_pages(make_contract: Any, make_user: Any) -> None:
    contract = make_contract("NU-1", "Nu", "Nue")
    client = Client()
    client.force_login(make_user("referent", contract))
    assert "ne prévoit pas de révision" in text_of(client.get(address("revision", contract)))
    assert "aucun mois saisi, pas de prévision" in text_of(client.get(address("budget", contract)))
    assert "Aucune facture saisie" in text_of(client.get(address("invoices", contract)))
