"""What waits for a person: lines that their role may act upon, the earliest first."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from core.days import portal_today
from governance.models import Decision
from slas.models import CommitmentMonth, MonthRecord
from tests.infogerance.conftest import MARCH, NOW
from tests.infogerance.reading import links_of, main_of

pytestmark = pytest.mark.django_db


def lines(response: Any) -> list[str]:
    """The titles, but that of the start-up, which has its own tests."""
    found = (
        line.title.replace("\u00a0", " ") for _, _, group in response.context["groups"] for line in group
    )
    return [title for title in found if not title.startswith("Démarrage")]


def test_nothing_waits(world: Any, visit: Any) -> None:
    assert lines(visit("referent", "/a-faire/")) == []
    assert main_of(visit("reader", "/a-faire/")).startswith("Rien à faire")


def test_each_role_finds_its_own_lines(world: Any, visit: Any) -> None:
    committee = world.hold_committee(7)
    world.expect_report(-2)
    world.refuse_file()
    world.add_job("failed")
    held = f"{committee.held_on.day:>02}/{committee.held_on.month:>02}/{committee.held_on.year}"
    gap = "Écart de +7,14 pt à expliquer sur GTR P3"
    broken = "Dépôt d’avril 2026 à corriger"
    stopped = "Une tâche s’est arrêtée"
    found = {
        role: lines(visit(role, "/a-faire/")) for role in ("referent", "executive", "reader", "provider")
    }
    assert found["referent"] == [
        "Action A-1 : Action client", broken, f"2 décisions demandées au COPIL du {held}", gap, stopped,
    ]  # fmt: skip
    assert found["executive"] == [f"2 décisions demandées au COPIL du {held}"]
    assert found["reader"] == []
    assert found["provider"] == [broken, "Action A-2 : Action provider", gap, stopped]


def test_only_whom_a_question_names_is_asked_to_decide_where_it_is_decided(world: Any, visit: Any) -> None:
    committee = world.hold_committee(7)
    place = f"/contrats/{committee.contract.slug}/decisions/"
    assert f"{place}#demandees" in links_of(visit("executive", "/a-faire/"))
    first, other = Decision.objects.filter(committee=committee).order_by("number")
    Decision.objects.filter(pk=other.pk).update(decider="Référent IT")
    assert f"{place}{first.pk}/" in links_of(visit("executive", "/a-faire/"))
    Decision.objects.filter(pk=first.pk).update(decider="Référent IT")
    assert lines(visit("executive", "/a-faire/")) == []
    assert any("2 décisions demandées" in line for line in lines(visit("referent", "/a-faire/")))


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
    assert main_of(visit("referent", "/a-faire/")).startswith("2 choses à faire")


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


def test_an_answered_gap_waits_for_the_referent_alone(
    world: Any, visit: Any, make_user: Any, contract: Any
) -> None:
    from slas.services.gaps.answering import answer_gaps, settle_gaps

    world.hold_committee(7)
    provider, referent = make_user("provider", contract), make_user("referent", contract)
    asked, answered = "Écart de +7,14 pt à expliquer sur GTR P3", "1 justification d’écart à trancher"

    def about_gaps() -> dict[str, list[str]]:
        return {
            role: [line for line in lines(visit(role, "/a-faire/")) if "cart" in line]
            for role in ("referent", "provider", "reader")
        }

    assert about_gaps() == {"referent": [asked], "provider": [asked], "reader": []}
    made = answer_gaps(
        contract=contract, month=MARCH, lines=["E06"], kind="justify", text="Treize tickets repris à la main.", user=provider,
    )  # fmt: skip
    assert about_gaps() == {"referent": [answered], "provider": [], "reader": []}
    settle_gaps(
        contract=contract, month=MARCH, answers=[str(made[0].pk)], outcome="refuse",
        reason="Aucune pièce jointe.", user=referent,
    )  # fmt: skip
    assert about_gaps() == {"referent": [asked], "provider": [asked], "reader": []}


def test_an_unusual_practice_waits_for_the_provider_then_for_the_referent(
    world: Any, visit: Any, make_user: Any, contract: Any
) -> None:
    from slas.models import Detection
    from slas.services.checks.answering import answer_check

    world.hold_committee(7)
    Detection.objects.create(
        contract=contract, month=MARCH, code="mass_closing", state="alert", false_alarms=0, cases=3, tickets=9
    )
    people = {role: make_user(role, contract) for role in ("provider", "referent")}

    def practices() -> dict[str, list[str]]:
        return {
            role: [
                line for line in lines(visit(role, "/a-faire/")) if "pratique" in line or "réponse" in line
            ]
            for role in people
        }

    def answer(role: str, state: str = "") -> None:
        answer_check(
            contract=contract, month=MARCH, code="mass_closing", user=people[role], text="Clôtures de fin de lot.",
            membership=people[role].memberships.get(contract=contract), state=state,
        )  # fmt: skip

    assert practices() == {"provider": ["1 pratique à expliquer"], "referent": []}
    answer("provider")
    assert practices() == {"provider": [], "referent": ["1 réponse du prestataire à apprécier"]}
    answer("referent", "explained")
    assert practices() == {"provider": [], "referent": []}


def test_a_notified_penalty_and_its_observations(world: Any, visit: Any, contract: Any) -> None:
    from slas.models import PenaltyClaim

    claim = PenaltyClaim.objects.create(
        contract=contract, audience="both", month=MARCH, state="notified", gross=925, computed=925, firm=925,
        calculated_at=NOW, notified_on=world.today, notified_by="Courrier", observe_until=world.today,
    )  # fmt: skip
    title = "Pénalité de mars 2026 : observations"

    def penalties() -> dict[str, list[str]]:
        return {
            role: [line for line in lines(visit(role, "/a-faire/")) if line.startswith(title)]
            for role in ("referent", "provider", "reader")
        }

    assert penalties() == {"referent": [], "provider": [f"{title} possibles"], "reader": []}
    PenaltyClaim.objects.filter(pk=claim.pk).update(state="contested")
    assert penalties() == {"referent": [f"{title} à examiner"], "provider": [], "reader": []}


def test_every_month_past_its_committee_is_to_be_closed(world: Any, visit: Any) -> None:
    from datetime import timedelta

    from governance.models import Committee

    for month, days in ((MARCH.shift(-1), 40), (MARCH, 5)):
        held_on = world.today - timedelta(days=days)
        Committee.objects.create(contract=world.contract, month=month, held_on=held_on, slug=f"copil-{month}")
    closings = [line for line in lines(visit("referent", "/a-faire/")) if "clore" in line]
    assert closings == ["Février 2026 prêt à clore", "Mars 2026 à clore"]


def test_a_closed_month_asks_nothing(world: Any, visit: Any, contract: Any) -> None:
    from slas.models import Detection

    world.hold_committee(7)
    Detection.objects.create(
        contract=contract, month=MARCH, code="mass_closing", state="alert", false_alarms=0, cases=3, tickets=9
    )
    about = ("Écart", "1 pratique")
    assert [line for line in lines(visit("provider", "/a-faire/")) if line.startswith(about)] != []
    MonthRecord.objects.filter(month=MARCH).update(state="closed")
    for role in ("referent", "provider"):
        assert [line for line in lines(visit(role, "/a-faire/")) if line.startswith(about)] == []


def test_a_justification_waits_whatever_its_month(
    world: Any, visit: Any, make_user: Any, contract: Any
) -> None:
    from slas.services.gaps.answering import answer_gaps

    provider = make_user("provider", contract)
    answer_gaps(
        contract=contract, month=MARCH, lines=["E06"], kind="justify", text="Treize tickets repris à la main.", user=provider,
    )  # fmt: skip
    assert lines(visit("referent", "/a-faire/")) == ["1 justification d’écart à trancher"]


def test_a_month_that_nothing_holds_back_is_to_be_closed(world: Any, visit: Any, contract: Any) -> None:
    world.hold_committee(7)
    ready = "Mars 2026 prêt à clore"
    assert ready not in lines(visit("referent", "/a-faire/"))
    CommitmentMonth.objects.filter(month=MARCH).update(gap_status="explained")
    assert ready not in lines(visit("referent", "/a-faire/")), "February is open: months are closed in order"
    MonthRecord.objects.filter(month__lt=str(MARCH)).update(state="closed")
    found = {role: ready in lines(visit(role, "/a-faire/")) for role in ("referent", "provider", "executive")}
    assert found == {"referent": True, "provider": False, "executive": False}
    assert f"/contrats/{contract.slug}/cloture/2026-03/" in links_of(visit("referent", "/a-faire/"))


def propose_amendment(contract: Any, author: Any, side: str, days: int) -> Any:

    from contracts.models import Amendment

    return Amendment.objects.create(
        contract=contract, number=2, title="Parc étendu", change="x = 1", reason="Accord du comité.",
        effective_on=portal_today() + timedelta(days=days), proposed_by=author, proposed_side=side,
        proposed_at=NOW,
    )  # fmt: skip


def test_an_amendment_waits_for_the_second_person_of_the_client(
    world: Any, visit: Any, contract: Any, make_user: Any
) -> None:
    made = propose_amendment(contract, make_user("referent", contract), "client", 12)
    title = "Avenant 2 à approuver : Parc étendu"
    found = {
        role: lines(visit(role, "/a-faire/")) for role in ("referent", "executive", "reader", "provider")
    }
    assert found == {"referent": [], "executive": [title], "reader": [], "provider": []}
    page = visit("executive", "/a-faire/")
    assert f"/contrats/{contract.slug}/avenants/2/#decider" in links_of(page)
    assert "dans 12 j" in main_of(page)
    assert "avant sa prise d’effet" in main_of(page)
    type(made).objects.update(state="withdrawn")
    assert lines(visit("executive", "/a-faire/")) == []


def test_an_amendment_that_nobody_approved_in_time_says_so(
    world: Any, visit: Any, contract: Any, make_user: Any
) -> None:
    propose_amendment(contract, make_user("provider", contract), "provider", -3)
    for role in ("referent", "executive"):
        page = main_of(visit(role, "/a-faire/"))
        assert "prise d’effet passée sans approbation" in page
        assert "en retard de 3 j" in page
