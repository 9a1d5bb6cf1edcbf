"""Who takes a decision: the role it names, or the committee in session; what is proposed reaches its inbox."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from core.days import portal_today
from core.scope import Side, for_contract
from governance.models import Committee, CommitteeTerm, Decision
from governance.services import (
    DecisionRefused,
    SittingRefused,
    propose_decision,
    record_decision,
    save_sitting,
    settle_matter,
)
from infogerance.selectors.todo import todo_for
from journal.models import JournalEntry
from tests.governance.sitting import held

PEOPLE = ["Référent IT", "Responsable de compte"]
ADOPTED = {"state": "adopted", "outcome": "", "reason": ""}


@pytest.fixture
def penalty(committee: Committee) -> Decision:
    return Decision.objects.get(committee=committee, origin="penalty")


@pytest.fixture
def people(world: Any, referent: Any, provider: Any, make_user: Any) -> dict[str, Any]:
    return {"referent": referent, "provider": provider, "executive": make_user("executive", world)}


@pytest.fixture
def visit(client: Any, world: Any, people: dict[str, Any]) -> Any:
    def go(role: str, name: str, *args: Any, data: dict[str, Any] | None = None, **extra: Any) -> Any:
        client.force_login(people[role])
        url = reverse(name, args=[world.slug, *args])
        return client.get(url, **extra) if data is None else client.post(url, data, **extra)

    return go


def body(answer: Any) -> str:
    return answer.content.decode().replace("\u202f", " ").replace("\u00a0", " ")


def titles(user: Any, world: Any, today: date = date(2026, 4, 10)) -> list[str]:
    member = user.memberships.select_related("contract").get(contract=world)
    with for_contract(world.pk, Side(member.side)):
        return [line.title.replace("\u00a0", " ") for line in todo_for(today, {world.pk: member})]


def test_the_referent_does_not_take_what_is_left_to_the_direction(penalty: Decision, people: Any) -> None:
    with pytest.raises(DecisionRefused, match="revient à la Direction : proposez-la-lui"):
        record_decision(decision=penalty, user=people["referent"], role="referent", **ADOPTED)
    penalty.refresh_from_db()
    assert (penalty.state, penalty.decided_by) == ("asked", None)
    taken = record_decision(decision=penalty, user=people["executive"], role="executive", **ADOPTED)
    assert (taken.state, taken.spoken_by, taken.decided_by) == ("adopted", "", people["executive"])


def test_the_secretary_records_what_the_direction_says_in_session(
    committee: Committee, penalty: Decision, people: Any
) -> None:
    said: dict[str, Any] = {"decision": penalty, "user": people["referent"], "role": "referent"}
    save_sitting(committee=committee, present=PEOPLE, notes="", user=people["referent"])
    with pytest.raises(DecisionRefused, match="n’est pas parmi les présents"):
        record_decision(**said, **ADOPTED, sitting=committee)
    save_sitting(committee=committee, present=[*PEOPLE, "Direction"], notes="", user=people["referent"])
    taken = record_decision(**said, **ADOPTED, sitting=committee)
    assert (taken.spoken_by, taken.decided_by) == ("Direction", people["referent"])
    assert JournalEntry.objects.get(action="decision.recorded").details["spoken_by"] == "Direction"


def test_without_quorum_a_session_only_puts_off(
    world: Any, committee: Committee, penalty: Decision, people: Any
) -> None:
    CommitteeTerm.objects.create(
        contract=world, code="copil", name="COPIL", participants=["Direction", *PEOPLE], quorum=3
    )
    save_sitting(committee=committee, present=["Direction", "Référent IT"], notes="", user=people["referent"])
    for role in ("executive", "referent"):
        with pytest.raises(DecisionRefused, match="Quorum non atteint : 2\u00a0présents pour 3"):
            record_decision(decision=penalty, user=people[role], role=role, sitting=committee, **ADOPTED)
    matter = {"contract": world, "committee": committee, "origin": "breach:E06", "choice": "act", "note": ""}
    with pytest.raises(SittingRefused, match=r"3 : aucune issue ne se donne avant\. Demandez au Référent IT"):
        settle_matter(**matter, until=None, user=people["executive"], role="executive")
    later = {"state": "postponed", "outcome": "Reportée.", "reason": "quorum non atteint"}
    assert (
        record_decision(
            decision=penalty, user=people["referent"], role="referent", sitting=committee, **later
        ).state
        == "postponed"
    )


def test_what_is_proposed_waits_in_the_inbox_of_who_decides(
    world: Any, penalty: Decision, people: Any, visit: Any
) -> None:
    line = f"Décision H1 proposée : {penalty.question}".replace("\u00a0", " ")
    assert line not in titles(people["executive"], world)
    page = body(visit("referent", "governance:decision", penalty.pk))
    assert "Proposer la décision" in page
    assert "Cette décision revient à la Direction" in page
    answer = visit("referent", "governance:propose", penalty.pk, data={}, follow=True)
    assert "elle attend dans « À faire » de qui décide" in body(answer)
    assert line in titles(people["executive"], world)
    assert line not in titles(people["referent"], world)
    visit("referent", "governance:propose", penalty.pk, data={})
    assert JournalEntry.objects.filter(action="decision.proposed").count() == 1
    assert visit("provider", "governance:propose", penalty.pk, data={}).status_code == 403
    assert "Proposer la décision" not in body(visit("executive", "governance:decision", penalty.pk))
    record_decision(decision=penalty, user=people["executive"], role="executive", **ADOPTED)
    assert line not in titles(people["executive"], world)
    with pytest.raises(DecisionRefused, match="déjà adoptée"):
        propose_decision(decision=penalty, user=people["referent"], role="referent")


def test_one_does_not_propose_to_oneself(committee: Committee, people: Any) -> None:
    gap = Decision.objects.get(committee=committee, origin="gap")
    with pytest.raises(DecisionRefused, match="est la vôtre"):
        propose_decision(decision=gap, user=people["referent"], role="referent")


def test_a_decision_without_a_decider_is_refused_in_place(penalty: Decision, visit: Any) -> None:
    Decision.objects.filter(pk=penalty.pk).update(decider="")
    answer = visit("executive", "governance:decide", penalty.pk, data=ADOPTED)
    assert answer.status_code == 422
    assert "Aucun décideur connu n’est nommé : remettez à jour les questions du comité" in body(answer)


def test_a_refused_decision_stays_in_the_session_with_what_was_typed(
    committee: Committee, penalty: Decision, visit: Any
) -> None:
    typed = {"state": "amended", "outcome": "Pénalité ramenée à 1 000 €.", "reason": "court"}
    place = ("governance:session_decide", committee.slug, penalty.pk)
    answer = visit("referent", *place, data=typed)
    page = body(answer)
    assert answer.status_code == 422
    assert "Séance du COPIL du 16/04/2026" in page
    assert "Le motif est à saisir, en 10 caractères au moins." in page
    assert "Pénalité ramenée à 1 000 €." in page
    assert page.count('<details class="fold" open>') == 1
    answer = visit("referent", *place, data=typed | {"reason": "accord des deux parties"})
    assert "n’est pas parmi les présents" in body(answer)
    visit("referent", "governance:attend", committee.slug, data={"others": "Direction", "notes": ""})
    page = body(visit("referent", "governance:session", committee.slug))
    assert "Consignée comme décidée en séance par Direction." in page
    assert visit("referent", *place, data=ADOPTED).status_code == 302
    page = body(visit("referent", "governance:session", committee.slug))
    assert "Décidée en séance par Direction." in page


def test_saving_as_one_types_says_who_may_now_decide(
    committee: Committee, penalty: Decision, visit: Any
) -> None:
    given = {"others": "Direction", "notes": ""}
    answer = body(visit("referent", "governance:attend", committee.slug, data=given, HTTP_HX_REQUEST="true"))
    assert f'id="dit-{penalty.pk}" hx-swap-oob="true">Consignée comme décidée' in answer
    assert 'id="salle" hx-swap-oob="true">1 présent.' in answer


def test_a_change_says_which_readings_it_cancels(
    world: Any, committee: Committee, referent: Any, visit: Any, client: Any
) -> None:
    held(world, committee, referent)
    for role in ("referent", "provider"):
        client.force_login(referent)
        visit(role, "governance:minutes_read", committee.slug, data={"remark": ""})
    page = body(visit("referent", "governance:session", committee.slug))
    assert "Le projet de relevé a été relu par le client et le prestataire." in page
    answer = visit(
        "referent",
        "governance:attend",
        committee.slug,
        data={"others": "Direction", "notes": "Repris."},
        follow=True,
    )
    assert "Les lectures déjà données sont annulées : le client et le prestataire." in body(answer)
    assert "a été relu par" not in body(visit("referent", "governance:session", committee.slug))


def test_an_action_added_after_the_reading_asks_for_it_again(
    world: Any, committee: Committee, referent: Any, visit: Any
) -> None:
    held(world, committee, referent)
    visit("referent", "governance:minutes_read", committee.slug, data={"remark": ""})
    due = f"{portal_today().year + 1}-06-01"
    typed = {"title": "Renforcer", "owner_side": "provider", "owner_role": "SDM", "due_on": due}
    answer = visit("referent", "governance:session_action", committee.slug, data=typed, follow=True)
    assert "Les lectures déjà données sont annulées : le client." in body(answer)


def test_a_committee_held_and_not_settled_waits_in_the_inbox(
    world: Any, committee: Committee, people: Any
) -> None:
    save_sitting(committee=committee, present=["Direction"], notes="", user=people["referent"])
    line = "COPIL du 16/04/2026 tenu : 5 décisions et 3 points sans issue"
    for role in ("referent", "executive"):
        assert line in titles(people[role], world, date(2026, 9, 1))
    assert not [title for title in titles(people["provider"], world) if "sans issue" in title]
    held(world, committee, people["referent"])
    assert not [title for title in titles(people["referent"], world) if "sans issue" in title]
