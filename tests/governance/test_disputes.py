"""What a committee is told of the disputes still open: their effect on the page, one question when referred."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from core.engine.months import Month
from core.scope import Side
from governance.models import Committee, Decision
from governance.selectors.judgement import month_facts
from governance.selectors.packs import content_for
from governance.services import prepare_committee
from slas.models import Dispute

NOW = datetime(2026, 4, 10, 7, 14, tzinfo=UTC)
MARCH = Month.parse("2026-03")


@pytest.fixture
def dispute(world: Any, make_user: Any) -> Dispute:
    opener = make_user("provider", world)
    return Dispute.objects.create(
        contract=world, number=12, kind="contestation", commitment_code="E06", month=MARCH, ground="counting",
        text="Le décompte est à revoir.", proposed="met", opened_side="provider", opened_by=opener,
        opened_at=NOW, answer_due_on=date(2026, 4, 25), form_key="k",
    )  # fmt: skip


def test_the_pack_tells_it_with_its_effect(world: Any, dispute: Dispute) -> None:
    prepare_committee(contract=world, month=MARCH)
    page = next(
        page
        for page in content_for(Committee.objects.get(month=MARCH), "partage").data.pages
        if page.kind == "confrontation"
    )
    title, told = page.body["disputes"]
    assert title == "1\u00a0contestation ouverte"
    assert [(link.text, link.path, words) for link, words in told] == [
        (
            "Contestation n°\u00a012",
            "contestations/12/",
            "E06, décompte du mois. Taux inchangé, le verdict du mois passerait de non respecté à respecté.",
        )
    ]


def test_once_settled_it_is_told_no_more(world: Any, dispute: Dispute) -> None:
    Dispute.objects.update(state="refused", settled_at=NOW)
    facts = month_facts(world, MARCH, date(2026, 4, 16), Side.PROVIDER)
    assert facts is not None
    assert facts.disputes == ()


def test_referred_it_becomes_a_question(world: Any, dispute: Dispute) -> None:
    Dispute.objects.update(state="committee")
    prepare_committee(contract=world, month=MARCH)
    asked = Decision.objects.filter(origin="dispute").values_list("question", "evidence", "stake")
    assert list(asked) == [
        (
            "Quelle suite donner à la contestation n°\u00a012 ?",
            "contestations/12/",
            "E06, décompte du mois",
        )
    ]
