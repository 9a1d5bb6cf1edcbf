"""The portfolio: which contract first, what waits, what comes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from accounts.models import User
from contracts.models import Contract
from core.engine.months import Month
from core.scope import unscoped
from governance.models import Committee
from infogerance.views.home import shown_of
from tests.infogerance.reading import links_of, main_of

pytestmark = pytest.mark.django_db


def test_a_contract_that_misses_is_said_first(world: Any, visit: Any) -> None:
    page = main_of(visit("referent", "/"))
    assert "1 contrat sur 1 demande votre attention" in page
    assert "INF-2024-07 ne tient pas 1 engagement sur 2." in page
    assert "1/2 respectés" in page
    assert "72 % 86 réponses" in page
    assert "50 %" in page


def test_the_row_leads_to_each_figure(world: Any, visit: Any, contract: Any) -> None:
    links = links_of(visit("referent", "/"))
    base = f"/contrats/{contract.slug}/"
    for url in (
        f"{base}?mois=2026-03",
        f"{base}engagements/?mois=2026-03",
        f"{base}satisfaction/",
        f"{base}echeances/",
        f"{base}reversibilite/",
    ):
        assert url in links


def test_the_provider_sees_nothing_of_the_exit(world: Any, visit: Any) -> None:
    response = visit("provider", "/")
    assert "Sortie" not in main_of(response)
    assert not any("reversibilite" in link for link in links_of(response))


def test_contracts_in_need_come_first(world: Any, visit: Any, make_contract: Any, make_user: Any) -> None:
    other = make_contract(reference="AAA-2023-01", provider="Prestataire B")
    with unscoped("tests build their world"):
        from accounts.models import Membership

        user = make_user("referent", world.contract)
        Membership.objects.create(contract=other, user=user, side="client", role="referent")
    page = main_of(visit("referent", "/"))
    assert "2 contrats sur 2 demandent votre attention" in page
    assert "Le rapport de AAA-2023-01 est attendu." in page
    table = page[page.index("Par besoin de décision") :]
    assert table.index("INF-2024-07") < table.index("AAA-2023-01")
    assert "En attente du rapport" in page


def test_another_month(world: Any, visit: Any) -> None:
    response = visit("referent", "/?mois=2026-02")
    assert "Par besoin de décision, février 2026" in main_of(response)
    assert "?mois=2026-03" in links_of(response)
    assert "?mois=2026-04" not in links_of(visit("referent", "/"))


@pytest.mark.parametrize("month", ["2026-13", "mars", "2026-3", "' OR 1=1"])
def test_a_month_that_cannot_be_is_not_found(world: Any, visit: Any, month: str) -> None:
    assert visit("referent", f"/?mois={month}").status_code == 404


def test_a_person_without_contract_is_told_what_to_do(client: Any, db: None) -> None:
    client.force_login(User.objects.create_user("seul@exemple.fr", "un mot de passe long"))
    response = client.get("/")
    assert response.status_code == 200
    assert "Aucun contrat ne vous est ouvert." in main_of(response)


def test_a_contract_without_any_month_is_awaited(contract: Any, visit: Any) -> None:
    page = main_of(visit("referent", "/"))
    assert "Le rapport de INF-2024-07 est attendu." in page
    assert "En attente du rapport" in page


def test_a_swap_gets_the_portfolio_alone(world: Any, visit: Any) -> None:
    response = visit("referent", "/?mois=2026-02", headers={"HX-Request": "true"})
    assert response.content.decode().strip().startswith('<div id="portefeuille">')


def test_the_number_of_questions_does_not_grow_with_results(
    world: Any, visit: Any, client: Any, django_assert_max_num_queries: Any
) -> None:
    visit("referent", "/")
    with django_assert_max_num_queries(
        25 + 2
    ):  # 2: the savepoint that a test's transaction puts around a request
        client.get("/")


def test_the_last_day_of_notice_is_a_date_to_come(world: Any, visit: Any) -> None:
    Contract.objects.update(notice_months=0)
    assert "Dernier jour de réception du préavis" in main_of(visit("referent", "/"))


def test_what_comes_next(world: Any, visit: Any) -> None:
    committee = world.hold_committee(7)
    page = main_of(visit("referent", "/"))
    dates = page[page.index("Prochaines dates") :]
    assert "dans 7 j COPIL INF-2024-07, données de mars 2026" in dates
    assert f"/comites/{committee.slug}/" in "".join(links_of(visit("referent", "/")))
    assert "attendu INF-2024-07" in dates


def test_a_committee_that_nobody_called_leads_to_the_calendar(contract: Any, visit: Any) -> None:
    page = visit("referent", "/")
    coming = [line.url for line in page.context["dates"] if line.title == "COPIL prévu"]
    assert coming == [f"/contrats/{contract.slug}/comites/calendrier/"]


def test_dates_beyond_the_first_ones_are_folded_and_none_is_lost(world: Any, visit: Any) -> None:
    Contract.objects.update(notice_months=0)
    for days in range(7):
        day = world.today + timedelta(days=days)
        month = Month.parse("2025-01").shift(days)
        Committee.objects.create(contract=world.contract, month=month, held_on=day, slug=f"copil-{day}")
    page = visit("referent", "/")
    assert len(page.context["dates"]) == 6
    folded = [line.title for line in page.context["later_dates"]]
    assert "Dernier jour de réception du préavis" in folded
    assert f"Tout voir : {len(folded)} autres dates" in main_of(page)


@pytest.mark.parametrize(
    ("lines", "told"),
    [(0, ""), (1, "1 ligne"), (6, "6 lignes"), (7, "6 lignes sur 7"), (12, "6 lignes sur 12")],
)
def test_the_first_lines_say_how_many_there_are(lines: int, told: str) -> None:
    assert shown_of(lines).replace("\u00a0", " ") == told
