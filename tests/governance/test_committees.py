"""Preparing a committee, deciding, acting."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from core.engine.months import Month
from core.scope import Side, for_contract
from governance.models import ActionItem, Committee, Decision
from governance.selectors.asked import asked_before
from governance.services import (
    ActionRefused,
    DecisionRefused,
    NothingToPrepare,
    add_action,
    prepare_committee,
    record_decision,
    update_action,
)
from journal.models import JournalEntry
from kpis.models import IndicatorValue
from slas.models import MonthRecord, PenaltyClaim

MARCH = Month(2026, 3)
NOW = datetime(2026, 4, 20, 9, 0, tzinfo=UTC)
LATER = NOW.date() + timedelta(days=1)


def prepared(contract: Any) -> Committee:
    return prepare_committee(contract=contract, month=MARCH)


def test_the_data_ask_their_questions(world: Any) -> None:
    committee = prepared(world)
    assert committee.slug == "copil-2026-04-16"
    asked = {row.origin: row for row in Decision.objects.filter(committee=committee).order_by("pk")}
    assert list(asked) == ["penalty", "notice", "gap", "recurring", "signal:K08"]
    assert asked["penalty"].question == "Appliquer la pénalité de 2\u202f035\u00a0€ HT ?"
    assert (asked["penalty"].label, asked["penalty"].audience) == ("H1", "client")
    assert (asked["gap"].label, asked["gap"].audience) == ("D1", "both")
    assert asked["notice"].stake == "222\u202f000\u00a0€ HT par an"
    assert all("Ne rien faire" in {option["label"] for option in row.options} for row in asked.values())


def test_preparing_again_changes_nothing_and_keeps_what_was_decided(world: Any, make_user: Any) -> None:
    committee = prepared(world)
    user = make_user("executive", world)
    penalty = Decision.objects.get(committee=committee, origin="penalty")
    record_decision(decision=penalty, state="adopted", outcome="", reason="", user=user, role="executive")
    PenaltyClaim.objects.filter(contract=world, month=MARCH).update(firm=999)
    lines = JournalEntry.objects.filter(contract=world, action="committee.prepared").count()
    assert prepared(world).pk == committee.pk
    penalty.refresh_from_db()
    assert "2\u202f035" in penalty.question
    assert Decision.objects.filter(committee=committee).count() == 5
    assert JournalEntry.objects.filter(contract=world, action="committee.prepared").count() == lines


def test_a_watermelon_is_one_question_however_often_the_month_is_prepared(world: Any) -> None:
    felt = IndicatorValue.objects.get(contract=world, code="K22", part="", month=MARCH)
    felt.extra |= {"watermelon": True, "watermelon_reasons": ["satisfaction", "reopenings"]}
    felt.save()
    committee = prepared(world)
    prepared(world)
    asked = Decision.objects.filter(contract=world, origin="watermelon")
    assert [(row.committee_id, row.state) for row in asked] == [(committee.pk, "asked")]


def test_a_watermelon_is_asked_once_per_episode(world: Any, make_user: Any) -> None:
    """Asked of the committee of March, it is not in April; silent in May, it is asked anew in June."""
    felt = IndicatorValue.objects.get(contract=world, code="K22", part="", month=MARCH)
    april, may, june = (MARCH.shift(step) for step in (1, 2, 3))
    fires = {"watermelon": True, "watermelon_reasons": ["satisfaction"]}
    IndicatorValue.objects.filter(pk=felt.pk).update(extra=felt.extra | fires)
    committee = prepared(world)
    asked = Decision.objects.get(committee=committee, origin="watermelon")
    assert asked_before(world, MARCH) == frozenset()
    for month, extra in ((april, fires), (may, {"watermelon": False}), (june, fires)):
        IndicatorValue.objects.create(contract=world, code="K22", month=month, value=felt.value, extra=extra)
    assert asked_before(world, april) == {"watermelon"}
    referent = make_user("referent", world)
    record_decision(decision=asked, state="adopted", outcome="", reason="", user=referent, role="referent")
    told = [asked_before(world, month) for month in (april, may, june)]
    assert told == [{"watermelon"}, frozenset(), frozenset()]


def test_an_open_question_follows_the_data(world: Any) -> None:
    committee = prepared(world)
    PenaltyClaim.objects.filter(contract=world, month=MARCH).update(firm=999)
    prepared(world)
    assert "999\u00a0€" in Decision.objects.get(committee=committee, origin="penalty").question
    PenaltyClaim.objects.filter(contract=world, month=MARCH).update(firm=0)
    prepared(world)
    assert not Decision.objects.filter(committee=committee, origin="penalty").exists()


def test_a_month_without_result_has_nothing_to_prepare(world: Any) -> None:
    with pytest.raises(NothingToPrepare, match="mai 2026 n’est pas calculé"):
        prepare_committee(contract=world, month=Month(2026, 5))
    assert not Committee.objects.filter(month=Month(2026, 5)).exists()


def test_the_provider_sees_shared_questions_only(world: Any) -> None:
    committee = prepared(world)
    with for_contract(world.pk, Side.PROVIDER):
        assert [row.label for row in Decision.objects.filter(committee=committee).order_by("number")] == [
            "D1",
            "D2",
            "D3",
        ]


def test_an_adopted_text_is_the_one_voted(world: Any, make_user: Any) -> None:
    decision = Decision.objects.get(committee=prepared(world), origin="gap")
    user = make_user("referent", world)
    taken = record_decision(
        decision=decision, state="adopted", outcome="autre", reason="", user=user, role="referent"
    )
    assert taken.outcome == decision.resolution
    assert taken.decided_by == user
    line = JournalEntry.objects.filter(contract=world).order_by("-sequence").first()
    assert line is not None
    assert (line.action, line.subject, line.details["after"]) == ("decision.recorded", "D1", "adopted")


@pytest.mark.parametrize(
    ("state", "outcome", "reason", "message"),
    [
        ("amended", "", "motif assez long", "texte exact"),
        ("refused", "Non.", "court", "motif est à saisir"),
        ("asked", "x", "motif assez long", "Issue inconnue"),
    ],
)
def test_a_decision_without_text_or_reason_is_refused(
    world: Any, make_user: Any, state: str, outcome: str, reason: str, message: str
) -> None:
    decision = Decision.objects.get(committee=prepared(world), origin="gap")
    with pytest.raises(DecisionRefused, match=message):
        record_decision(
            decision=decision,
            state=state,
            outcome=outcome,
            reason=reason,
            user=make_user("referent", world),
            role="referent",
        )
    decision.refresh_from_db()
    assert decision.state == "asked"


def test_a_taken_decision_does_not_change_but_a_postponed_one_can_be_taken(
    world: Any, make_user: Any
) -> None:
    decision = Decision.objects.get(committee=prepared(world), origin="gap")
    user = make_user("referent", world)
    later = {
        "outcome": "Revu en mai.",
        "reason": "le prestataire est absent",
        "user": user,
        "role": "referent",
    }
    record_decision(decision=decision, state="postponed", **later)
    record_decision(decision=decision, state="refused", **later)
    with pytest.raises(DecisionRefused, match="déjà refusée"):
        record_decision(decision=decision, state="adopted", **later)


def test_actions_are_numbered_and_owned(world: Any) -> None:
    made = add_action(
        contract=world,
        title="Exiger le plan",
        owner_side="provider",
        owner_role="SDM",
        due_on=date(2026, 5, 15),
        today=date(2026, 4, 16),
    )
    assert made.number == 36
    with pytest.raises(ActionRefused, match="déjà passée"):
        add_action(
            contract=world,
            title="x",
            owner_side="client",
            owner_role="y",
            due_on=date(2026, 4, 1),
            today=date(2026, 4, 16),
        )


def test_the_provider_changes_its_own_actions_only(world: Any) -> None:
    today = date(2026, 4, 16)
    mine = ActionItem.objects.get(contract=world, number=31)
    done = update_action(action=mine, state="done", today=today, side="provider")
    assert (done.state, done.done_on) == ("done", today)
    theirs = ActionItem.objects.get(contract=world, number=29)
    with pytest.raises(ActionRefused, match="portée par le client"):
        update_action(action=theirs, state="todo", today=today, side="provider")
    with pytest.raises(ActionRefused, match="motif d’abandon"):
        update_action(action=mine, state="dropped", today=today, side="client")


class TestAPenaltyThatPeopleActedUpon:
    """The committee's question and the penalty are one chain: neither contradicts the other."""

    @pytest.fixture
    def claim(self, world: Any) -> Any:
        found = PenaltyClaim.objects.filter(contract=world, month=MARCH)
        found.update(audience="both", state="notified", notified_on=NOW.date(), observe_until=NOW.date())
        MonthRecord.objects.filter(contract=world, month=MARCH).update(state="closed")
        return found.get()

    def question(self, committee: Committee) -> Decision:
        return Decision.objects.get(committee=committee, origin="penalty")

    def test_a_notified_one_is_still_asked_in_true_words(self, world: Any, claim: Any) -> None:
        row = self.question(prepared(world))
        assert (row.state, row.options[2]["risk"]) == ("asked", "pénalité notifiée, sans suite")

    def test_one_on_which_the_last_word_was_said_is_not_asked_any_more(
        self, world: Any, claim: Any, make_user: Any
    ) -> None:
        from core.models import Job
        from infogerance.pipeline import process_committee
        from slas.services.prices import penalty_acts as acts

        committee = prepared(world)
        actor = acts.Actor(make_user("referent", world), "referent", Side.CLIENT)
        reason = "Suivi en comité du mois."
        acts.waive_penalty(claim=claim, actor=actor, amount=claim.left, reason=reason)
        with pytest.raises(DecisionRefused, match="Pénalité exonérée le "):
            record_decision(
                decision=self.question(committee),
                state="adopted",
                outcome="",
                reason="",
                user=actor.user,
                role="referent",
            )
        assert process_committee(Job.objects.get(kind="committee")) == {"committee": committee.pk}
        row = self.question(committee)
        assert (row.state, row.decided_by) == ("moot", None)
        assert row.outcome.startswith("Pénalité exonérée le ")
        assert row.outcome.endswith(reason)
        line = JournalEntry.objects.filter(action="decision.dropped").get()
        assert (line.subject, line.details["after"]) == ("H1", "moot")
        prepared(world)
        assert self.question(committee).state == "moot"

    def test_a_held_committee_is_told_too(self, world: Any, claim: Any, make_user: Any) -> None:
        from slas.services.prices import penalty_acts as acts

        committee = prepared(world)
        Committee.objects.filter(pk=committee.pk).update(state="held")
        actor = acts.Actor(make_user("referent", world), "referent", Side.CLIENT)
        acts.confirm_penalty(claim=claim, actor=actor, reason="Suivi en comité du mois.", today=LATER)
        prepared(world)
        assert self.question(committee).state == "moot"

    def test_what_was_decided_is_told_to_the_penalty(self, world: Any, make_user: Any) -> None:
        from slas.models import PenaltyDecision

        row = self.question(prepared(world))
        user = make_user("executive", world)
        record_decision(
            decision=row,
            state="postponed",
            outcome="En mai.",
            reason="Chiffres à revoir.",
            user=user,
            role="executive",
        )
        assert PenaltyDecision.objects.get().words == "H1 reportée, COPIL du 16/04/2026"
        record_decision(decision=row, state="adopted", outcome="", reason="", user=user, role="executive")
        told = PenaltyDecision.objects.get()
        assert (told.words, told.claims, told.text) == (
            "H1 adoptée, COPIL du 16/04/2026",
            True,
            row.resolution,
        )
