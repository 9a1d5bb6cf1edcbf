"""A committee from its session to its signed minutes."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from core.engine.months import Month
from core.scope import Side, for_contract
from governance.engine.minutes import digest_of
from governance.models import Committee, Decision, MatterOutcome, Minutes
from governance.selectors.committees import committee_page
from governance.selectors.sitting import matters_of, sitting_of
from governance.services import (
    ActionRefused,
    ConveningRefused,
    MinutesRefused,
    SittingRefused,
    add_action,
    convene,
    read_minutes,
    record_decision,
    save_sitting,
    settle_matter,
    sign_minutes,
)
from journal.models import JournalEntry
from kpis.models import Signal
from tests.governance.sitting import PRESENT, held, settle_all, signed

BREACHES = ["breach:E06", "breach:E08"]


def test_breaches_and_alarms_are_the_matters_and_what_is_to_watch_is_not(
    world: Any, committee: Committee
) -> None:
    found = [matter.origin for matter in matters_of(world, committee)]
    assert found[:2] == BREACHES
    assert found[2:] == ["signal:K08"]
    Signal.objects.filter(contract=world, code="K08").update(alarm=False)
    assert [matter.origin for matter in matters_of(world, committee)] == BREACHES
    assert (
        matters_of(world, committee)[0].title == "E06 GTR P3, 2 j ouvrés : 85,12\u00a0% pour ≥\u00a090\u00a0%"
    )


def test_a_breach_without_outcome_holds_the_signature_back(
    world: Any, committee: Committee, referent: Any, provider: Any
) -> None:
    held(world, committee, referent)
    with transaction.atomic():
        MatterOutcome.objects.get(committee=committee, origin="breach:E08").delete()
    read_minutes(committee=committee, side="client", user=referent)
    read_minutes(committee=committee, side="provider", user=provider)
    assert sitting_of(world, committee).holding == ["Sans issue : E08"]
    with pytest.raises(MinutesRefused, match="Sans issue : E08"):
        sign_minutes(contract=world, committee=committee, user=referent)
    assert Minutes.objects.get(committee=committee).signed_at is None


def test_signed_minutes_tell_what_both_read_and_keep_their_digest(
    world: Any, committee: Committee, referent: Any, provider: Any
) -> None:
    minutes = signed(world, committee, referent, provider)
    assert minutes.digest == digest_of(minutes.content)
    assert {row["label"] for row in minutes.content["decisions"]} == {"D1", "D2", "D3"}
    assert "2\u202f035" not in str(minutes.content)
    assert minutes.content["remark"] == "Lu."
    assert minutes.content["matters"][0]["outcome"] == "Renégocier"
    committee.refresh_from_db()
    assert committee.state == Committee.State.SIGNED
    entry = JournalEntry.objects.get(contract=world, action="minutes.signed")
    assert entry.details["sha256"] == minutes.digest


def test_signed_minutes_change_on_no_path(
    world: Any, committee: Committee, referent: Any, provider: Any
) -> None:
    minutes = signed(world, committee, referent, provider)
    with pytest.raises(SittingRefused, match="signé"):
        save_sitting(committee=committee, present=["Autre"], notes="", user=referent)
    with pytest.raises(SittingRefused, match="signé"):
        settle_all(world, committee, referent)
    with pytest.raises(SittingRefused, match="signé"):
        read_minutes(committee=committee, side="client", user=referent)
    attacks = [
        lambda: Minutes.objects.filter(pk=minutes.pk).update(notes="autre"),
        lambda: Minutes.objects.filter(pk=minutes.pk).delete(),
        lambda: MatterOutcome.objects.filter(committee=committee).update(choice="accept"),
        lambda: MatterOutcome.objects.filter(committee=committee).delete(),
    ]
    for attack in attacks:
        with pytest.raises(DatabaseError, match="signé"), transaction.atomic():
            attack()
    minutes.refresh_from_db()
    assert (minutes.notes, MatterOutcome.objects.filter(committee=committee).count()) == (
        "RAS.",
        len(matters_of(world, committee)),
    )


def test_writing_after_a_reading_asks_for_it_again(world: Any, committee: Committee, referent: Any) -> None:
    held(world, committee, referent)
    read_minutes(committee=committee, side="client", user=referent)
    save_sitting(committee=committee, present=["Référent IT"], notes="RAS.", user=referent)
    assert Minutes.objects.get(committee=committee).client_read_at is None


def test_the_same_notes_saved_again_change_nothing(world: Any, committee: Committee, referent: Any) -> None:
    held(world, committee, referent)
    lines = JournalEntry.objects.count()
    read_minutes(committee=committee, side="client", user=referent)
    save_sitting(committee=committee, present=PRESENT, notes="RAS. ", no_action=True, user=referent)
    assert Minutes.objects.get(committee=committee).client_read_at is not None
    assert JournalEntry.objects.count() == lines + 1


def test_a_matter_that_the_data_no_longer_tell_is_refused(
    world: Any, committee: Committee, referent: Any
) -> None:
    with pytest.raises(SittingRefused, match="plus à l’ordre du jour"):
        settle_matter(
            contract=world, committee=committee, origin="breach:E99", choice="act", until=None, note="", user=referent
        )  # fmt: skip
    assert not MatterOutcome.objects.exists()


def test_an_action_is_due_after_its_committee_and_has_an_owner(world: Any, committee: Committee) -> None:
    said = {"contract": world, "committee": committee, "title": "Renforcer", "owner_side": "provider"}
    today = date(2026, 4, 10)
    with pytest.raises(ActionRefused, match="avant le comité du 16/04/2026"):
        add_action(**said, owner_role="SDM", due_on=date(2026, 4, 15), today=today)
    with pytest.raises(ActionRefused, match="porteur"):
        add_action(**said, owner_role="  ", due_on=date(2026, 5, 15), today=today)
    assert add_action(**said, owner_role="SDM", due_on=date(2026, 4, 16), today=today).number == 36


def test_a_committee_moves_to_a_working_day_until_it_is_held(
    world: Any, committee: Committee, referent: Any
) -> None:
    day = date(2026, 4, 10)
    with pytest.raises(ConveningRefused, match="04/05/2026"):
        convene(committee=committee, held_on=date(2026, 5, 2), starts_at=None, today=day, user=referent)
    moved = convene(
        committee=committee, held_on=date(2026, 4, 17), starts_at=time(14, 0), today=day, user=referent
    )
    assert (moved.held_on, moved.slug) == (date(2026, 4, 17), "copil-2026-04-16")
    save_sitting(committee=committee, present=["Référent IT"], notes="", user=referent)
    with pytest.raises(ConveningRefused, match="s’est tenu"):
        convene(committee=committee, held_on=date(2026, 4, 20), starts_at=None, today=day, user=referent)


def test_the_scope_hides_what_the_provider_may_not_settle(world: Any, committee: Committee) -> None:
    with for_contract(world.pk, Side.PROVIDER):
        assert {row.label for row in sitting_of(world, committee).decisions} == {"D1", "D2", "D3"}


def test_what_was_put_off_or_watched_comes_back_at_the_next_committee(
    world: Any, committee: Committee, referent: Any
) -> None:
    asked = Decision.objects.get(committee=committee, origin="gap")
    reason = "le prestataire demande un mois"
    record_decision(
        decision=asked, state="postponed", outcome="Reporté.", reason=reason, user=referent, role="referent"
    )
    watch = {"contract": world, "committee": committee, "choice": "watch", "note": "", "user": referent}
    settle_matter(**watch, origin="breach:E06", until=date(2026, 5, 18))
    settle_matter(**watch, origin="breach:E08", until=date(2026, 9, 1))
    following = Committee.objects.create(
        contract=world,
        kind="technical",
        month=Month(2026, 4),
        held_on=date(2026, 5, 20),
        slug="cotech-2026-05-20",
    )
    found = committee_page(following, date(2026, 5, 10))
    assert [point.why for point in found.carried] == [
        "D1, reportée par le COPIL du 16/04/2026",
        "surveillé jusqu’au 18/05/2026",
    ]
    assert found.agenda[1].minutes == 10
    assert found.agenda[1].text.startswith("À reprendre : Demander au prestataire")
    settle_all(world, committee, referent)
    assert [point.why for point in committee_page(following, date(2026, 5, 10)).carried] == [
        "D1, reportée par le COPIL du 16/04/2026"
    ]
