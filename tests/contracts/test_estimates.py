"""The volumes of the exclusions typed on one page, read by the client alone."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from contracts.engine.exposure import Exposure
from contracts.models import Contract, ScopeItem, VolumeEstimate, WorkUnit
from contracts.selectors.exclusions import exclusions_page
from journal.models import JournalEntry
from tests.contracts.units import TODAY


@pytest.fixture
def excluded(scope: Contract) -> Contract:
    for number, name in ((1, "Câblage"), (2, "Audit de sécurité")):
        ScopeItem.objects.create(
            contract=scope, number=number, name=name, status="out", unit="jour", unit_price=Decimal(900)
        )
    return scope


def post(client: Any, contract: Contract, **typed: str) -> Any:
    return client.post(f"/contrats/{contract.slug}/exclusions/volumes/", typed)


def test_three_volumes_give_the_exposure(excluded: Contract, client: Any, make_user: Any) -> None:
    client.force_login(make_user("referent", excluded))
    three = {"bas-1": "1", "probable-1": "2,5", "haut-1": "4"}
    assert post(client, excluded, **three).status_code == 302
    page = exclusions_page(excluded, TODAY.year, TODAY, client=True)
    assert page.exposure is not None
    assert page.exposure == Exposure(Decimal(900), Decimal(2250), Decimal(3600))
    assert page.unestimated == ["Audit de sécurité"]
    assert list(WorkUnit.objects.values_list("code", "exclusion")) == [("cablage", 1)]
    post(client, excluded, **three)
    assert JournalEntry.objects.filter(action="estimates.changed").count() == 1
    post(client, excluded, **{"bas-1": ""})
    assert not VolumeEstimate.objects.exists()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"bas-1": "3", "probable-1": "2", "haut-1": "4"}, "Écrivez-les dans l’ordre"),
        ({"bas-1": "3"}, "Donnez les trois volumes, ou aucun."),
        ({"bas-1": "-1", "probable-1": "2", "haut-1": "4"}, "Volume bas, Câblage"),
        ({"bas-1": "deux", "probable-1": "2", "haut-1": "4"}, "Volume bas, Câblage"),
    ],
)
def test_what_cannot_be_is_refused_in_place(
    excluded: Contract, client: Any, make_user: Any, typed: dict[str, str], words: str
) -> None:
    client.force_login(make_user("referent", excluded))
    answer = post(client, excluded, **typed, **{"bas-2": "1", "probable-2": "1", "haut-2": "1"})
    assert (answer.status_code, words in answer.content.decode()) == (422, True)
    assert not VolumeEstimate.objects.exists()


@pytest.mark.parametrize("role", ["provider", "reader"])
def test_only_the_referent_estimates(excluded: Contract, client: Any, make_user: Any, role: str) -> None:
    client.force_login(make_user(role, excluded))
    assert client.get(f"/contrats/{excluded.slug}/exclusions/volumes/").status_code == 403
    assert "Volumes estimés" not in client.get(f"/contrats/{excluded.slug}/exclusions/").content.decode()
