"""Contesting a verdict: who, when, what is refused, what each act writes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from core.engine.months import Month
from core.storage import private_path
from journal.models import JournalEntry
from slas.models import Dispute, DisputeAct, DisputeEvidence, MonthRecord
from slas.services import (
    DisputeRefused,
    DisputeStale,
    EvidenceRefused,
    IncomingEvidence,
    add_evidence,
    comment,
    lapse_overdue,
    settle,
    withdraw,
)
from tests.slas.parties import LATER, OPENED, PDF, WHY, answer, claim, exclusion, member_of, opened


@pytest.fixture
def provider(furnished, make_user):
    return member_of(furnished.contract, make_user, "provider")


@pytest.fixture
def referent(furnished, make_user):
    return member_of(furnished.contract, make_user, "referent")


@pytest.fixture
def case(furnished, provider):
    """The provider contests the breach of L001."""
    return opened(furnished.contract, provider)


def journal():
    rows = JournalEntry.objects.filter(action__startswith="dispute.").order_by("sequence")
    return [(row.action, row.subject, row.actor_role, row.details, row.reason) for row in rows]


class TestOpening:
    def test_it_is_numbered_dated_and_written_down(self, furnished, case, provider):
        assert (case.title, case.state, case.opened_side) == ("Contestation n°\u00a01", "open", "provider")
        assert case.answer_due_on == date(2026, 4, 25)
        assert (case.ticket.reference, case.proposed, case.text) == ("L001", "met", WHY)
        assert list(case.acts.values_list("rank", "kind", "side", "role", "text")) == [
            (1, "opened", "provider", "provider", WHY)
        ]
        details = {
            "kind": "contestation", "commitment": "E06", "month": "2026-03", "ticket": "L001", "ground": "pause",
            "proposed": "met", "answer_due_on": "2026-04-25", "files": [],
        }  # fmt: skip
        assert journal() == [("dispute.opened", case.title, "provider", details, WHY)]
        assert furnished.record().state == MonthRecord.State.CONTESTED

    def test_a_second_one_takes_the_next_number(self, furnished, case, provider):
        asked = opened(furnished.contract, provider, exclusion("L002"))
        assert (asked.title, asked.proposed) == ("Demande d’exclusion n°\u00a02", "not_applicable")

    def test_sent_twice_it_is_opened_once(self, furnished, provider):
        first = opened(furnished.contract, provider, key="k")
        assert opened(furnished.contract, provider, key="k").pk == first.pk
        assert (Dispute.objects.count(), len(journal())) == (1, 1)

    @pytest.mark.parametrize("role", ["reader", "executive"])
    def test_who_only_reads_opens_nothing(self, furnished, make_user, role):
        member = member_of(furnished.contract, make_user, role)
        with pytest.raises(DisputeRefused, match="il n’en ouvre pas"):
            opened(furnished.contract, member)
        assert (Dispute.objects.count(), journal()) == (0, [])

    @pytest.mark.parametrize(
        ("asked", "words"),
        [
            (claim(text="trop"), "10 caractères au moins"),
            (claim(reference="M999"), "M999 n’a pas de verdict pour E06 en mars 2026"),
            (claim(reference="", code="E99"), "L’engagement E99 n’a pas de verdict"),
            (claim(proposed="breached"), "Le verdict est déjà «\u00a0Non respecté\u00a0»"),
            (claim(proposed="pending"), "ne peut pas être proposé"),
            (claim(ground="force_majeure"), "Ce motif n’est pas admis"),
            (claim(kind="plainte"), "Ce motif n’est pas admis"),
            (exclusion(reference=""), "porte sur un ticket"),
            (exclusion(reference="C001"), "Le verdict est déjà «\u00a0Sans objet\u00a0»"),
            (claim(reference="", code="E08", proposed="breached"), "Le verdict est déjà"),
        ],
    )
    def test_what_cannot_be_asked_is_refused_in_words(self, furnished, provider, asked, words):
        furnished.compute("2026-03")
        with pytest.raises(DisputeRefused, match=words):
            opened(furnished.contract, provider, asked)
        assert (Dispute.objects.count(), journal()) == (0, [])
        assert furnished.record().state != MonthRecord.State.CONTESTED

    def test_one_at_a_time_on_a_verdict(self, furnished, case, referent):
        with pytest.raises(DisputeRefused, match="Contestation n°\u00a01 porte déjà sur ce verdict"):
            opened(furnished.contract, referent, exclusion())
        whole = opened(furnished.contract, referent, claim(reference="", proposed=""))
        with pytest.raises(DisputeRefused, match=f"{whole.title} porte déjà"):
            opened(furnished.contract, referent, claim(reference="", proposed="met"))

    def test_the_database_holds_that_too(self, case, provider):
        values = {
            name: getattr(case, name)
            for name in (
                "contract",
                "kind",
                "commitment_code",
                "month",
                "ticket",
                "ground",
                "text",
                "proposed",
            )
        }
        with pytest.raises(IntegrityError), transaction.atomic():
            Dispute.objects.create(
                **values, number=9, form_key="z", opened_by=provider.user, opened_side="provider",
                opened_at=OPENED, answer_due_on=date(2026, 5, 1),
            )  # fmt: skip

    def test_a_closed_month_is_firm(self, furnished, provider):
        MonthRecord.objects.filter(month="2026-03").update(state="closed")
        with pytest.raises(DisputeRefused, match="Mars 2026 est clos"):
            opened(furnished.contract, provider)

    def test_a_month_never_computed_has_nothing_to_contest(self, furnished, provider):
        with pytest.raises(DisputeRefused, match="Aucun verdict n’est calculé pour avril 2026"):
            opened(furnished.contract, provider, claim(month=Month.parse("2026-04")))


class TestDelay:
    @pytest.fixture
    def observed(self, furnished):
        """The contract leaves ten days after the first result."""
        furnished.settle(contest_until="observation", observation_days=10)
        MonthRecord.objects.filter(month="2026-03").update(
            first_computed_at=datetime(2026, 4, 9, 6, tzinfo=UTC)
        )
        return furnished

    def test_the_last_day_counts(self, observed, provider):
        late = datetime(2026, 4, 19, 21, 59, tzinfo=UTC)
        assert opened(observed.contract, provider, at=late).answer_due_on == date(2026, 4, 29)

    def test_after_it_the_verdict_is_firm(self, observed, provider):
        with pytest.raises(
            DisputeRefused, match="passé depuis le 19/04/2026\u00a0: les verdicts sont fermes"
        ):
            opened(observed.contract, provider, at=datetime(2026, 4, 19, 22, 0, tzinfo=UTC))

    def test_computing_again_does_not_move_it(self, observed):
        observed.compute("2026-03")
        assert observed.record().first_computed_at == datetime(2026, 4, 9, 6, tzinfo=UTC)


class TestEvidence:
    def test_a_file_is_kept_as_received(self, furnished, provider):
        asked = claim(files=[IncomingEvidence("C:\\rep\\relances.pdf", PDF)])
        piece = opened(furnished.contract, provider, asked).evidence.get()
        assert (piece.name, piece.size, piece.rank) == ("relances.pdf", len(PDF), 1)
        assert private_path(piece.storage_name).read_bytes() == PDF
        assert journal()[0][3]["files"] == [piece.sha256]

    @pytest.mark.parametrize(
        ("name", "content", "words"),
        [
            ("macro.exe", b"MZ", "Format non admis"),
            ("relances.pdf", b"<html>", "n’est pas celui de son extension"),
            ("notes.txt", b"a\0b", "n’est pas celui de son extension"),
            ("vide.pdf", b"", "est vide"),
        ],
    )
    def test_another_file_is_refused_and_nothing_written(self, furnished, provider, name, content, words):
        good = IncomingEvidence("bon.pdf", PDF)
        with pytest.raises(EvidenceRefused, match=words):
            opened(furnished.contract, provider, claim(files=[good, IncomingEvidence(name, content)]))
        assert (Dispute.objects.count(), DisputeEvidence.objects.count()) == (0, 0)

    def test_one_too_heavy_leaves_nothing_behind(self, furnished, provider, settings):
        settings.UPLOAD_MAX_BYTES = 20
        files = [IncomingEvidence("a.pdf", PDF), IncomingEvidence("b.pdf", PDF * 9)]
        with pytest.raises(EvidenceRefused, match="Pièce trop lourde"):
            opened(furnished.contract, provider, claim(files=files))
        root = settings.PRIVATE_STORAGE_ROOT
        assert [path for path in root.rglob("*") if path.is_file()] == []

    def test_more_may_come_later(self, case, provider):
        files = [IncomingEvidence("a.png", b"\x89PNG\r\n\x1a\n.")]
        act = add_evidence(dispute=case, files=files, member=provider, at=LATER, form_key="f")
        again = add_evidence(dispute=case, files=files, member=provider, at=LATER, form_key="f")
        assert again.pk == act.pk
        assert [(piece.rank, piece.act_id) for piece in case.evidence.all()] == [(1, act.pk)]
        assert journal()[1][:2] == ("dispute.evidence_added", case.title)

    def test_ten_at_most(self, case, provider):
        files = [IncomingEvidence(f"{n}.pdf", PDF) for n in range(6)]
        add_evidence(dispute=case, files=files, member=provider, at=LATER, form_key="f")
        with pytest.raises(EvidenceRefused, match="12 pièces pour 10 admises"):
            add_evidence(dispute=case, files=files, member=provider, at=LATER, form_key="g")
        assert case.evidence.count() == 6

    def test_none_at_all_is_no_evidence(self, case, provider):
        with pytest.raises(DisputeRefused, match="Joignez au moins une pièce"):
            add_evidence(dispute=case, files=[], member=provider, at=LATER, form_key="f")


class TestAnswering:
    def test_accepted_it_asks_for_the_month_again(self, furnished, case, referent):
        from core.models import Job

        settle(dispute=case, answer=answer("accepted", case), member=referent, at=LATER)
        case.refresh_from_db()
        assert (case.state, case.effect, case.settled_at) == ("accepted", "met", LATER)
        assert (case.settled_by, case.reason) == (referent.user, "Vu les relances jointes.")
        details = {"before": "open", "after": "accepted", "effect": "met"}
        assert journal()[1] == (
            "dispute.accepted", case.title, "referent", details, "Vu les relances jointes."
        )  # fmt: skip
        assert [(job.kind, job.key) for job in Job.objects.all()] == [("month", f"dispute-{case.pk}")]
        assert furnished.record().state == MonthRecord.State.RECONCILING

    def test_refused_nothing_moves(self, furnished, case, referent):
        from core.models import Job

        settle(dispute=case, answer=answer("refused", case), member=referent, at=LATER)
        case.refresh_from_db()
        assert (case.state, case.effect) == ("refused", "")
        assert Job.objects.count() == 0
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
