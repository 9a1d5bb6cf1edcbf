"""Depositing and reading: one transaction, nothing twice, former versions replaced and compared."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.engine.months import Month
from reports import selectors
from reports.models import Delivery, Ticket, TicketPause
from reports.services import DepositRefused, IncomingFile, deposit, read_delivery
from tests.reports.conftest import HEADER, ROWS, native

MARCH = Month(2026, 3)


def test_a_good_file_is_published(hand_in, scope):
    delivery = hand_in()
    assert (delivery.outcome, delivery.state, delivery.is_current) == ("ACCEPT", "published", True)
    assert (delivery.row_count, delivery.ticket_count, delivery.finding_count) == (2, 2, 0)
    ticket = Ticket.objects.get(reference="INC001")
    assert ticket.opened_at == datetime(2026, 3, 2, 7, 0, tzinfo=UTC)
    assert ticket.declared_pause_seconds == 1800
    assert str(ticket.satisfaction) == "4.50"
    assert ticket.requester != "Alice"
    assert len(ticket.requester) == 64
    frame = selectors.ticket_columns(scope)
    assert list(frame["reference"]) == ["INC001", "DEM002"]
    assert str(frame["resolved"].dtype) == "datetime64[s]"
    assert list(frame["cancelled"]) == [False, False]


def test_the_same_files_are_one_delivery(hand_in, scope):
    first = hand_in()
    digest = selectors.facts_digest(scope)
    again = hand_in()
    assert again.pk == first.pk
    assert Delivery.objects.count() == 1
    assert selectors.facts_digest(scope) == digest


def test_reading_again_writes_no_ticket(hand_in):
    delivery = hand_in()
    Delivery.objects.filter(pk=delivery.pk).update(state="received")
    delivery.refresh_from_db()
    with CaptureQueriesContext(connection) as queries:
        read_delivery(delivery=delivery)
    assert delivery.outcome == "ACCEPT"
    assert Ticket.objects.count() == 2
    assert len(queries) < 44


def test_a_bad_file_stores_nothing_and_names_the_cell(hand_in):
    delivery = hand_in(native(ROWS[0], ROWS[1].replace("16/03/2026 09:00", "31/02/2026 09:00")))
    assert (delivery.outcome, delivery.state, delivery.is_current) == ("REJECT", "refused", False)
    assert Ticket.objects.count() == 0
    finding = selectors.findings_for(delivery).get()
    assert (finding.code, finding.line, finding.column, finding.value) == (
        "bad_date",
        3,
        "Ouvert le",
        "31/02/2026 09:00",
    )


def test_a_refused_file_is_read_again_when_deposited_again(hand_in):
    content = native(ROWS[0].replace(";P3;", ";Majeure;"))
    delivery = hand_in(content)
    assert delivery.outcome == "ASK"
    assert hand_in(content).pk == delivery.pk
    assert selectors.findings_for(delivery).count() == 1


def test_a_new_version_replaces_and_tells_what_vanished(hand_in, scope):
    first = hand_in()
    second = hand_in(native(ROWS[0].replace("12:00", "13:00")))
    first.refresh_from_db()
    assert (first.is_current, second.is_current, second.version) == (False, True, 2)
    codes = {f.code: f.message for f in selectors.findings_for(second)}
    assert "INC001" in codes["replaces_version"]
    assert "DEM002" in codes["rows_vanished"]
    assert second.assumptions["changes"] == {"former": 1, "added": 0, "changed": 1, "vanished": 1}
    assert list(selectors.ticket_columns(scope)["reference"]) == ["INC001"]


def test_an_older_month_does_not_undo_a_later_one(hand_in, scope):
    hand_in(month="2026-04")
    hand_in(native(ROWS[0].replace("12:00", "13:00"), ROWS[1]))
    assert Ticket.objects.get(reference="INC001").resolved_at == datetime(2026, 3, 2, 11, 0, tzinfo=UTC)


def test_companions_are_stored(hand_in, scope):
    log = (
        "ticket;de;à;le;acteur;motif\r\n"
        "INC001;En cours;En attente;02/03/2026 09:00;A;Attente utilisateur\r\n"
        "INC001;En attente;En cours;02/03/2026 09:30;A;\r\n"
    )
    outages = "Service;Début;Fin;Dégradé;Utilisateurs;Imputabilité\r\nERP;03/03/2026 10:00;03/03/2026 11:00;non;40;Prestataire\r\n"
    maintenance = "Service;Début;Fin;Prévenu le\r\nERP;08/03/2026 20:00;08/03/2026 22:00;01/03/2026 08:00\r\n"
    declared = "Engagement;Numérateur;Dénominateur;Taux\r\nE06;9;10;90,0 %\r\n"
    delivery = hand_in(
        status_log=log.encode(),
        outages=outages.encode(),
        maintenance=maintenance.encode(),
        declared=declared.encode(),
    )
    assert [(f.code, f.message) for f in selectors.findings_for(delivery)] == []
    pause = TicketPause.objects.get()
    assert (pause.reason, pause.started_at.hour, pause.ended_at.minute) == ("waiting_user", 8, 30)
    assert len(selectors.pause_columns(scope)) == 1
    assert selectors.outages_for(scope, MARCH).get().users == 40
    assert selectors.maintenances_for(scope, MARCH).get().service == "ERP"
    assert str(selectors.declared_for(scope, MARCH)["E06"].rate) == "90.0000"
    assert selectors.delivered_months(scope) == [MARCH]


@pytest.mark.parametrize(
    ("month", "name", "content", "code"),
    [
        ("2026-03", "vide.csv", b"", "empty_file"),
        ("2026-03", "rapport.csv", b"%PDF-1.7 ...", "type_mismatch"),
        ("2026-03", "tickets.exe", b"a;b", "unsupported_type"),
        ("2023-12", "tickets.csv", native(), "month_outside_contract"),
        ("2999-01", "tickets.csv", native(), "future_month"),
    ],
)
def test_the_door_refuses(scope, month, name, content, code):
    with pytest.raises(DepositRefused) as refusal:
        deposit(contract=scope, month=Month.parse(month), files=[IncomingFile("tickets", name, content)])
    assert [f.code for f in refusal.value.findings] == [code]
    assert all(f.remedy for f in refusal.value.findings)
    assert Delivery.objects.count() == 0


def test_the_door_refuses_a_deposit_without_tickets_or_with_an_unknown_profile(scope):
    with pytest.raises(DepositRefused) as refusal:
        deposit(contract=scope, month=MARCH, files=[], profile="inconnu")
    assert [f.code for f in refusal.value.findings] == ["unknown_profile", "no_ticket_file"]


def test_a_header_alone_is_asked_about(hand_in):
    delivery = hand_in((HEADER + "\r\n").encode())
    assert (delivery.outcome, delivery.state) == ("ASK", "waiting")
    assert Ticket.objects.count() == 0
