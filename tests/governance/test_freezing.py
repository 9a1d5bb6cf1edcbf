"""What is signed stays as it was signed, whatever becomes of its questions, of its actions and of the month's data."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from contracts.selectors.lifetime import local_today
from core.engine.months import Month
from core.scope import Side, for_contract
from governance.models import ActionItem, Committee, Decision, Minutes
from governance.selectors.minutes_paper import paper_of
from governance.selectors.minutes_record import record_of
from governance.selectors.sitting import sitting_of
from governance.services import (
    ActionRefused,
    ConveningRefused,
    DecisionRefused,
    add_action,
    convene,
    prepare_committee,
    read_minutes,
    record_decision,
    save_sitting,
    sign_minutes,
    update_action,
)
from infogerance.selectors.todo import todo_for
from kpis.models import Signal
from tests.governance.sitting import PRESENT, held, signed

LATER = {"state": "postponed", "outcome": "Reportée.", "reason": "à revoir au comité suivant"}
ADOPTED = {"state": "adopted", "outcome": "", "reason": ""}


@pytest.fixture
def put_off(world: Any, committee: Committee, referent: Any, provider: Any) -> Committee:
    """Signed, with a shared question and one of the closed session put off."""
    for origin in ("gap", "penalty"):
        row = Decision.objects.get(committee=committee, origin=origin)
        record_decision(decision=row, sitting=committee, user=referent, role="referent", **LATER)
    signed(world, committee, referent, provider)
    return committee


@pytest.fixture
def following(world: Any, put_off: Committee, referent: Any) -> Committee:
    found = Committee.objects.create(
        contract=world, kind="technical", month=Month(2026, 4), held_on=date(2026, 5, 20), slug="cotech-2026-05-20"
    )  # fmt: skip
    save_sitting(committee=found, present=PRESENT, notes="", user=referent)
    return found


def papers(world: Any, committee: Committee) -> list[Any]:
    """Both copies of the paper, and the page of each side."""
    found: list[Any] = [paper_of(world, committee, shared=shared) for shared in (True, False)]
    for side in (Side.CLIENT, Side.PROVIDER):
        with for_contract(world.pk, side):
            record = record_of(world, sitting_of(world, committee))
        found.append((record.content, record.closed, [one for one, _ in record.matters]))
    return found


def take(committee: Committee, origin: str, user: Any) -> Decision:
    row = Decision.objects.get(contract=committee.contract, origin=origin)
    return record_decision(decision=row, sitting=committee, user=user, role="referent", **ADOPTED)


def test_a_question_taken_up_later_leaves_the_signed_minutes_as_they_were(
    world: Any, put_off: Committee, following: Committee, referent: Any
) -> None:
    before = papers(world, put_off)
    for origin in ("gap", "penalty"):
        assert take(following, origin, referent).state == "adopted"
    Signal.objects.filter(contract=world).delete()
    put_off.refresh_from_db()
    assert papers(world, put_off) == before
    content, closed, matters = before[2]
    assert [one["state"] for one in content["decisions"] if one["label"] == "D1"] == ["Reportée"]
    assert [one["state"] for one in closed] == ["Reportée", "Adoptée"]
    assert [one["origin"] for one in matters] == ["breach:E06", "breach:E08", "signal:K08"]
    assert before[3][1] == []


def test_the_committee_that_takes_a_question_up_has_it_in_its_minutes(
    world: Any, following: Committee, referent: Any, provider: Any
) -> None:
    take(following, "gap", referent)
    read_minutes(committee=following, side="client", user=referent)
    closed = take(following, "penalty", referent)
    assert Minutes.objects.get(committee=following).client_read_at is None
    save_sitting(committee=following, present=PRESENT, notes="", no_action=True, user=referent)
    read_minutes(committee=following, side="client", user=referent)
    read_minutes(committee=following, side="provider", user=provider)
    minutes = sign_minutes(contract=world, committee=following, user=referent)
    (told,) = minutes.content["decisions"]
    assert (told["label"], told["state"], told["carried_from"]) == (
        "D1", "Adoptée", "reprise du COPIL du 16/04/2026",
    )  # fmt: skip
    record = record_of(world, sitting_of(world, following))
    assert [(one["label"], one["text"]) for one in record.closed] == [("H1", closed.outcome)]
    paper = paper_of(world, following, shared=True)
    assert [one.question.endswith("(reprise du COPIL du 16/04/2026)") for one in paper.decisions] == [True]
    assert paper.no_action == "Aucune action n’est demandée."


def test_nothing_is_written_on_a_signed_committee(
    world: Any, put_off: Committee, referent: Any, client: Any
) -> None:
    with pytest.raises(
        ActionRefused, match=r"signé : il ne change plus\. Portez ce qui change au comité suivant"
    ):
        add_action(
            contract=world, committee=put_off, title="Ajout", owner_side="client", owner_role="Référent IT",
            due_on=date(2026, 12, 30), today=date(2026, 5, 2),
        )  # fmt: skip
    row = Decision.objects.get(committee=put_off, origin="gap")
    for sitting in (None, put_off):
        with pytest.raises(
            DecisionRefused, match="est signé : prenez cette décision à la séance d’un comité suivant"
        ):
            record_decision(decision=row, sitting=sitting, user=referent, role="referent", **ADOPTED)
    row.refresh_from_db()
    assert (row.state, ActionItem.objects.filter(committee=put_off).count()) == ("postponed", 0)
    client.force_login(referent)
    place = [world.slug, put_off.slug]
    answer = client.post(
        reverse("governance:attend", args=place), {"others": "Autre", "notes": ""}, follow=True
    )
    assert answer.redirect_chain == [(reverse("governance:minutes", args=place), 302)]
    assert "Rien n’a été enregistré. Le relevé de ce comité est signé" in answer.content.decode()


def test_a_question_of_a_coming_committee_is_not_taken_by_another(
    committee: Committee, world: Any, referent: Any
) -> None:
    other = Committee.objects.create(
        contract=world, kind="technical", month=Month(2026, 3), held_on=date(2026, 4, 20), slug="cotech-2026-04-20"
    )  # fmt: skip
    save_sitting(committee=other, present=PRESENT, notes="", user=referent)
    with pytest.raises(DecisionRefused, match="posée au COPIL du 16/04/2026 : décidez-la à sa séance"):
        take(other, "gap", referent)


class TestBeforeItsDay:
    """What is prepared early does not hold the committee."""

    @pytest.fixture
    def coming(self, committee: Committee) -> Committee:
        day = local_today(committee.contract) + timedelta(days=6)
        Committee.objects.filter(pk=committee.pk).update(held_on=day)
        committee.refresh_from_db()
        return committee

    def test_an_early_decision_leaves_the_committee_planned(
        self, world: Any, coming: Committee, make_user: Any
    ) -> None:
        user = make_user("executive", world)
        row = Decision.objects.get(committee=coming, origin="penalty")
        record_decision(decision=row, user=user, role="executive", **ADOPTED)
        held(world, coming, user)
        assert Committee.objects.get(pk=coming.pk).state == "planned"
        assert prepare_committee(contract=world, month=Month(2026, 3)).state == "planned"

    def test_its_minutes_are_not_signed(
        self, world: Any, coming: Committee, referent: Any, provider: Any
    ) -> None:
        with pytest.raises(Exception, match="signez à partir de ce jour, ou avancez sa date"):
            signed(world, coming, referent, provider)

    def test_from_its_day_on_it_is_held_once_someone_is_noted(
        self, committee: Committee, referent: Any
    ) -> None:
        save_sitting(committee=committee, present=[], notes="Ouverture.", user=referent)
        assert Committee.objects.get(pk=committee.pk).state == "planned"
        save_sitting(committee=committee, present=["Direction"], notes="Ouverture.", user=referent)
        assert Committee.objects.get(pk=committee.pk).state == "held"


class TestActions:
    """An action is carried out after the committee that asks for it."""

    def test_a_committee_is_not_moved_past_what_it_asks_for(
        self, world: Any, committee: Committee, referent: Any
    ) -> None:
        made = ask(world, committee, date(2026, 4, 20))
        words = f"Le comité se tiendrait après l’échéance de ses actions : A-{made.number} le 20/04/2026"
        with pytest.raises(ConveningRefused, match=words):
            convene(
                committee=committee,
                held_on=date(2026, 4, 21),
                starts_at=None,
                today=date(2026, 4, 10),
                user=referent,
            )
        moved = convene(
            committee=committee,
            held_on=date(2026, 4, 20),
            starts_at=None,
            today=date(2026, 4, 10),
            user=referent,
        )
        assert moved.held_on == date(2026, 4, 20)

    def test_the_client_is_told_of_what_the_provider_abandons(
        self, world: Any, committee: Committee, referent: Any, provider: Any
    ) -> None:
        made, day = ask(world, committee, date(2026, 5, 4)), date(2026, 4, 17)
        drop: dict[str, Any] = {"action": made, "state": "dropped", "today": day}
        with pytest.raises(ActionRefused, match="est à saisir, en 10 caractères au moins"):
            update_action(**drop, side="provider", reason="x", user=provider)
        update_action(**drop, side="provider", reason="Poste supprimé en mai.", user=provider)
        line = f"Action A-{made.number} abandonnée par le prestataire\u00a0: Renforcer le N2"
        assert line in titles(referent, world, day)
        assert line not in titles(provider, world, day)
        update_action(**drop, side="client", reason="Abandon admis en comité.", user=referent)
        assert line not in titles(referent, world, day)


def ask(world: Any, committee: Committee, due_on: date) -> ActionItem:
    return add_action(
        contract=world, committee=committee, title="Renforcer le N2", owner_side="provider", owner_role="SDM",
        due_on=due_on, today=date(2026, 4, 16),
    )  # fmt: skip


def titles(user: Any, world: Any, today: date) -> list[str]:
    member = user.memberships.select_related("contract").get(contract=world)
    with for_contract(world.pk, Side(member.side)):
        return [line.title for line in todo_for(today, {world.pk: member})]


def test_a_question_without_decider_is_not_put_off(committee: Committee, referent: Any) -> None:
    row = Decision.objects.get(committee=committee, origin="gap")
    Decision.objects.filter(pk=row.pk).update(decider="")
    with pytest.raises(DecisionRefused, match="Aucun décideur connu n’est nommé : remettez à jour"):
        record_decision(decision=row, user=referent, role="referent", **LATER)
