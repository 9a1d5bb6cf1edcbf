"""The checks of a month: what is stored, who answers, what a closed month keeps."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from core.engine.months import Month
from core.scope import Side, for_contract
from journal.models import JournalEntry
from slas.models import Detection, DetectionAnswer, MonthRecord
from slas.selectors.checks import checks_page, detections_for
from slas.services.checks.detecting import monthly_gaps, series_at
from tests.slas.reading import words

MARCH = Month.parse("2026-03")
MONTHS = [f"2025-{n:02d}" for n in range(4, 13)] + ["2026-01", "2026-02", "2026-03"]


def fill(world, month, lowered=0, tickets=25):
    """A quiet month of tickets opened on its 2nd, some of which had their priority lowered."""
    delivery = world.delivery(month, f"{Month.parse(month).shift(1)}-06 10:00")
    for n in range(tickets):
        values = {}
        if n < lowered:
            values = {"initial_priority": "P2", "priority_changed_at": f"{month}-02 11:00"}
        world.ticket(
            f"{month}-{n:03}", f"{month}-02 09:00", f"{month}-04 15:00", picked_up_at=f"{month}-02 10:00",
            delivery=delivery, **values,
        )  # fmt: skip


@pytest.fixture
def lowered(world):
    """Eleven months without a lowered priority, then five in March."""
    world.promise("E06", "resolution", ("P3", 200, "hours"))
    for month in MONTHS:
        fill(world, month, lowered=5 if month == "2026-03" else 0)
    world.compute(*MONTHS)
    return world


class TestStored:
    def test_figures_limit_references_and_error_rate(self, lowered):
        row = Detection.objects.get(month=MARCH, code="lowered")
        assert (row.state, row.cases, row.tickets) == ("alert", 5, 25)
        assert (row.before_cases, row.before_tickets, row.before_months) == (0, 275, 11)
        assert row.limit == 3
        assert row.references == [f"2026-03-{n:03}" for n in range(5)]
        assert str(row.false_alarms) == "0.0500"
        assert Detection.objects.filter(month=MARCH).count() == 14

    def test_only_the_unusual_month_asks(self, lowered):
        alerts = Detection.objects.filter(state="alert").values_list("month", "code")
        assert [(str(month), code) for month, code in alerts] == [("2026-03", "lowered")]

    def test_computing_again_replaces_and_keeps_answers(self, lowered, make_user):
        answer(lowered, make_user("provider", lowered.contract))
        before = list(Detection.objects.values_list("month", "code", "cases").order_by("month", "code"))
        lowered.compute(*MONTHS)
        assert (
            list(Detection.objects.values_list("month", "code", "cases").order_by("month", "code")) == before
        )
        (question,) = detections_for(lowered.contract, MARCH)
        assert [a.text for a in question.answers] == ["Le responsable du site l’a demandé."]

    def test_a_closed_month_keeps_what_was_found(self, lowered):
        MonthRecord.objects.filter(month=MARCH).update(state="closed")
        from reports.models import Ticket

        Ticket.objects.update(initial_priority="")
        lowered.compute(*MONTHS)
        assert Detection.objects.get(month=MARCH, code="lowered").cases == 5

    def test_first_months_have_too_little_before_them(self, lowered):
        first = Detection.objects.get(month=MONTHS[0], code="lowered")
        assert (first.state, first.limit, first.before_months) == ("insufficient", None, 0)
        text = next(
            q for q in checks_page(lowered.contract, Month.parse(MONTHS[0])).quiet if q.code == "lowered"
        ).text
        assert text == (
            "Données insuffisantes : il faut 20 tickets dans le mois, 3 mois et 100 tickets d’avant."
        )


def test_the_gap_over_all_clocked_commitments(world):
    world.promise("E06", "resolution", ("P3", 20, "hours"))
    delivery = world.delivery()
    for n in range(20):
        world.ticket(f"M{n:03}", "2026-03-02 09:00", "2026-03-03 12:00", delivery=delivery)
    for n in range(5):
        world.ticket(f"L{n}", "2026-03-02 09:00", "2026-03-10 12:00", delivery=delivery)
    world.declare(delivery, "E06", 20, 20)
    world.compute()
    gaps = monthly_gaps(world.contract)
    assert gaps == {MARCH: 20}
    assert series_at(gaps, MARCH) == [(MARCH.index, 20.0)]
    assert series_at(gaps, MARCH.shift(1)) == []


# ---- Answers ----


def answer(world, user, text="Le responsable du site l’a demandé.", state="", code="lowered"):
    from accounts.models import Membership
    from slas.services.checks.answering import answer_check

    return answer_check(
        contract=world.contract, month=MARCH, code=code, user=user,
        membership=Membership.objects.get(user=user), text=text, state=state,
    )  # fmt: skip


class TestAnswers:
    def test_the_provider_answers_and_the_referent_settles(self, lowered, make_user):
        provider, referent = make_user("provider", lowered.contract), make_user("referent", lowered.contract)
        answer(lowered, provider)
        (question,) = detections_for(lowered.contract, MARCH)
        assert (question.waits, question.is_open, question.word) == (False, True, "Réponse à examiner")
        answer(lowered, referent, "Vu avec le site, c’est exact.", "explained")
        (question,) = detections_for(lowered.contract, MARCH)
        assert (question.waits, question.word) == (False, "Expliqué")
        assert [a.who for a in question.answers] == ["provider, prestataire", "referent, client"]
        lines = JournalEntry.objects.filter(action="check.answered").order_by("sequence")
        assert [line.details["state"] for line in lines] == ["", "explained"]
        answer(lowered, referent, "Il en manque un en fait.", "to_explain")
        assert detections_for(lowered.contract, MARCH)[0].waits

    def test_refused_answers_write_nothing(self, lowered, make_user):
        from slas.services.checks.answering import AnswerRefused

        provider = make_user("provider", lowered.contract)
        with pytest.raises(AnswerRefused, match="10 caractères"):
            answer(lowered, provider, "   court   ")
        with pytest.raises(AnswerRefused, match="Seul le référent"):
            answer(lowered, provider, state="explained")
        assert not DetectionAnswer.objects.exists()

    def test_the_database_refuses_them_too(self, lowered, make_user):
        row = answer(lowered, make_user("provider", lowered.contract))
        for change in ({"text": "court"}, {"state": "explained"}):
            with pytest.raises(IntegrityError), transaction.atomic():
                DetectionAnswer.objects.filter(pk=row.pk).update(**change)


# ---- Pages ----


@pytest.fixture
def go(lowered, make_user):
    from django.test import Client

    def act(path, role="referent", data=None):
        client = Client()
        with for_contract(lowered.contract.pk):
            from accounts.models import User

            user = User.objects.filter(email=f"{role}@exemple.fr").first() or make_user(
                role, lowered.contract
            )
        client.force_login(user)
        address = f"/contrats/{lowered.contract.slug}/{path}"
        return client.get(address) if data is None else client.post(address, data)

    return act


class TestPage:
    def test_what_it_says(self, go):
        text = words(go("controles/2026-03/"))
        assert "1 constat à expliquer en mars 2026" in text
        assert (
            "5 sur 25 tickets (20,0 %) ; 0 sur 275 tickets (0,0 %) sur 11 mois d’avant ; seuil : 3 cas."
            in text
        )
        assert "au plus un mois sur 20" in text
        for word in ("fraude", "triche", "manipulation"):
            assert word not in text.casefold()

    def test_each_side_sees_the_form_it_may_use(self, go):
        assert "state" in go("controles/2026-03/").content.decode()
        provider = go("controles/2026-03/", "provider").content.decode()
        assert 'name="text"' in provider
        assert 'name="state"' not in provider
        assert 'name="text"' not in go("controles/2026-03/", "reader").content.decode()

    def test_answering_by_the_page(self, go):
        there = "controles/2026-03/lowered/repondre/"
        short = go(there, "provider", {"text": "court"})
        assert (short.status_code, "court" in short.content.decode()) == (422, True)
        assert go(there, "reader", {"text": "Une réponse assez longue"}).status_code == 403
        done = go(there, "provider", {"text": "Demandé par le site.", "state": "explained"})
        assert (done.status_code, done["Location"].endswith("controles/2026-03/#q-lowered")) == (302, True)
        row = DetectionAnswer.objects.get()
        assert (row.side, row.state) == ("provider", "")
        assert "Demandé par le site." in words(go("controles/2026-03/"))
        assert go("controles/2026-03/perdu/repondre/").status_code == 404
        assert go("controles/2031-01/").status_code == 404

    def test_query_count_whatever_the_answers(self, lowered, make_user, django_assert_num_queries):
        for count in (1, 3):
            user = make_user("provider", lowered.contract, email=f"p{count}@exemple.fr")
            for _ in range(count):
                answer(lowered, user)
            with django_assert_num_queries(4):
                checks_page(lowered.contract, MARCH)


def test_the_provider_reads_the_same_findings(lowered):
    with for_contract(lowered.contract.pk, Side.PROVIDER):
        assert [q.code for q in detections_for(lowered.contract, MARCH)] == ["lowered"]
