"""A pack says what was known on its committee's day: later facts are left out, whenever it is printed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from core.engine.months import Month
from core.scope import Side
from governance.engine.facts import PackFacts
from governance.models import ActionItem, Committee
from governance.selectors.packs import facts_for
from governance.services import prepare_committee
from reports.models import Ticket
from reversibility.models import ExitProof
from slas.models import Dispute
from tests.reversibility.proofs import prove

MARCH = Month(2026, 3)
DAY, LATER = date(2026, 4, 16), date(2026, 5, 4)


@pytest.fixture
def committee(world: Any) -> Committee:
    return prepare_committee(contract=world, month=MARCH)


def facts(committee: Committee) -> PackFacts:
    return facts_for(committee.contract, committee, Side.CLIENT)[0]


def test_a_later_proof_is_not_there_yet(committee: Committee) -> None:
    before = facts(committee).exit
    assert before is not None
    prove(15, LATER)
    after = facts(committee).exit
    assert after == before
    ExitProof.objects.filter(deliverable__number=15).update(dated=DAY)
    proof = next(one for one in (facts(committee).exit or before).proofs if one.number == 15)
    assert (proof.state, proof.proof_on) == ("current", DAY)


def test_an_action_done_later_is_still_under_way(committee: Committee) -> None:
    ActionItem.objects.filter(number=27).update(state="done", done_on=LATER)
    action = next(one for one in facts(committee).actions if one.number == 27)
    assert (action.state, action.late, action.on_time) == ("doing", 48, False)
    ActionItem.objects.filter(number=27).update(done_on=DAY)
    action = next(one for one in facts(committee).actions if one.number == 27)
    assert (action.state, action.late, action.on_time) == ("done", 0, False)


def test_a_ticket_resolved_later_is_open(committee: Committee) -> None:
    Ticket.objects.filter(reference="INC-4705").update(resolved_at=datetime(2026, 4, 16, 21, 59, tzinfo=UTC))
    assert _resolved(committee) == datetime(2026, 4, 16, 21, 59, tzinfo=UTC)
    # Midnight in Paris is 22:00 in universal time.
    Ticket.objects.filter(reference="INC-4705").update(resolved_at=datetime(2026, 4, 16, 22, 0, tzinfo=UTC))
    assert _resolved(committee) is None


def _resolved(committee: Committee) -> datetime | None:
    return next(row for row in facts(committee).late if row.reference == "INC-4705").resolved_at


def test_a_later_dispute_is_left_out(committee: Committee, make_user: Any) -> None:
    dispute = Dispute.objects.create(
        contract=committee.contract, number=12, kind="contestation", commitment_code="E06", month=MARCH,
        ground="counting", text="Le décompte est à revoir.", proposed="met", opened_side="provider",
        opened_by=make_user("provider", committee.contract), opened_at=datetime(2026, 4, 16, 22, 0, tzinfo=UTC),
        answer_due_on=LATER, form_key="k",
    )  # fmt: skip
    assert facts(committee).month.disputes == ()
    Dispute.objects.filter(pk=dispute.pk).update(opened_at=datetime(2026, 4, 16, 21, 59, tzinfo=UTC))
    assert [one.number for one in facts(committee).month.disputes] == [12]
