"""The life of a penalty: who may do what, once; and what each side reads before and after the notification."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Role
from core.days import portal_today
from core.scope import Side, for_contract
from journal.models import JournalEntry
from slas.models import MonthRecord, PenaltyAct, PenaltyClaim, PenaltyLine
from slas.services.prices import penalty_acts as acts
from slas.services.prices.penalty_acts import Actor, PenaltyChanged, PenaltyRefused
from tests.slas.reading import words

TODAY = date(2026, 5, 4)
ON = date(2026, 5, 1)
REASON = "Suivi en comité du mois de mai."
MONTH_PAGES = (
    "engagements/",
    "engagements/E06/2026-03/",
    "engagements/?export=csv",
    "mois/2026-03/",
    "rapprochement/2026-03/",
    "tickets/L001/",
    "penalites/",
    "penalites/?export=csv",
    "",
)


@pytest.fixture
def claim(furnished):
    return PenaltyClaim.objects.get(month="2026-03")


@pytest.fixture
def referent(make_user, furnished):
    return Actor(make_user(Role.REFERENT, furnished.contract, email="r@exemple.fr"), "referent", Side.CLIENT)


@pytest.fixture
def provider(make_user, furnished):
    return Actor(
        make_user(Role.PROVIDER, furnished.contract, email="p@exemple.fr"), "provider", Side.PROVIDER
    )


@pytest.fixture
def closed(claim):
    """March is closed: its amount does not move any more."""
    MonthRecord.objects.filter(month="2026-03").update(state="closed")
    return claim


def notify(claim, actor, **values):
    given = {"on": ON, "means": "courrier recommandé", "today": TODAY} | values
    return acts.notify_penalty(claim=claim, actor=actor, **given)


def credit(**values):
    return {"reference": "AV-1", "on": ON, "amount": Decimal(1000), "today": TODAY} | values


def test_a_month_is_priced_line_by_line(claim):
    assert (claim.state, claim.audience, claim.revision) == ("calculated", "client", 1)
    assert (claim.gross, claim.computed, claim.cut, claim.firm, claim.disputed) == (1295, 1295, 0, 1295, 0)
    line = claim.lines.get()
    assert (line.commitment.code, line.kind, line.clause, line.amount) == (
        "E06",
        "fee_share",
        "art. 12",
        1295,
    )
    assert [step["step"] for step in claim.proof][:3] == ["gross", "after_deductible", "after_bonus"]


def test_computing_again_replaces_the_draft_and_doubles_nothing(furnished, claim):
    furnished.compute("2026-02", "2026-03")
    again = PenaltyClaim.objects.get(month="2026-03")
    assert (again.due, PenaltyLine.objects.count()) == (claim.due, 1)
    assert PenaltyClaim.objects.count() == 1


def test_the_whole_life(closed, claim, referent, provider):
    notify(claim, referent)
    assert (claim.state, claim.observe_until) == ("notified", ON + timedelta(days=15))
    with pytest.raises(PenaltyRefused, match="jusqu’au 16/05/2026"):
        acts.confirm_penalty(claim=claim, actor=referent, reason=REASON, today=TODAY)
    acts.observe_penalty(claim=claim, actor=provider, text="Deux tickets relèvent du client.", today=TODAY)
    acts.waive_penalty(claim=claim, actor=referent, amount=Decimal(295), reason=REASON)
    assert (claim.state, claim.left) == ("contested", 1000)
    acts.confirm_penalty(claim=claim, actor=referent, reason=REASON, today=TODAY)
    with pytest.raises(PenaltyRefused, match="exonérez d’abord"):
        acts.apply_penalty(claim=claim, actor=referent, **credit(amount=Decimal(999)))
    with pytest.raises(PenaltyRefused, match="ne peut pas être à venir"):
        acts.apply_penalty(claim=claim, actor=referent, **credit(on=TODAY + timedelta(days=1)))
    acts.apply_penalty(claim=claim, actor=referent, **credit())
    assert (claim.state, claim.left, claim.credit_amount) == ("applied", 0, 1000)
    assert claim.credit_amount + claim.waived + claim.cut == claim.computed
    kinds = list(PenaltyAct.objects.order_by("pk").values_list("kind", "side"))
    assert kinds == [
        ("notified", "client"),
        ("observed", "provider"),
        ("waived", "client"),
        ("confirmed", "client"),
        ("applied", "client"),
    ]
    told = JournalEntry.objects.filter(action__startswith="penalty.").order_by("sequence")
    assert [row.action for row in told] == [f"penalty.{kind}" for kind, _ in kinds]
    with pytest.raises(PenaltyRefused, match="Créditée"):
        acts.waive_penalty(claim=claim, actor=referent, amount=Decimal(1), reason=REASON)


@pytest.mark.parametrize(
    ("values", "message"),
    [({"means": " "}, "moyen"), ({"on": date(2026, 6, 1)}, "à venir")],
)
def test_a_notification_says_when_and_how(closed, claim, referent, values, message):
    with pytest.raises(PenaltyRefused, match=message):
        notify(claim, referent, **values)


def test_observations_end_with_their_time(closed, claim, referent, provider):
    notify(claim, referent)
    late = claim.observe_until + timedelta(days=1)
    with pytest.raises(PenaltyRefused, match="a pris fin"):
        acts.observe_penalty(claim=claim, actor=provider, text="Trop tard, hélas.", today=late)
    acts.confirm_penalty(claim=claim, actor=referent, reason=REASON, today=late)
    assert claim.state == "confirmed"


def test_two_people_at_once_do_it_once(closed, claim, referent):
    stale = PenaltyClaim.objects.get(pk=claim.pk)
    notify(claim, referent)
    with pytest.raises(PenaltyChanged):
        notify(stale, referent)
    assert PenaltyAct.objects.count() == 1
    other = PenaltyClaim.objects.get(pk=claim.pk)
    acts.waive_penalty(claim=claim, actor=referent, amount=Decimal(5), reason=REASON)
    with pytest.raises(PenaltyChanged):
        acts.waive_penalty(claim=other, actor=referent, amount=Decimal(5), reason=REASON)


def test_the_draft_of_an_open_month_waits_for_its_closing(claim, referent, visit):
    with pytest.raises(PenaltyRefused, match="clôturez d’abord"):
        notify(claim, referent)
    with pytest.raises(PenaltyRefused, match="clôturez d’abord"):
        acts.waive_penalty(claim=claim, actor=referent, amount=claim.left, reason=REASON)
    assert not PenaltyAct.objects.exists()
    page = words(visit("penalites/2026-03/"))
    assert "Montant provisoire" in page
    assert "Notifier au prestataire" not in page


def test_a_notified_amount_does_not_follow_the_computation(furnished, claim):
    PenaltyClaim.objects.filter(pk=claim.pk).update(
        state="notified", audience="both", notified_on=ON, observe_until=ON
    )
    furnished.ticket("X1", "2026-03-02 09:00", "2026-03-12 12:00", delivery=furnished.record().delivery)
    furnished.compute("2026-03")
    assert PenaltyClaim.objects.get().due == 1295
    assert furnished.record().penalty_due > 1295


def test_the_database_holds_the_rules(closed, claim, referent):
    def refused(**values):
        with pytest.raises(IntegrityError), transaction.atomic():
            PenaltyClaim.objects.filter(pk=claim.pk).update(**values)

    refused(audience="both")
    refused(state="notified", audience="both")
    refused(state="applied", audience="both", notified_on=ON)
    refused(firm=-1)
    notify(claim, referent)
    refused(audience="client")
    line = claim.lines.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        PenaltyLine.objects.create(
            contract=line.contract,
            claim=claim,
            commitment=line.commitment,
            kind=line.kind,
            sense="penalty",
            amount=1,
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        PenaltyClaim.objects.create(
            contract=claim.contract, month="2026-03", audience="client", gross=1, computed=1,
            calculated_at=timezone.now(),
        )  # fmt: skip


def test_the_provider_learns_nothing_before_and_the_claim_after(closed, visit, claim, referent):
    with for_contract(claim.contract_id, Side.PROVIDER):
        assert not PenaltyClaim.objects.exists()
        assert not PenaltyLine.objects.exists()
    for path in MONTH_PAGES:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            page = visit(path, "provider")
        assert page.status_code == 200, path
        text = page.content.decode().replace("\u202f", "").replace("\u00a0", "")
        assert "1295" not in text, path
        for column in ("penalty_due", "penalty_gross", "penalty_lines"):
            assert not [q for q in asked.captured_queries if column in q["sql"]], (path, column)
    assert "Aucune pénalité notifiée" in words(visit("penalites/2026-03/", "provider"))
    notify(claim, referent)
    seen = {path: visit(path, "provider").content.decode().replace("\u202f", "") for path in MONTH_PAGES}
    told = [path for path, text in seen.items() if "1295" in text]
    assert told == ["engagements/", "engagements/E06/2026-03/", "engagements/?export=csv", "mois/2026-03/",
                    "penalites/", "penalites/?export=csv", ""]  # fmt: skip
    page = words(visit("penalites/2026-03/", "provider"))
    for expected in ("1 295 €", "art. 12", "Points manquants", "Tranches", "Présenter des observations"):
        assert expected in page, expected
    assert "Exonérer" not in page


@pytest.mark.parametrize("role", ["executive", "reader", "provider"])
def test_only_the_referent_prices(closed, furnished, claim, make_user, role):
    client = Client()
    client.force_login(make_user(role, furnished.contract))
    url = f"/contrats/{furnished.contract.slug}/penalites/2026-03/"
    for act in ("notify", "confirm", "waive", "apply"):
        # The provider does not know that there is a claim.
        assert client.post(url, {"act": act}).status_code == (409 if role == "provider" else 403)
    assert client.get(url).status_code == 200


def test_acts_by_the_page(closed, furnished, claim, visit, make_user):
    client = Client()
    client.force_login(make_user(Role.REFERENT, furnished.contract))
    url = f"/contrats/{furnished.contract.slug}/penalites/2026-03/"
    form = next(form for form in client.get(url).context["forms"] if form.act == "notify")
    seen = form.initial["seen"]
    assert client.post(url, {"act": "other"}).status_code == 400
    refused = client.post(url, {"act": "notify", "seen": seen, "on": "hier", "means": "courriel"})
    assert refused.status_code == 422
    assert 'value="courriel"' in refused.content.decode()
    today = portal_today().strftime("%d/%m/%Y")
    given = {"act": "notify", "seen": seen, "on": today, "means": "courriel"}
    assert client.post(url, given).status_code == 302
    assert client.post(url, given).status_code == 409
    assert PenaltyAct.objects.count() == 1
    waive = {
        "act": "waive",
        "seen": f"{claim.pk}.notified.1295.00.0.00",
        "amount": "1\u202f295,00",
        "reason": REASON,
    }
    assert client.post(url, waive).status_code == 302
    claim.refresh_from_db()
    assert (claim.state, claim.waived) == ("waived", 1295)
    assert "Exonérée" in words(client.get(url))


def test_what_was_waived_gives_back_room_under_the_annual_cap(closed, furnished, claim, referent):
    from core.engine.months import Month
    from slas.services.prices.claims import before_month

    april = Month(2026, 4)
    assert before_month(furnished.contract, april).due_this_year == 1295
    acts.waive_penalty(claim=claim, actor=referent, amount=claim.left, reason=REASON)
    assert before_month(furnished.contract, april).due_this_year == 0
    assert MonthRecord.objects.get(month="2026-03").penalty_due == 1295
    with for_contract(claim.contract_id, Side.PROVIDER):
        assert not PenaltyClaim.objects.exists()
        assert not PenaltyAct.objects.exists()


def test_exports_of_the_client(visit, claim):
    text = visit("penalites/?export=csv").content.decode("utf-8-sig")
    assert '"2026-03";"1";"Calculée";"1295,00"' in text
    lines = visit("penalites/2026-03/?export=csv").content.decode("utf-8-sig").splitlines()
    assert '"Points manquants"' in lines[2]
    assert visit("penalites/2026-03/?export=xlsx").status_code == 200
