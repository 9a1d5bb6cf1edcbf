"""The words of a penalty agree with its state, and with what the committee decided of it."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import Role
from core.days import portal_today
from core.scope import Side, for_contract
from journal.models import JournalEntry
from slas.models import MonthRecord, PenaltyClaim, PenaltyDecision
from slas.selectors.penalty_wording import priced_though_met
from slas.services import open_dispute
from slas.services.prices import penalty_acts as acts
from slas.services.prices.deciding import hear_decision
from tests.slas.parties import MARCH, OPENED, exclusion, member_of
from tests.slas.reading import words

REASON = "Geste commercial convenu par écrit."


@pytest.fixture
def claim(furnished):
    return PenaltyClaim.objects.get(month="2026-03")


@pytest.fixture
def closed(claim):
    MonthRecord.objects.filter(month="2026-03").update(state="closed")
    return claim


@pytest.fixture
def referent(make_user, furnished):
    return acts.Actor(
        make_user(Role.REFERENT, furnished.contract, email="r@exemple.fr"), "referent", Side.CLIENT
    )


def decided(contract, state="adopted"):
    return hear_decision(
        contract=contract, month=MARCH, state=state, label="H1", committee="COPIL du 16/04/2026",
        text="Le comité applique la pénalité.", at=OPENED,
    )  # fmt: skip


def test_an_open_dispute_makes_the_amounts_to_recompute(furnished, claim, visit, make_user):
    assert "1 295 €" in words(visit("penalites/2026-03/"))
    provider = member_of(furnished.contract, make_user, "provider")
    open_dispute(
        contract=furnished.contract, claim=exclusion("L001"), member=provider, form_key="f", at=OPENED
    )
    page = words(visit("penalites/2026-03/"))
    assert "Calculée : montant à recalculer" in page
    assert "Montants à recalculer" in page
    assert "hors de toute contestation" in page
    assert "à recalculer" in words(visit("penalites/"))
    furnished.compute("2026-03")
    page = words(visit("penalites/2026-03/"))
    assert "à recalculer" not in page
    assert "en contestation" in page


def test_observations_do_not_read_as_a_dispute(closed, furnished, referent, make_user, visit):
    today = portal_today()
    acts.notify_penalty(claim=closed, actor=referent, on=today, means="courriel", today=today)
    page = words(visit("penalites/2026-03/"))
    assert "Valider la pénalité" not in page
    assert "Observations jusqu’au" in page
    provider = acts.Actor(
        make_user(Role.PROVIDER, furnished.contract, email="p@exemple.fr"), "provider", Side.PROVIDER
    )
    acts.observe_penalty(claim=closed, actor=provider, text="Deux tickets relèvent du client.", today=today)
    page = words(visit("penalites/2026-03/"))
    assert "Observations reçues : 1 295 €" in page
    assert "Contestée" not in page
    assert "Valider la pénalité" in page


def test_what_is_waived_is_not_told_as_due(closed, referent, visit):
    acts.waive_penalty(claim=closed, actor=referent, amount=closed.left, reason=REASON)
    page = words(visit("penalites/2026-03/"))
    assert "Exonérée : 1 295 €" in page
    assert "tout est exonéré" in page
    assert "quoi qu’il advienne" not in page


def test_a_draft_waived_is_not_told_to_the_provider(closed, referent):
    acts.waive_penalty(claim=closed, actor=referent, amount=closed.left, reason=REASON)
    told = JournalEntry.objects.filter(action__startswith="penalty.").values_list("action", flat=True)
    assert list(told) == ["penalty.draft_waived"]


def test_waiving_against_the_committee_is_said_and_confirmed(closed, furnished, referent, visit):
    decided(furnished.contract)
    with pytest.raises(acts.PenaltyRefused, match="H1 adoptée, COPIL du 16/04/2026"):
        acts.waive_penalty(claim=closed, actor=referent, amount=closed.left, reason=REASON)
    client = Client()
    client.force_login(referent.user)
    url = f"/contrats/{furnished.contract.slug}/penalites/2026-03/"
    page = client.get(url)
    form = next(form for form in page.context["forms"] if form.act == "waive")
    assert "J’exonère malgré la décision du comité" in words(page)
    assert "amount" not in form.initial
    given = {"act": "waive", "seen": form.initial["seen"], "amount": "1295", "reason": REASON}
    refused = client.post(url, given)
    assert (refused.status_code, PenaltyClaim.objects.get().state) == (422, "calculated")
    assert client.post(url, given | {"despite": "on"}).status_code == 302
    assert PenaltyClaim.objects.get().state == "waived"


@pytest.mark.parametrize("state", ["refused", "postponed"])
def test_a_committee_that_did_not_claim_it_asks_nothing_more(closed, furnished, referent, state):
    decided(furnished.contract, state)
    acts.waive_penalty(claim=closed, actor=referent, amount=closed.left, reason=REASON)
    assert closed.state == "waived"


def test_the_decision_is_the_clients_alone(furnished, claim):
    decided(furnished.contract)
    assert PenaltyDecision.objects.get().words == "H1 adoptée, COPIL du 16/04/2026"
    with for_contract(furnished.contract.pk, Side.PROVIDER):
        assert not PenaltyDecision.objects.exists()


def test_the_month_names_the_penalty_to_the_client_alone(closed, visit):
    board = words(visit("mois/2026-03/"))
    assert "Pénalité 1 295 €" in board
    assert "1 295" not in words(visit("mois/2026-03/", "provider"))


def test_the_synthesis_follows_the_penalty(closed, referent, visit):
    assert "Pénalité proposée 1 295 €" in words(visit("?mois=2026-03"))
    acts.waive_penalty(claim=closed, actor=referent, amount=closed.left, reason=REASON)
    assert "Pénalité exonérée : 1 295 €" in words(visit("?mois=2026-03"))


def test_a_commitment_that_is_met_says_why_it_costs():
    proof = [
        {"rule": "late_hour", "clause": "art. 11.2", "step": step, "value": "3"}
        for step in ("hours", "amount")
    ]
    said = priced_though_met(proof).replace("\u00a0", " ")
    assert said == (
        "Engagement tenu, mais « Montant par heure de retard entamée » (art. 11.2) se compte à part du taux du mois."
    )
    assert priced_though_met([]) == ""
