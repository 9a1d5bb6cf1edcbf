"""Pages of the contract, by role, and what they must say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from contracts.models import Contract, ContractVersion, ScopeItem, Site, SiteClosure
from core.scope import for_contract, unscoped
from tests.restoring import loaded

DEMO = Path(__file__).parents[2] / "infogerance" / "demo"
ROLES = ("referent", "executive", "reader", "provider")
PAGES = ("record", "scope", "calendars", "dates")


@pytest.fixture
def inf(db: None) -> Contract:
    return loaded((DEMO / "inf-2024-07.toml").read_bytes())


@pytest.fixture
def visit(inf: Contract, make_user: Any) -> Any:
    def get(role: str, page: str, query: str = "") -> Any:
        client = Client()
        client.force_login(make_user(role, inf))
        return client.get(reverse(f"contracts:{page}", args=[inf.slug]) + query)

    return get


def text_of(response: Any) -> str:
    return response.content.decode().replace("\u202f", " ").replace("\xa0", " ").replace("&nbsp;", " ")


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("page", PAGES)
def test_every_member_reads_the_contract(visit: Any, role: str, page: str) -> None:
    assert visit(role, page).status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_a_stranger_and_an_unknown_contract_get_the_same_answer(
    inf: Contract, make_contract: Any, make_user: Any, page: str
) -> None:
    client = Client()
    client.force_login(make_user("referent", make_contract("AUT-1", "Autre", "Tiers"), email="x@exemple.fr"))
    for slug in (inf.slug, "inf-2024-07-zzzzzz"):
        assert client.get(reverse(f"contracts:{page}", args=[slug])).status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_an_anonymous_visitor_signs_in(inf: Contract, page: str) -> None:
    assert Client().get(reverse(f"contracts:{page}", args=[inf.slug])).status_code == 302


def test_the_record_says_parties_fee_and_rules(visit: Any) -> None:
    text = text_of(visit("referent", "record"))
    for words in ("Ateliers Morvan", "Nordis Infogérance", "18 500 €", "le mois où le verdict est acquis"):
        assert words in text


def test_the_scope_shows_prices_and_exports_every_row(visit: Any, inf: Contract) -> None:
    text = text_of(visit("referent", "scope"))
    for words in ("14 éléments inclus, 13 exclusions", "2 900 €", "310 postes", "1 zone grise à trancher"):
        assert words in text
    csv = visit("reader", "scope", "?export=csv")
    assert csv["Content-Type"].startswith("text/csv")
    assert len(csv.content.decode().strip().splitlines()) == 1 + 14 + 13 + 1
    assert visit("executive", "scope", "?export=pdf").status_code == 404


def test_calendars_show_windows_and_local_holidays(visit: Any) -> None:
    text = text_of(visit("referent", "calendars", "?annee=2026"))
    for words in ("08:00 – 18:00", "Vendredi saint", "Pont de l’Ascension", "Agence, Strasbourg"):
        assert words in text


@pytest.mark.parametrize("year", ["1066", "9999", "deux", "20 26", "²026"])
def test_a_year_outside_the_contract_is_no_page(visit: Any, year: str) -> None:
    assert visit("referent", "calendars", f"?annee={year}").status_code == 404


def test_dates_tell_the_end_and_the_notice(visit: Any) -> None:
    text = text_of(visit("referent", "dates"))
    for words in ("Prise d’effet", "31/12/2026", "Préavis reçu au plus tard", "Avenant 1"):
        assert words in text


def test_a_hostile_name_is_shown_as_text(inf: Contract, visit: Any) -> None:
    with for_contract(inf.pk):
        ScopeItem.objects.create(contract=inf, number=99, status="in", name="<script>alert(1)</script>")
    assert "<script>alert(1)" not in visit("referent", "scope").content.decode()


def test_a_bare_contract_has_its_pages(make_contract: Any, make_user: Any) -> None:
    contract = make_contract("NU-1", "Nu", "Nue")
    with unscoped("tests build their world"):
        Site.objects.filter(contract=contract).delete()
        SiteClosure.objects.filter(contract=contract).delete()
        ContractVersion.objects.filter(contract=contract).update(settings={})
    client = Client()
    client.force_login(make_user("referent", contract))
    for page in PAGES:
        assert client.get(reverse(f"contracts:{page}", args=[contract.slug])).status_code == 200


def test_the_list_shows_only_ones_own(inf: Contract, make_contract: Any, make_user: Any) -> None:
    make_contract("AUT-1", "Autre", "Tiers")
    client = Client()
    client.force_login(make_user("reader", inf))
    text = text_of(client.get(reverse("contracts:list")))
    assert "INF-2024-07" in text
    assert "AUT-1" not in text
    nobody = Client()
    nobody.force_login(make_user("reader", email="seul@exemple.fr"))
    assert "Aucun contrat ne vous est ouvert." in text_of(nobody.get(reverse("contracts:list")))
