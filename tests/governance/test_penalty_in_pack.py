"""A penalty in the pack: every sentence follows its life, and the provider reads it once notified."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.engine.months import Month
from core.models import Job
from core.scope import Side
from governance.models import Committee, Decision
from governance.selectors.packs import content_for
from governance.services import prepare_committee
from governance.services.rendering import render_pages
from infogerance.pipeline import process_committee
from slas.models import MonthRecord, PenaltyClaim
from slas.services.prices import penalty_acts as acts

MARCH = Month(2026, 3)
ON, TODAY = date(2026, 4, 20), date(2026, 5, 20)
REASON = "Suivi en comité du mois de mai."


@pytest.fixture
def committee(world: Any) -> Committee:
    return prepare_committee(contract=world, month=MARCH)


@pytest.fixture
def referent(world: Any, make_user: Any) -> acts.Actor:
    return acts.Actor(make_user("referent", world), "referent", Side.CLIENT)


@pytest.fixture
def claim(committee: Committee) -> PenaltyClaim:
    return PenaltyClaim.objects.get(month=MARCH)


def close(claim: PenaltyClaim) -> None:
    MonthRecord.objects.filter(contract=claim.contract_id, month=MARCH).update(state="closed")


def notify(claim: PenaltyClaim, actor: acts.Actor) -> None:
    close(claim)
    acts.notify_penalty(claim=claim, actor=actor, on=ON, means="courrier recommandé", today=TODAY)


def text_of(committee: Committee, variant: str) -> str:
    html = render_pages(content_for(committee, variant).data)
    return html.replace("\u202f", " ").replace("\u00a0", " ").replace("&nbsp;", " ")


def kinds(committee: Committee, variant: str) -> list[str]:
    return [page.kind for page in content_for(committee, variant).data.pages]


def test_a_draft_is_the_clients_alone(committee: Committee) -> None:
    text = text_of(committee, "client")
    assert "Pénalité provisoire : 2 035 €" in text
    assert "Proposée : le comité décide, le prestataire n’en lit rien avant d’être notifié." in text
    with CaptureQueriesContext(connection) as asked:
        shared = text_of(committee, "partage")
    assert "énalité provisoire" not in shared
    for column in ("penalty_due", "penalty_gross", "penalty_cut", "penalty_lines", '"penalty"'):
        assert not [q for q in asked.captured_queries if column in q["sql"]], column


def test_once_notified_both_packs_say_so(
    committee: Committee, claim: PenaltyClaim, referent: acts.Actor
) -> None:
    notify(claim, referent)
    prepare_committee(contract=committee.contract, month=MARCH)
    client, shared = text_of(committee, "client"), text_of(committee, "partage")
    for text in (client, shared):
        assert "Pénalité notifiée : 2 035 €" in text
        assert "Notifiée le 20/04/2026 (courrier recommandé) : le prestataire peut présenter" in text
        # The proof: clause, base, rate, excess, then the month's cap and what is due.
        for proof in ("art. 9", "forfait mensuel HT 18 500 €", "tranches 5", "part du forfait par tranche 1 %",
                      "Plafond du mois", "2 775,00 €", "Pénalité notifiée, arrondie au centime", "2 035,00 €"):  # fmt: skip
            assert proof in text, proof
        assert "amais notifiée" not in text
    assert "Valider la pénalité de 2 035 € HT, notifiée le 20/04/2026" in client
    page = next(page for page in content_for(committee, "partage").data.pages if page.kind == "finances")
    assert not page.closed_session
    assert "stakes" not in kinds(committee, "partage")


def test_a_draft_beside_a_notified_revision_stays_unread(
    committee: Committee, claim: PenaltyClaim, referent: acts.Actor
) -> None:
    PenaltyClaim.objects.create(
        contract=committee.contract, audience="client", month=MARCH, revision=2, gross=4444, computed=4444,
        firm=4444, calculated_at=claim.calculated_at,
    )  # fmt: skip
    notify(claim, referent)
    assert "4 444" in text_of(committee, "client")
    shared = text_of(committee, "partage")
    assert "4 444" not in shared
    assert "Pénalité notifiée : 2 035 €" in shared


def test_what_is_settled_is_asked_no_more(
    committee: Committee, claim: PenaltyClaim, referent: acts.Actor
) -> None:
    notify(claim, referent)
    acts.waive_penalty(claim=claim, actor=referent, amount=Decimal(35), reason=REASON)
    acts.confirm_penalty(claim=claim, actor=referent, reason=REASON, today=TODAY)
    prepare_committee(contract=committee.contract, month=MARCH)
    assert Decision.objects.get(committee=committee, origin="penalty").state == Decision.State.MOOT
    text = text_of(committee, "client")
    assert "Pénalité validée : 2 035 €, 35 € exonérés" in text
    assert "Exonération de 35 € : reste 2 000 €." in text
    acts.apply_penalty(
        claim=claim, actor=referent, reference="AV-7", on=TODAY, amount=Decimal(2000), today=TODAY
    )
    text = text_of(committee, "partage")
    assert "Pénalité créditée : 2 035 €, 35 € exonérés" in text
    assert "créditée par l’avoir AV-7 du 20/05/2026." in text
    assert "proposée" not in text


def test_what_was_waived_before_any_notification_is_never_the_providers(
    committee: Committee, claim: PenaltyClaim, referent: acts.Actor
) -> None:
    close(claim)
    acts.waive_penalty(claim=claim, actor=referent, amount=claim.due, reason=REASON)
    text = text_of(committee, "client")
    assert "Jamais notifiée, exonérée en entier : rien n’est dû." in text
    assert "Pénalité exonérée" in text
    assert "penalty" not in kinds(committee, "partage")


def test_an_act_refreshes_the_question_and_the_packs(
    committee: Committee, claim: PenaltyClaim, referent: acts.Actor
) -> None:
    notify(claim, referent)
    process_committee(Job.objects.get(kind="committee"))
    assert Decision.objects.get(committee=committee, origin="penalty").question.startswith("Valider")
    asked = Job.objects.filter(kind="pack").values_list("payload__variant", flat=True)
    assert sorted(asked) == ["client", "executif", "partage"]
