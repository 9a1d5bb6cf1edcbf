"""The contract dashboard: is the contract held this month, what changes?"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from core.engine.months import Month
from reports.models import Ticket
from slas.models import CommitmentMonth, MonthRecord
from tests.infogerance.conftest import NOW
from tests.infogerance.reading import links_of, main_of, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def base(contract: Any) -> str:
    return f"/contrats/{contract.slug}/"


def test_what_the_month_says(world: Any, visit: Any, base: str) -> None:
    page = main_of(visit("referent", base))
    assert "1 engagement non respecté sur 2" in page
    assert "GTR P3 : 85,12 % pour 90 %, 2e mois de suite." in page
    assert "Pénalité provisoire 925 €." in page
    assert "1/2 1 non respecté" in page.replace("Engagements respectés ", "")
    assert "72 % 86 réponses Sous la cible de 80 % intervalle de 62 à 81 %" in page
    assert "50 % 1 preuve manque" in page
    assert "1 écart entre déclaré et recalculé" in page
    assert "Encours en fin de mois 2 points au-dessus de la limite haute" in page


def test_each_figure_is_a_link(world: Any, visit: Any, base: str) -> None:
    links = links_of(visit("referent", base))
    for path in (
        "mois/2026-03/", "engagements/E06/2026-03/", "rapprochement/2026-03/", "satisfaction/", "echeances/",
        "reversibilite/", "indicateurs/K08/", "signaux/", "engagements/?mois=2026-03&export=csv",
    ):  # fmt: skip
        assert base + path in links, path


def test_the_provider_sees_neither_penalty_nor_exit(world: Any, visit: Any, base: str) -> None:
    world.hold_committee(7)
    page = text_of(visit("provider", base))
    assert "GTR P3 : 85,12 % pour 90 %" in page
    for word in ("Pénalité provisoire", "925", "Sortie préparée", "Réversibilité", "Question 101", "H1"):
        assert word not in page, word


def test_the_committee_and_its_questions(world: Any, visit: Any, base: str) -> None:
    committee = world.hold_committee(7)
    response = visit("referent", base)
    page = main_of(response)
    assert f"{base}comites/{committee.slug}/" in links_of(response)
    assert "Préparer le comité" in page
    assert "Question 1 Décision D1, demandée" in page
    assert "Question 101 Décision H1, demandée" in page
    assert "2 actions ouvertes, dont 1 en retard" in page
    assert "Voir le comité" in main_of(visit("executive", base))


def test_another_month(world: Any, visit: Any, base: str) -> None:
    page = text_of(visit("referent", f"{base}?mois=2026-02"))
    assert "GTR P3 : 86,0 % pour 90 %." in page
    assert "Déclaré et recalculé concordent" in page
    assert "Synthèse — INF-2024-07, février 2026 — Portail infogérance" in page


@pytest.mark.parametrize(("days", "verb"), [(2, "est"), (-2, "était")])
def test_a_month_without_report_is_awaited_never_zero(
    world: Any, visit: Any, base: str, days: int, verb: str
) -> None:
    record = world.expect_report(days)
    due = f"{record.due_on.day:>02}/{record.due_on.month:>02}/{record.due_on.year}"
    page = main_of(visit("provider", f"{base}?mois=2026-04"))
    assert f"En attente : le rapport d’avril 2026 n’est pas déposé. Il {verb} attendu le {due}." in page
    assert "Déposer un rapport" in page
    assert "Déposer un rapport" not in main_of(visit("executive", f"{base}?mois=2026-04"))
    assert "0 %" not in page


def test_a_contract_that_has_no_month(contract: Any, visit: Any, base: str) -> None:
    page = main_of(visit("referent", base))
    assert page.startswith("Infogérance du siège Aucun mois calculé pour l’instant")


def test_a_month_outside_the_contract(world: Any, visit: Any, base: str) -> None:
    page = main_of(visit("referent", f"{base}?mois=2019-01"))
    assert "Le contrat ne couvre pas ce mois : rien n’y est attendu." in page


def test_queries_do_not_grow(
    world: Any, visit: Any, client: Any, base: str, django_assert_max_num_queries: Any
) -> None:
    """Twenty-five at most, whatever the number of tickets, months and commitments."""
    world.hold_committee(7)
    delivery = MonthRecord.objects.get(month="2026-03").delivery
    Ticket.objects.bulk_create(
        Ticket(
            contract=world.contract, reference=f"INC-{rank}", type="incident", priority="P3", status="closed",
            opened_at=NOW, resolved_at=NOW + timedelta(hours=1), first_delivery=delivery, last_delivery=delivery,
        )
        for rank in range(300)
    )  # fmt: skip
    first = Month.parse("2025-03")
    CommitmentMonth.objects.bulk_create(
        CommitmentMonth(
            contract=world.contract, commitment=promise, month=first.shift(step), met=1, counted=1, verdict="met"
        )
        for promise in world.promises
        for step in range(11)
    )  # fmt: skip
    visit("referent", base)
    with django_assert_max_num_queries(25) as asked:
        client.get(base)
    assert not [query for query in asked.captured_queries if "reports_ticket" in query["sql"]]
