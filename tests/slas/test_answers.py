"""Answering a dispute: who settles what, until when, and what each act writes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from core.models import Job
from slas.models import DisputeAct, MonthRecord
from slas.services import DisputeRefused, DisputeStale, comment, lapse_overdue, settle, withdraw
from tests.slas.parties import LATER, answer, claim, journal, member_of, opened


class TestAnswering:
    def test_accepted_it_asks_for_the_month_again(self, furnished, case, referent):
        settle(dispute=case, answer=answer("accepted", case), member=referent, at=LATER)
        case.refresh_from_db()
        assert (case.state, case.effect, case.settled_at) == ("accepted", "met", LATER)
        assert (case.settled_by, case.reason) == (referent.user, "Vu les relances jointes.")
        details = {"before": "open", "after": "accepted", "effect": "met"}
        assert journal()[1] == (
            "dispute.accepted", case.title, "referent", details, "Vu les relances jointes."
        )  # fmt: skip
        assert [(job.kind, job.key) for job in Job.objects.order_by("created_at")] == [
            ("month", f"dispute-{case.pk}-open"),
            ("month", f"dispute-{case.pk}-accepted"),
        ]
        assert furnished.record().state == MonthRecord.State.RECONCILING

    def test_refused_nothing_moves(self, furnished, case, referent):
        settle(dispute=case, answer=answer("refused", case), member=referent, at=LATER)
        case.refresh_from_db()
        assert (case.state, case.effect) == ("refused", "")
        assert Job.objects.filter(
            key=f"dispute-{case.pk}-refused"
        ).exists()  # its part of the price is firm again
        assert furnished.record().state == MonthRecord.State.RECONCILING

    def test_referred_it_stays_contested_until_the_committee(self, furnished, case, referent):
        settle(dispute=case, answer=answer("referred", case), member=referent, at=LATER)
        case.refresh_from_db()
        assert (case.state, case.settled_at, furnished.record().state) == ("committee", None, "contested")
        assert lapse_overdue(contract=furnished.contract, at=LATER + timedelta(days=90)) == 0
        much_later = LATER + timedelta(days=90)
        settle(dispute=case, answer=answer("refused", case), member=referent, at=much_later)
        assert [row[0] for row in journal()] == ["dispute.opened", "dispute.referred", "dispute.refused"]

    def test_a_comment_changes_no_state(self, case, referent, provider):
        comment(dispute=case, answer=answer("comment", case), member=referent, at=LATER)
        case.refresh_from_db()
        assert (case.state, case.revision, case.acts.count()) == ("open", 2, 2)

    def test_who_asked_may_give_up(self, furnished, case, provider):
        withdraw(dispute=case, answer=answer("withdrawn", case), member=provider, at=LATER)
        case.refresh_from_db()
        assert (case.state, furnished.record().state) == ("withdrawn", "reconciling")

    def test_the_provider_accepts_what_the_client_asks(self, furnished, referent, provider):
        case = opened(furnished.contract, referent, claim("M001", proposed="breached", ground="dates"))
        settle(dispute=case, answer=answer("accepted", case), member=provider, at=LATER)
        case.refresh_from_db()
        assert (case.state, case.effect, case.settled_by) == ("accepted", "breached", provider.user)

    @pytest.mark.parametrize("act", ["accepted", "refused", "referred"])
    def test_the_provider_never_settles_its_own(self, case, provider, act):
        with pytest.raises(DisputeRefused, match="Une partie ne règle pas seule"):
            settle(dispute=case, answer=answer(act, case), member=provider, at=LATER)
        assert len(journal()) == 1

    @pytest.mark.parametrize("act", ["accepted", "refused"])
    def test_nor_does_the_client(self, furnished, referent, act):
        case = opened(furnished.contract, referent, claim("M001", proposed="breached"))
        with pytest.raises(DisputeRefused, match="Une partie ne règle pas seule"):
            settle(dispute=case, answer=answer(act, case), member=referent, at=LATER)

    @pytest.mark.parametrize("role", ["reader", "executive"])
    def test_readers_answer_nothing(self, furnished, case, make_user, role):
        member = member_of(furnished.contract, make_user, role)
        with pytest.raises(DisputeRefused, match="Votre rôle ne permet pas"):
            comment(dispute=case, answer=answer("comment", case), member=member, at=LATER)

    def test_a_settled_one_takes_no_answer(self, case, referent, provider):
        settle(dispute=case, answer=answer("refused", case), member=referent, at=LATER)
        case.refresh_from_db()
        with pytest.raises(DisputeRefused, match="Contestation n°\u00a01 est réglée\u00a0: refusée"):
            comment(dispute=case, answer=answer("comment", case), member=provider, at=LATER)

    def test_an_old_form_is_told_so(self, case, referent, provider):
        old = answer("accepted", case)
        comment(dispute=case, answer=answer("comment", case), member=provider, at=LATER)
        with pytest.raises(DisputeStale):
            settle(dispute=case, answer=old, member=referent, at=LATER)
        case.refresh_from_db()
        assert (case.state, len(journal())) == ("open", 2)

    def test_two_answers_at_once_make_one(self, case, referent):
        first, second = answer("accepted", case), answer("refused", case)
        settle(dispute=case, answer=first, member=referent, at=LATER)
        with pytest.raises(DisputeStale):
            settle(dispute=case, answer=second, member=referent, at=LATER)
        case.refresh_from_db()
        assert case.state == "accepted"

    def test_sent_twice_an_answer_counts_once(self, case, referent):
        once = answer("accepted", case)
        act = settle(dispute=case, answer=once, member=referent, at=LATER)
        assert settle(dispute=case, answer=once, member=referent, at=LATER).pk == act.pk
        assert DisputeAct.objects.count() == 2

    def test_a_motive_says_something(self, case, referent):
        with pytest.raises(DisputeRefused, match="10 caractères au moins"):
            settle(dispute=case, answer=answer("refused", case, "non"), member=referent, at=LATER)

    def test_only_answers_settle(self, case, referent):
        with pytest.raises(DisputeRefused, match="Réponse inconnue"):
            settle(dispute=case, answer=answer("comment", case), member=referent, at=LATER)


class TestLapsing:
    LAST = datetime(2026, 4, 25, 21, 0, tzinfo=UTC)
    AFTER = datetime(2026, 4, 25, 22, 0, tzinfo=UTC)

    def test_the_last_day_still_counts(self, furnished, case, referent):
        assert lapse_overdue(contract=furnished.contract, at=self.LAST) == 0
        settle(dispute=case, answer=answer("refused", case), member=referent, at=self.LAST)

    def test_after_it_the_verdict_is_firm_and_the_silent_side_named(self, furnished, case, referent):
        with pytest.raises(
            DisputeRefused, match="passé depuis le 25/04/2026\u00a0: le verdict calculé est ferme"
        ):
            settle(dispute=case, answer=answer("accepted", case), member=referent, at=self.AFTER)
        assert lapse_overdue(contract=furnished.contract, at=self.AFTER) == 1
        assert lapse_overdue(contract=furnished.contract, at=self.AFTER) == 0
        case.refresh_from_db()
        words = "Le client n’a pas répondu avant le 25/04/2026 inclus\u00a0: le verdict calculé est ferme."
        assert (case.state, case.reason, case.settled_by) == ("lapsed", words, None)
        assert (case.acts.last().author, furnished.record().state) == (None, "reconciling")
        details = {"before": "open", "after": "lapsed", "silent": "client"}
        assert journal()[1] == ("dispute.lapsed", case.title, "", details, words)
