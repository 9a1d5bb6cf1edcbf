"""The radar's page: the client's alone, every figure with its tickets."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from contracts.models import Consumption, Contract, ScopeItem, WorkUnit, WorkUnitPrice
from contracts.selectors.exclusions import exclusions_page
from core.engine.months import Month, month_range
from core.scope import for_contract
from kpis.selectors.grey_zones import grey_page, grey_sheet
from reports.models import Delivery, Ticket

WINDOW = month_range(Month.parse("2025-10"), Month.parse("2026-03"))
NOW = datetime(2026, 4, 3, 8, tzinfo=UTC)

ITEMS: list[dict[str, Any]] = [
    {
        "number": 1,
        "status": "in",
        "name": "Postes",
        "interventions": ["support"],
        "aliases": ["poste"],
    },
    {
        "number": 2,
        "status": "in",
        "name": "Téléphonie",
        "interventions": ["support"],
        "quantity": 300,
    },
    {"number": 3, "status": "in", "name": "Supervision", "interventions": ["monitoring"]},
    {"number": 1, "status": "out", "name": "Arrivées", "unit_price": 45},
    {"number": 1, "status": "grey", "name": "Étiqueteuses", "grey_since": date(2026, 2, 16)},
]
CASES: list[tuple[str, dict[str, Any]]] = [
    *(("Demande > Arrivée", {"resolved_at": NOW, "status": "resolved"}) for _ in range(3)),
    ("Poste > Écran", {"resolved_at": NOW, "status": "resolved"}),
    ("Poste > Écran", {"status": "cancelled", "cancel_reason": "Hors périmètre"}),
    ("Étiqueteuse", {"resolved_at": NOW, "status": "closed"}),
]


@pytest.fixture
def half_year(contract: Contract) -> Contract:
    """Six months of reports: two arrivals past one a month, a refused workstation ticket, silent phones."""
    with for_contract(contract.pk):
        deliveries = [
            Delivery.objects.create(
                contract=contract, month=month, version=1, digest="0" * 64, received_at=NOW, is_current=True,
                state=Delivery.State.PUBLISHED,
            )
            for month in WINDOW
        ]  # fmt: skip
        for values in ITEMS:
            ScopeItem.objects.create(contract=contract, **values)
        WorkUnit.objects.create(contract=contract, code="arrivee", name="Arrivée", exclusion=1, included=1)
        for n, (category, values) in enumerate(CASES):
            Ticket.objects.create(
                contract=contract, reference=f"INC{n}", type="incident", category=category,
                opened_at=datetime(2026, 3, 2 + n, 9, tzinfo=UTC), first_delivery=deliveries[-1],
                last_delivery=deliveries[-1], **values,
            )  # fmt: skip
    return contract


def test_the_three_lists_and_their_value(half_year: Contract) -> None:
    with for_contract(half_year.pk):
        page = grey_page(half_year)
    assert page.counts == (2, 1, 1, 1)
    assert page.beyond[0].references == ["INC1", "INC2"]
    assert page.beyond[0].how == "catégorie « Arrivées » (2)"
    assert (page.beyond[0].value, page.value, page.grey[0].value) == ("90\u00a0€", "90\u00a0€", "sans prix")
    assert [line.item.name for line in page.idle] == ["Téléphonie"]
    assert [line.references for line in page.refused] == [["INC4"]]
    assert page.title.replace("\u00a0", " ") == (
        "3 tickets traités hors périmètre, 1 élément sans activité, 1 refus en périmètre"
    )
    assert len(grey_sheet(page).rows) == 2 + 1 + 1 + 1


def test_a_month_without_report_tells_no_silence(half_year: Contract) -> None:
    with for_contract(half_year.pk):
        Delivery.objects.filter(month=WINDOW[2]).update(is_current=False)
        assert not grey_page(half_year).can_tell_idle


def test_the_page_by_role(half_year: Contract, make_user: Any) -> None:
    url = reverse("kpis:grey_zones", args=[half_year.slug])
    for role in ("referent", "executive", "reader"):
        client = Client()
        client.force_login(make_user(role, half_year))
        with CaptureQueriesContext(connection) as seen:
            answer = client.get(url)
        assert len(seen) <= 25
        assert "Revoir l’exclusion" in answer.content.decode()
        assert client.get(f"{url}?export=xlsx").status_code == 200
    with for_contract(half_year.pk):
        grey, over = (ScopeItem.objects.get(status=status).pk for status in ("grey", "out"))
    proposals = reverse("contracts:amendments", args=[half_year.slug])
    for key in (grey, over):
        assert f'href="{proposals}?element={key}#proposer">Régulariser par avenant' in answer.content.decode()
    provider = Client()
    provider.force_login(make_user("provider", half_year))
    assert provider.get(url).status_code == 403
    shared = provider.get(reverse("contracts:scope", args=[half_year.slug])).content.decode()
    assert "zones-grises" not in shared


def test_a_contract_without_report_waits(contract: Contract, make_user: Any) -> None:
    client = Client()
    client.force_login(make_user("referent", contract))
    assert "il attend un premier rapport" in client.get(
        reverse("kpis:grey_zones", args=[contract.slug])
    ).content.decode().replace("\u00a0", " ")


def test_a_grey_zone_without_ticket_is_listed_with_what_is_at_stake(half_year: Contract) -> None:
    with for_contract(half_year.pk):
        ScopeItem.objects.create(
            contract=half_year, number=2, status="grey", name="Bornes Wi-Fi", grey_since=date(2025, 5, 2),
            quantity=12, unit="bornes", criticality="high",
        )  # fmt: skip
        page = grey_page(half_year)
        assert [(line.item.name, line.since) for line in page.quiet] == [("Bornes Wi-Fi", date(2025, 5, 2))]
        assert page.quiet[0].stake == "12 bornes, criticité haute"
        row = next(row for row in grey_sheet(page).rows if row[0] == "Zone grise sans ticket")
        assert row == ("Zone grise sans ticket", 2, "Bornes Wi-Fi", 0, None, None, None, None, None, None)
        Delivery.objects.all().update(is_current=False)
        assert [line.item.number for line in grey_page(half_year).quiet] == [1, 2]


def test_what_was_already_billed_stands_beside_what_was_done(half_year: Contract) -> None:
    with for_contract(half_year.pk):
        assert [line.billed for line in grey_page(half_year).beyond] == ["rien"]
        unit = WorkUnit.objects.get()
        Consumption.objects.create(contract=half_year, month=WINDOW[-1], unit=unit, quantity=4)
        Consumption.objects.create(
            contract=half_year, month=WINDOW[0], label="Câblage", unit_price=300, quantity=1
        )
        page = grey_page(half_year)
    assert [(line.billed, line.paid) for line in page.beyond] == [("135\u00a0€", Decimal(135))]
    assert [line.billed for line in page.grey] == ["—"]
    assert page.billed.apart == "300\u00a0€ d’imprévu"


def test_an_exclusion_priced_by_the_catalogue_has_the_price_of_its_page(half_year: Contract) -> None:
    with for_contract(half_year.pk):
        ScopeItem.objects.filter(status="out").update(unit_price=None)
        unit = WorkUnit.objects.get(code="arrivee")
        for level, amount in (("S", 60), ("M", 90)):
            WorkUnitPrice.objects.create(
                contract=half_year, unit=unit, level=level, effective_on=half_year.starts_on, amount=amount
            )
        line = grey_page(half_year).beyond[0]
        page = exclusions_page(half_year, 2026, date(2026, 4, 1), client=True)
    assert (line.value, line.level) == ("120\u00a0€", "au moins, au prix du niveau S")
    assert [(one.level, one.price) for one in page.lines] == [("S", Decimal(60)), ("M", Decimal(90))]
