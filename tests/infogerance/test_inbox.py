"""What waits for a person: lines that their role may act upon, the earliest first."""

from __future__ import annotations

from typing import Any

import pytest

from governance.models import Decision
from tests.infogerance.conftest import NOW
from tests.infogerance.reading import links_of, main_of

pytestmark = pytest.mark.django_db


def lines(response: Any) -> list[str]:
    return [line.title.replace("\u00a0", " ") for _, _, group in response.context["groups"] for line in group]


def test_nothing_waits(world: Any, visit: Any) -> None:
    page = main_of(visit("referent", "/a-faire/"))
    assert page.startswith("Rien à faire")


def test_each_role_finds_its_own_lines(world: Any, visit: Any) -> None:
    committee = world.hold_committee(7)
    world.expect_report(-2)
    world.refuse_file()
    world.add_job("failed")
    held = f"{committee.held_on.day:>02}/{committee.held_on.month:>02}/{committee.held_on.year}"
    gap = "Écart de +7,14 pt à expliquer sur GTR P3"
    late, broken = "Rapport d’avril 2026 en retard", "Dépôt d’avril 2026 à corriger"
    stopped = "Une tâche s’est arrêtée"
    found = {
        role: lines(visit(role, "/a-faire/")) for role in ("referent", "executive", "reader", "provider")
    }
    assert found["referent"] == [
        "Action A-1 : Action client", late, f"2 décisions demandées au COPIL du {held}", gap, broken, stopped,
    ]  # fmt: skip
    assert found["executive"] == [f"2 décisions demandées au COPIL du {held}"]
    assert found["reader"] == []
    assert found["provider"] == [late, "Action A-2 : Action provider", gap, broken, stopped]


def test_lines_are_grouped_by_date(world: Any, visit: Any) -> None:
    world.hold_committee(7)
    world.refuse_file()
    response = visit("referent", "/a-faire/")
    assert [name for name, _, _ in response.context["groups"]] == ["En retard", "À venir", "Sans échéance"]
    page = main_of(response)
    assert "en retard de 3 j" in page
    assert "dans 7 j" in page


def test_the_provider_is_led_to_the_deposit(world: Any, visit: Any, contract: Any) -> None:
    world.expect_report(3)
    assert f"/contrats/{contract.slug}/rapports/deposer/?mois=2026-04" in links_of(
        visit("provider", "/a-faire/")
    )


def test_only_the_last_refused_version_waits(world: Any, visit: Any, contract: Any) -> None:
    world.refuse_file(1)
    world.refuse_file(2)
    links = [link for link in links_of(visit("provider", "/a-faire/")) if "controle" in link]
    assert links == [f"/contrats/{contract.slug}/rapports/2026-04/v2/controle/"]


def test_the_title_counts(world: Any, visit: Any) -> None:
    world.refuse_file()
    assert main_of(visit("referent", "/a-faire/")).startswith("1 chose à faire")


def test_questions_remain_after_the_committee_until_they_are_answered(world: Any, visit: Any) -> None:
    committee = world.hold_committee(-5)
    page = main_of(visit("executive", "/a-faire/"))
    assert "2 décisions demandées au COPIL" in page
    assert "en retard de 5 j" in page
    Decision.objects.filter(committee=committee).update(state="adopted", decided_at=NOW)
    assert lines(visit("executive", "/a-faire/")) == []


def test_an_old_committee_asks_nothing_any_more(world: Any, visit: Any) -> None:
    world.hold_committee(-60)
    assert lines(visit("executive", "/a-faire/")) == []


def test_a_dispute_waits_for_the_other_side(world: Any, visit: Any, contract: Any, make_user: Any) -> None:
    from slas.models import Dispute

    def dispute(number: int, side: str, state: str = "open") -> None:
        Dispute.objects.create(
            contract=contract, number=number, kind="contestation", state=state, commitment_code=f"E0{number}",
            month="2026-03", ground="dates", text="Le chiffre est à revoir.", opened_side=side,
            opened_by=opener, opened_at=NOW, answer_due_on=world.today, form_key=str(number),
        )  # fmt: skip

    opener = make_user("reader", email="auteur@exemple.fr")
    dispute(1, "provider")
    dispute(2, "client")
    dispute(3, "client", "committee")
    found = {
        role: [line for line in lines(visit(role, "/a-faire/")) if "Contestation" in line]
        for role in ("referent", "executive", "reader", "provider")
    }
    assert found == {
        "referent": ["Contestation n° 1 sur E01", "Contestation n° 3 sur E03"],
        "executive": [],
        "reader": [],
        "provider": ["Contestation n° 2 sur E02"],
    }
    assert f"/contrats/{contract.slug}/contestations/1/" in links_of(visit("referent", "/a-faire/"))
