"""Status journals: stored, replaced, read back."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports import selectors
from reports.models import Delivery, StatusChange, Ticket
from reports.selectors.questions import questions_of
from reports.services import answer_questions, read_delivery
from tests.reports.conftest import HEADER, ROWS, native

LOG = (
    "ticket;de;à;le;acteur;motif\r\n"
    "INC001;Nouveau;En cours;02/03/2026 08:10;Nadia;\r\n"
    "INC001;En cours;Résolu;02/03/2026 10:00;Nadia;\r\n"
    "INC001;Résolu;En cours;02/03/2026 11:00;Alice;Toujours lent\r\n"
    "INC001;En cours;Résolu;02/03/2026 12:00;Nadia;\r\n"
    "INC001;Résolu;Clos;04/03/2026 09:00;;\r\n"
).encode()


def test_the_journal_is_kept_with_its_actors_as_pseudonyms(hand_in):
    hand_in(status_log=LOG)
    ticket = Ticket.objects.get(reference="INC001")
    changes = list(selectors.status_changes_for(ticket))
    assert [(c.position, c.from_status, c.to_status, c.reason) for c in changes] == [
        (0, "new", "in_progress", ""),
        (1, "in_progress", "resolved", ""),
        (2, "resolved", "in_progress", "Toujours lent"),
        (3, "in_progress", "resolved", ""),
        (4, "resolved", "closed", ""),
    ]
    assert changes[0].at == datetime(2026, 3, 2, 7, 10, tzinfo=UTC)
    assert changes[0].actor == changes[1].actor != changes[2].actor == ticket.requester
    assert changes[4].actor == ""


def test_the_returns_of_a_ticket_are_pairs_of_instants(hand_in, scope):
    hand_in(status_log=LOG)
    frame = selectors.reopening_columns(scope)
    assert frame["ticket_id"].tolist() == [Ticket.objects.get(reference="INC001").pk]
    assert [str(frame[name][0]) for name in ("resolved", "reopened")] == [
        "2026-03-02 09:00:00",
        "2026-03-02 10:00:00",
    ]


def test_without_journal_nothing_is_told_and_the_columns_stand(hand_in, scope):
    hand_in()
    frame = selectors.reopening_columns(scope)
    assert list(frame.columns) == ["ticket_id", "resolved", "reopened"]
    assert (len(frame), StatusChange.objects.count()) == (0, 0)


def test_a_shorter_journal_replaces_the_longer_one(hand_in):
    hand_in(status_log=LOG)
    hand_in(status_log=b"\r\n".join(LOG.split(b"\r\n")[:3]))
    assert list(StatusChange.objects.order_by("position").values_list("to_status", flat=True)) == [
        "in_progress",
        "resolved",
    ]


def test_reading_again_writes_no_change(hand_in):
    delivery = hand_in(status_log=LOG)
    before = list(StatusChange.objects.order_by("pk").values())
    Delivery.objects.filter(pk=delivery.pk).update(state="received")
    delivery.refresh_from_db()
    with CaptureQueriesContext(connection) as queries:
        read_delivery(delivery=delivery)
    assert list(StatusChange.objects.order_by("pk").values()) == before
    assert len(queries) < 56


def test_an_older_month_does_not_shorten_the_journal_of_a_later_one(hand_in):
    hand_in(month="2026-04", status_log=LOG)
    hand_in(month="2026-03", status_log=b"\r\n".join(LOG.split(b"\r\n")[:3]))
    assert StatusChange.objects.count() == 5


def test_a_delivery_without_journal_leaves_what_is_known(hand_in):
    hand_in(status_log=LOG)
    second = hand_in(native(ROWS[0].replace("12:00", "13:00"), ROWS[1]))
    answers = {question.key: "remove" for question in questions_of(second)}
    assert read_delivery(delivery=answer_questions(delivery=second, answers=answers)).is_current
    assert StatusChange.objects.count() == 5


def test_the_ticket_that_another_repeats_is_named(hand_in, scope):
    hand_in(native(ROWS[0] + ";", ROWS[1] + ";INC001", header=f"{HEADER};Doublon de"))
    frame = selectors.ticket_columns(scope, ["reference", "duplicate_of"])
    assert frame["duplicate_of"].tolist() == ["", "INC001"]
