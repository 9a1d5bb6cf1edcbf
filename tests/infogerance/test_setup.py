"""What is left to do on a new contract: derived from the data, seen by whoever sets the contract."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from contracts.models import ScopeItem
from infogerance.selectors.setup import setup_of
from tests.infogerance.reading import main_of, text_of

TODAY = date(2026, 4, 9)
KNOWN = ("Acteurs nommés", "Révision de prix confirmée")
"""Lines that wait only for what a model left to complete."""
pytestmark = pytest.mark.django_db


def done(contract: Any) -> set[str]:
    return {line.title for line in setup_of(contract, TODAY).lines if line.done}


def test_each_line_follows_the_rows(contract: Any, scope: Any, make_user: Any) -> None:
    assert done(contract) == {*KNOWN, "Volumes du périmètre", "Prix des exclusions"}
    ScopeItem.objects.create(contract=contract, number=1, status="in", name="Postes")
    ScopeItem.objects.create(contract=contract, number=1, status="out", name="Déménagement", unit_price=60)
    assert done(contract) == {*KNOWN, "Prix des exclusions"}
    make_user("provider", contract)
    make_user("executive", contract)
    assert done(contract) == {*KNOWN, "Prix des exclusions", "Prestataire invité", "Direction invitée"}


def test_a_month_and_a_committee_tick_their_lines(world: Any) -> None:
    world.hold_committee(10)
    expected = {
        "Engagements",
        "Plan de sortie",
        "Premier rapport déposé",
        "Premier mois calculé",
        "Premier comité",
    }
    assert expected <= done(world.contract)


def test_the_list_costs_one_query(contract: Any, scope: Any, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        setup_of(contract, TODAY)


def test_another_contract_ticks_nothing(
    contract: Any, make_contract: Any, make_user: Any, scope: Any
) -> None:
    make_user("provider", make_contract(reference="USI-2023-11", client="Client B"))
    assert "Prestataire invité" not in done(contract)


@pytest.mark.parametrize(
    ("role", "status"), [("referent", 200), ("executive", 403), ("reader", 403), ("provider", 403)]
)
def test_who_sets_the_contract_reads_the_list(visit: Any, contract: Any, role: str, status: int) -> None:
    response = visit(role, f"/contrats/{contract.slug}/demarrer/")
    assert response.status_code == status
    shown = "Démarrage" in text_of(visit(role, f"/contrats/{contract.slug}/"))
    assert shown is (status == 200)


def test_the_dashboard_stops_naming_it_once_all_is_done(world: Any, visit: Any, make_user: Any) -> None:
    base = f"/contrats/{world.contract.slug}/"
    assert "Démarrage" in main_of(visit("referent", base))
    make_user("provider", world.contract)
    make_user("executive", world.contract)
    world.hold_committee(10)
    assert "Démarrage" not in main_of(visit("referent", base))
    assert "Le contrat est en route" in main_of(visit("referent", f"{base}demarrer/"))


def test_it_waits_among_what_is_to_do_until_every_step_is_done(
    world: Any, visit: Any, make_user: Any
) -> None:
    assert "Démarrage : 3 étapes INF-2024-07" in main_of(visit("referent", "/a-faire/"))
    assert "Démarrage" not in main_of(visit("reader", "/a-faire/"))
    make_user("provider", world.contract)
    make_user("executive", world.contract)
    world.hold_committee(10)
    assert "Démarrage" not in main_of(visit("referent", "/a-faire/"))


def test_a_stranger_gets_what_a_contract_that_never_was_gives(
    client: Any, contract: Any, make_contract: Any, make_user: Any
) -> None:
    client.force_login(make_user("referent", make_contract(reference="USI-2023-11", client="Client B")))
    assert client.get(f"/contrats/{contract.slug}/demarrer/").status_code == 404
