"""The roadmap: both sides propose and correct their own, the client alone settles, quarter by quarter."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from contracts.services.lines import LineRefused
from core.days import portal_today
from core.scope import Side, for_contract
from governance.engine.roadmap import ItemSaid, Settling, quarter_of, quarter_words, quarters_from
from governance.models import RoadmapItem
from governance.selectors.roadmap import roadmap_page
from governance.services.roadmap import save_item, settle_item
from journal.models import JournalEntry

pytestmark = pytest.mark.django_db
TODAY = date(2026, 4, 1)
SAID = ItemSaid("Téléphonie unifiée", "Un seul poste", "2026-3", "middle", "strategic", Decimal(4200))


@pytest.fixture
def actor(contract: Any, make_user: Any) -> dict[str, Any]:
    return {"user": make_user("referent", contract), "role": "referent"}


def keep(
    contract: Any, actor: Any, said: ItemSaid = SAID, number: int | None = None, side: str = "client"
) -> bool:
    return save_item(contract=contract, said=said, number=number, side=side, today=TODAY, **actor)


def settle(contract: Any, actor: Any, state: str, quarter: str = "2026-3", reason: str = "") -> RoadmapItem:
    said = Settling(state, quarter, reason)
    return settle_item(contract=contract, number=1, said=said, today=TODAY, **actor)


def test_quarters() -> None:
    assert [quarter_of(date(2026, month, 1)) for month in (1, 3, 4, 12)] == [
        "2026-1",
        "2026-1",
        "2026-2",
        "2026-4",
    ]
    assert quarters_from(date(2026, 12, 31))[:3] == ["2026-4", "2027-1", "2027-2"]
    assert len(quarters_from(TODAY)) == 12
    assert quarter_words("2026-1").replace("\u00a0", " ") == "1er trimestre 2026"


def test_an_item_is_proposed_settled_moved_and_delivered(scope: Any, actor: Any) -> None:
    assert keep(scope, actor)
    assert keep(scope, actor, replace(SAID, cost=None), 1)
    assert not keep(scope, actor, replace(SAID, cost=None), 1)
    assert settle(scope, actor, "settled").settled_on == TODAY
    assert settle(scope, actor, "settled", "2026-4").quarter == "2026-4"
    settle(scope, actor, "doing", "2026-4")
    settle(scope, actor, "delivered", "2026-4")
    with pytest.raises(LineRefused, match=r"Cet élément ne peut plus prendre cet état\."):
        settle(scope, actor, "doing", "2026-4")
    rows = JournalEntry.objects.order_by("sequence")
    assert [
        (row.action, row.subject, row.details.get("after", row.details.get("fields"))) for row in rows
    ] == [
        ("roadmap.added", "F-1", None),
        ("roadmap.changed", "F-1", "coût"),
        ("roadmap.settled", "F-1", "settled"),
        ("roadmap.settled", "F-1", "settled"),
        ("roadmap.settled", "F-1", "doing"),
        ("roadmap.settled", "F-1", "delivered"),
    ]


def test_what_cannot_be_is_refused_and_nothing_is_written(scope: Any, actor: Any) -> None:
    with pytest.raises(
        LineRefused, match=r"Ce trimestre ne se choisit pas\. Choisissez le trimestre en cours"
    ):
        keep(scope, actor, replace(SAID, quarter="2026-1"))
    assert RoadmapItem.objects.count() == 0
    keep(scope, actor)
    with pytest.raises(LineRefused, match=r"Seul qui l’a proposée la change, et avant l’arbitrage\."):
        keep(scope, actor, replace(SAID, title="Autre"), 1, "provider")
    with pytest.raises(LineRefused, match=r"Un abandon a son motif\. Dites en 10 caractères"):
        settle(scope, actor, "dropped", reason="Non")
    with pytest.raises(LineRefused, match=r"Ce trimestre ne se choisit pas\."):
        settle(scope, actor, "settled", "2025-4")
    assert RoadmapItem.objects.get().state == "proposed"
    assert settle(scope, actor, "dropped", reason="Trop cher en 2026.").reason == "Trop cher en 2026."
    with pytest.raises(LineRefused, match="avant l’arbitrage"):
        keep(scope, actor, replace(SAID, title="Autre"), 1)


def test_the_page_goes_by_quarter_then_priority(scope: Any, actor: Any) -> None:
    for quarter, priority in (("2026-4", "low"), ("2026-3", "low"), ("2026-3", "high"), ("2026-2", "low")):
        keep(scope, actor, replace(SAID, quarter=quarter, priority=priority))
    settle(scope, actor, "dropped", "2026-4", "Trop cher en 2026.")
    page = roadmap_page(scope, date(2026, 7, 1))
    assert [(quarter.code, [line.row.number for line in quarter.lines]) for quarter in page.quarters] == [
        ("2026-2", [4]),
        ("2026-3", [3, 2]),
    ]
    assert [line.row.number for line in page.ended] == [1]
    assert page.title.replace("\u00a0", " ") == "3 évolutions ouvertes, 3 à arbitrer, 1 en retard"
    with for_contract(scope.pk, Side.PROVIDER):
        assert not any(line.mine for line in roadmap_page(scope, TODAY).lines)


# ---- Pages ----


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(contract: Any, name: str = "roadmap", *args: Any) -> str:
    return reverse(f"governance:{name}", args=[contract.slug, *args])


def typed(**values: str) -> dict[str, str]:
    return {
        "title": "Téléphonie unifiée", "value": "Un seul poste", "quarter": quarters_from(portal_today())[1],
        "priority": "high", "committee": "strategic", "cost": "4200,50",
    } | values  # fmt: skip


def test_the_provider_proposes_and_corrects_the_client_settles(contract: Any, make_user: Any) -> None:
    provider, direction = (signed_in(make_user(role, contract)) for role in ("provider", "executive"))
    refused = provider.post(address(contract, "roadmap_add"), typed(quarter="2020-1", cost="-3"))
    text = refused.content.decode()
    assert (refused.status_code, "Téléphonie unifiée" in text, 'value="-3"' in text) == (422, True, True)
    assert "Évolution enregistrée." in provider.post(
        address(contract, "roadmap_add"), typed(), follow=True
    ).content.decode()  # fmt: skip
    with for_contract(contract.pk):
        row = RoadmapItem.objects.get()
    assert (row.cost, row.proposed_side, row.state) == (Decimal("4200.50"), "provider", "proposed")
    item = address(contract, "roadmap_item", 1)
    assert provider.get(item).headers["Location"].endswith("?modifier=1#F-1")
    assert "Corriger la proposition F-1" in provider.get(address(contract) + "?modifier=1").content.decode()
    assert provider.post(item, typed(title="Téléphonie")).status_code == 302
    settle_url = address(contract, "roadmap_settle", 1)
    assert provider.post(settle_url, {"state": "settled"}).status_code == 403
    text = direction.get(address(contract) + "?modifier=1").content.decode()
    assert ("Arbitrer F-1" in text, "Corriger la proposition" in text) == (True, False)
    kept = {"state": "dropped", "quarter": row.quarter, "reason": "Non"}
    refused = direction.post(settle_url, kept)
    assert (refused.status_code, "Un abandon a son motif." in refused.content.decode()) == (422, True)
    assert (
        "F-1 : arbitrée."
        in direction.post(settle_url, kept | {"state": "settled"}, follow=True).content.decode()
    )
    text = provider.get(address(contract) + "?modifier=1").content.decode()
    assert "Corriger la proposition" not in text
    assert provider.post(item, typed(title="Trop tard")).status_code == 422
    assert provider.post(address(contract, "roadmap_item", 9), typed()).status_code == 404


def test_a_reader_changes_nothing(contract: Any, actor: Any, make_user: Any) -> None:
    with for_contract(contract.pk):
        keep(contract, actor)
    client = signed_in(make_user("reader", contract))
    text = client.get(address(contract) + "?modifier=1").content.decode()
    assert ("Un seul poste" in text, "Proposer" in text, "Arbitrer" in text) == (True, False, False)
    assert client.post(address(contract, "roadmap_add"), typed()).status_code == 403
    lines = client.get(address(contract) + "?export=csv").content.decode("utf-8-sig").splitlines()
    assert lines[1].replace("\u00a0", " ") == (
        '"F-1";"Téléphonie unifiée";"Un seul poste";"4200,00";"3e trimestre 2026";"Moyenne";"COSTRAT";"Client";'
        '"2026-04-01";"Proposée";"";""'
    )
