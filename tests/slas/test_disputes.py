"""Contesting a verdict: who, when, what is refused, what is written down."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from core.engine.months import Month
from core.storage import private_path
from slas.models import Dispute, DisputeEvidence, MonthRecord
from slas.selectors.dispute_pages import dispute_list
from slas.services import DisputeRefused, EvidenceRefused, IncomingEvidence, add_evidence
from tests.slas.parties import LATER, OPENED, PDF, WHY, claim, exclusion, journal, member_of, opened


class TestOpening:
    def test_it_is_numbered_dated_and_written_down(self, furnished, case, provider):
        assert (case.title, case.state, case.opened_side) == ("Contestation n°\u00a01", "open", "provider")
        assert case.answer_due_on == date(2026, 4, 25)
        assert (case.ticket.reference, case.proposed, case.text) == ("L001", "met", WHY)
        assert list(case.acts.values_list("rank", "kind", "side", "role", "text")) == [
            (1, "opened", "provider", "provider", WHY)
        ]
        details = {
            "kind": "contestation", "commitment": "E06", "month": "2026-03", "ticket": "L001", "life": 1, "ground": "pause",
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
                "life",
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


@pytest.mark.parametrize(("side", "answers"), [("provider", "referent"), ("referent", "provider")])
def test_only_who_answers_has_something_to_answer(furnished, make_user, side, answers):
    """A provider who disagrees is told the way: it refuses nothing that the client contests."""
    members = {role: member_of(furnished.contract, make_user, role) for role in ("referent", "provider")}
    case = opened(furnished.contract, members[side], exclusion())
    lists = {
        role: dispute_list(furnished.contract, member, case.opened_at.date(), "")
        for role, member in members.items()
    }
    asked = {role for role, page in lists.items() if "À répondre" in [one.label for one in page.choices]}
    assert asked == {answers}
    told = lists["provider"].lines[0].refusing_words
    assert ("Le prestataire ne clôt pas seul" in told) is (answers == "provider")
