"""A supplier may be the provider's own or a third party: nothing is deducted before a person says which."""

from __future__ import annotations

import pytest

from core.engine.months import Month
from reports.models import Ticket, TicketPause
from reports.selectors.questions import questions_of
from reports.services import IncomingFile, answer_questions, deposit, read_delivery
from tests.reports.conftest import ROWS, native

LOG = (
    "Ticket;De;À;Le;Acteur;Motif\n"
    "INC001;En cours;En attente;02/03/2026 09:00;x;{}\n"
    "INC001;En attente;En cours;02/03/2026 10:00;x;\n"
)


@pytest.fixture
def hand_over(scope):
    def act(answer, *rows, log=""):
        files = [IncomingFile("tickets", "t.csv", native(*rows))]
        files += [IncomingFile("status_log", "log.csv", log.encode())] if log else []
        delivery = read_delivery(delivery=deposit(contract=scope, month=Month(2026, 3), files=files))
        asked = [(q.code, q.value) for q in questions_of(delivery)]
        if asked and answer:
            answers = {q.key: answer for q in questions_of(delivery)}
            delivery = read_delivery(delivery=answer_questions(delivery=delivery, answers=answers))
        return asked, delivery.outcome

    return act


def waiting_for(label):
    return ROWS[0].replace("Attente utilisateur", label)


@pytest.mark.parametrize("answer", ["waiting_third_party", "waiting_provider", "other"])
def test_the_answer_is_the_reason_kept(hand_over, answer):
    row = waiting_for("Attente fournisseur")
    asked, outcome = hand_over(answer, row, row.replace("INC001", "INC002"))
    assert (asked, outcome) == ([("reason_ambiguous", "Attente fournisseur")], "WARN")
    assert set(Ticket.objects.values_list("pause_reason", flat=True)) == {answer}


def test_a_label_on_which_no_waiting_hangs_is_not_asked(hand_over):
    asked, outcome = hand_over("", waiting_for("Attente fournisseur").replace(";30;", ";0;"))
    assert (asked, outcome) == ([], "ACCEPT")


def test_the_provider_s_own_supplier_needs_no_answer(hand_over):
    assert hand_over("", waiting_for("Attente pièces fournisseur du prestataire")) == ([], "ACCEPT")


def test_a_journal_asks_the_same(hand_over):
    asked, outcome = hand_over("waiting_provider", log=LOG.format("Attente constructeur"))
    assert (asked, outcome) == ([("reason_ambiguous", "Attente constructeur")], "WARN")
    pause = TicketPause.objects.get()
    assert (pause.reason, pause.label) == ("waiting_provider", "Attente constructeur")
