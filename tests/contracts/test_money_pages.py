"""The pages of money, by role: what they say, what the provider never receives, how a stale form is told."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from contracts.models import Contract, Invoice, PriceRevision
from core.engine.months import Month
from core.scope import for_contract
from infogerance.demo.billing import bill
from infogerance.demo.people import REFERENT
from infogerance.demo.work_units import book_work_units
from infogerance.demo.worlds import OFFICE
from tests.contracts.test_pages import text_of
from tests.restoring import loaded

DEMO = Path(__file__).parents[2] / "infogerance" / "demo"
CLIENT_PAGES = ("budget", "invoices")
MOST_QUERIES = 25


@pytest.fixture
def inf(db: None, make_user: Any) -> Contract:
    contract = loaded((DEMO / "inf-2024-07.toml").read_bytes())
    referent = make_user("referent", email=REFERENT)
    book_work_units(contracts={OFFICE.reference: contract}, until=Month(2026, 3), today=date(2026, 4, 1))
    bill(contract=contract, until=Month(2026, 3), actor=referent)
    return contract


@pytest.fixture
def login(inf: Contract, make_user: Any) -> Any:
    def as_role(role: str) -> Client:
        client = Client()
        client.force_login(make_user(role, inf, email=f"{role}@essai.fr"))
        return client

    return as_role


def address(name: str, contract: Contract, *more: Any) -> str:
    return reverse(f"contracts:{name}", args=[contract.slug, *more])


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
        "Valeur à saisir",
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


def test_a_reader_may_not_write(login: Any, inf: Contract) -> None:
    client = login("reader")
    assert "Saisir, importer" not in text_of(client.get(address("budget", inf)))
    assert client.post(address("charge_add", inf)).status_code == 403
    assert client.post(address("enter_invoice", inf), {"number": "1"}).status_code == 403


def test_invoices_are_checked_and_exported(login: Any, inf: Contract) -> None:
    client = login("referent")
    assert "1 facture à expliquer sur 2" in text_of(client.get(address("invoices", inf)))
    with for_contract(inf.pk):
        wrong = Invoice.objects.get(contract=inf, number="FA-2026-03")
    text = text_of(client.get(address("invoice", inf, wrong.pk)))
    for words in ("2 lignes à expliquer, +270,00 €", "Facturé sans être dû", "8 × 45 €", "6 × 45 €"):
        assert words in text
    csv = client.get(address("invoice", inf, wrong.pk) + "?export=csv").content.decode()
    assert len(csv.strip().splitlines()) == 1 + 8
    given = {
        "number": "FA-9",
        "month": "2026-03",
        "issued_on": "31/03/2026",
        "rows": "forfait;Forfait;1;18500",
    }
    again = client.post(address("enter_invoice", inf), given)
    text = text_of(client.get(again["Location"]))
    for words in ("Facture FA-9 : 1 ligne à expliquer, +18 500,00 €", "Déjà facturé", "par FA-2026-03"):
        assert words in text
    positive = given | {"rows": "Pénalité;Avril;1;2035"}
    for rows in (given | {"rows": "x;y"}, positive | {"number": "FA-10"}):
        assert client.post(address("enter_invoice", inf), rows).status_code == 422


def test_what_no_invoice_bears_is_told_once(login: Any, inf: Contract) -> None:
    given = {"number": "FA-B", "month": "2026-02", "issued_on": "28/02/2026", "rows": "forfait;F;1;18500"}
    client = login("referent")
    with for_contract(inf.pk):
        Invoice.objects.get(contract=inf, number="FA-2026-02").delete()
    made = client.post(address("enter_invoice", inf), given)
    for url in (made["Location"], address("invoices", inf)):
        text = text_of(client.get(url))
        assert "Ce qui est dû et que nulle facture ne porte" in text
        assert text.count("Arrivée ou départ") == 1
    assert "Dû, pas encore facturé" in client.get(made["Location"] + "?export=csv").content.decode()


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


def test_the_charges_of_a_month_are_those_of_the_work_units(login: Any, inf: Contract) -> None:
    text = text_of(login("executive").get(address("budget", inf) + "?exercice=2025&mois=2025-11"))
    for words in ("Groupe électrogène de location", "Exclusion 7", "bon 6", "Total de novembre 2025"):
        assert words in text
    csv = (
        login("referent")
        .get(address("budget", inf) + "?exercice=2025&liste=charges&export=csv")
        .content.decode()
    )
    assert "Groupe électrogène de location" in csv
    assert '"2025-11";"Exclusion";"7";"montee-version"' in csv


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
