"""Money and words in a pack: the client reads where the year lands and what users wrote, the provider neither."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contracts.models import BudgetLine, Consumption
from core.engine.months import Month
from governance.models import Committee
from governance.selectors.packs import content_for
from governance.services.rendering import render_pages
from kpis.models import HiddenVerbatim, IndicatorValue
from kpis.selectors.verbatims import digest_of_words
from reports.models import Delivery, SatisfactionAnswer, SatisfactionComment

MARCH = Month(2026, 3)


def page_of(committee: Committee, variant: str, kind: str) -> Any:
    return next(page for page in content_for(committee, variant).data.pages if page.kind == kind)


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def rows_of(table: Any) -> list[tuple[str, ...]]:
    return [(row.head.text, *(plain(cell) for cell in row.cells)) for row in table.rows]


@pytest.fixture
def spent(world: Any) -> Any:
    """March alone is typed in, with 1 000 € out of the fee, for a yearly budget of 225 000 €."""
    BudgetLine.objects.create(contract=world, year=2026, kind="fee", amount=Decimal(222_000))
    BudgetLine.objects.create(contract=world, year=2026, kind="unforeseen", amount=Decimal(3000))
    Consumption.objects.create(
        contract=world, month=MARCH, label="Dépannage hors forfait", quantity=2, unit_price=Decimal(500)
    )
    return world


def test_nothing_typed_in_says_so(committee: Committee) -> None:
    page = page_of(committee, "client", "finances")
    assert page.lead == "Atterrissage 2026 non mesuré : aucun mois de consommation n’est saisi."
    assert page.closed_session


def test_the_client_reads_where_the_year_lands(spent: Any, committee: Committee) -> None:
    page = page_of(committee, "client", "finances")
    assert plain(page.lead) == (
        "Atterrissage 2026 : 234 000 € HT, +4,00 % sur le budget. Réel jusqu’en mars 2026."
    )
    assert rows_of(page.body["budget"]) == [
        ("Forfait", "222 000 €", "18 500 €", "222 000 €"),
        ("Imprévu", "3 000 €", "1 000 €", "12 000 €"),
    ]
    assert rows_of(page.body["billed"]) == [("Imprévu", "2", "1 000 €")]
    assert page.body["revision"] == "Le contrat ne prévoit pas de révision de prix."
    key = page_of(committee, "client", "front").body["keys"][2]
    assert (key.label, plain(key.value.text), key.look) == ("Budget de l’exercice", "+4,00 %", "met")
    assert plain(key.note) == "atterrissage 234 000 € ; pénalité provisoire : 2 035 €"


def test_the_provider_reads_its_bills_and_no_budget(spent: Any, committee: Committee) -> None:
    with CaptureQueriesContext(connection) as asked:
        page = page_of(committee, "partage", "finances")
    assert not [one for one in asked.captured_queries if "contracts_budgetline" in one["sql"]]
    assert plain(page.lead) == "1 000 € HT facturés hors forfait depuis le début de l’exercice 2026."
    assert (page.body["budget"], page.body["penalty"], page.closed_session) == (None, {}, False)
    text = plain(render_pages(content_for(committee, "partage").data))
    for word in ("234 000", "225 000", "+4,00", "Atterrissage", "/budget/"):
        assert word not in text, word


def test_outages_stand_as_they_were_lived(world: Any, committee: Committee) -> None:
    lines = rows_of(page_of(committee, "partage", "perception").body["lived"])
    assert lines[0] == ("Heures-utilisateurs perdues", "non mesuré", "Pas encore calculé pour ce mois.")
    IndicatorValue.objects.create(
        contract=world, code="K04", month=MARCH, value=Decimal("57.3"), n=2, extra={"perceived": "99.98"}
    )
    lines = rows_of(page_of(committee, "partage", "perception").body["lived"])
    assert lines[:2] == [
        ("Heures-utilisateurs perdues", "57,3 h", "2 pannes"),
        ("Disponibilité perçue", "99,98 %", "au contrat : E08 99,62 %, E09 99,87 %"),
    ]


def test_three_verbatims_for_the_client_alone(world: Any, committee: Committee) -> None:
    delivery = Delivery.objects.get(contract=world, month=MARCH)
    words = ["ZZMOT un", "ZZMOT deux", "ZZMOT deux", "ZZMOT trois", "ZZMOT quatre", "ZZMOT caché"]
    for text in words:
        answer = SatisfactionAnswer.objects.create(contract=world, delivery=delivery, score=Decimal(2))
        SatisfactionComment.objects.create(contract=world, answer=answer, text=text)
    HiddenVerbatim.objects.create(
        contract=world, digest=digest_of_words("ZZMOT caché"), at=datetime(2026, 4, 1, tzinfo=UTC)
    )
    page = page_of(committee, "client", "perception")
    assert page.body["said_title"] == "3\u00a0verbatims anonymes, lus du client seul"
    assert len({text for text, _ in page.body["said"]}) == 3
    assert {mark for _, mark in page.body["said"]} == {"2,00/5, Fin de ticket"}
    assert "caché" not in str(page.body["said"])
    assert "ZZMOT" not in render_pages(content_for(committee, "partage").data)
    assert "erbatim" not in render_pages(content_for(committee, "partage").data)
