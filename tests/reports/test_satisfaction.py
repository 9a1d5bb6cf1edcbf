"""Satisfaction answers: kept, given to the tickets they name, their words for the client alone."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse

from core.scope import Side, for_contract
from reports import selectors
from reports.models import SatisfactionAnswer, SatisfactionComment, Ticket, TicketChange
from reports.services import annotated_copy
from tests.reports.conftest import ROWS, native

ANSWERS = (
    "Ticket;Note;Date;Commentaire\r\n"
    "INC001;2;10/03/2026 09:00;Trop long\r\n"
    "INC001;5;12/03/2026 09:00;\r\n"
    ";3,5;;Bonne équipe\r\n"
    "INC999;4;;\r\n"
).encode()


def test_answers_are_kept_and_the_last_one_scores_the_ticket(hand_in):
    delivery = hand_in(satisfaction=ANSWERS)
    kept = SatisfactionAnswer.objects.order_by("pk").values_list("ticket_reference", "score")
    assert list(kept) == [
        ("INC001", Decimal(2)),
        ("INC001", Decimal(5)),
        ("", Decimal("3.5")),
        ("INC999", Decimal(4)),
    ]
    assert Ticket.objects.get(reference="INC001").satisfaction == Decimal(5)
    assert Ticket.objects.get(reference="DEM002").satisfaction is None
    assert TicketChange.objects.count() == 0
    told = [(f.code, "INC999" in f.message) for f in selectors.findings_for(delivery)]
    assert (delivery.outcome, told) == ("WARN", [("unknown_ticket", True)])


def test_a_later_deposit_keeps_the_score_and_scores_earlier_tickets(hand_in):
    hand_in()
    april = native(ROWS[1].replace("DEM002", "DEM003"))
    hand_in(april, month="2026-04", satisfaction=ANSWERS)
    ticket = Ticket.objects.get(reference="INC001")
    assert ticket.satisfaction == Decimal(5)
    assert [(c.field, c.before, c.after) for c in selectors.history_of(ticket)] == [
        ("satisfaction", "4,50", "5,00")
    ]
    hand_in(native(ROWS[0].replace("12:00", "13:00"), ROWS[1]))
    assert Ticket.objects.get(reference="INC001").satisfaction == Decimal(5)


def test_the_words_of_users_are_for_the_client_alone(hand_in, scope, client, make_user):
    hand_in(satisfaction=ANSWERS)
    assert SatisfactionComment.objects.count() == 2
    with for_contract(scope.pk, Side.PROVIDER):
        assert SatisfactionComment.objects.count() == 0
    url = f"{reverse('reports:original', args=[scope.slug, '2026-03', 1])}?fichier=2"
    client.force_login(make_user("provider", scope))
    assert client.get(url).status_code == 404
    client.force_login(make_user("referent", scope))
    assert client.get(url).content == ANSWERS


def test_no_finding_nor_copy_tells_the_provider_the_words(hand_in, scope):
    delivery = hand_in(satisfaction=ANSWERS.replace(b"Trop long", b"Trop\x07 long"))
    finding = selectors.findings_for(delivery).get()
    assert (delivery.outcome, finding.code, finding.column, finding.value) == (
        "REJECT", "control_char", "Commentaire", "",
    )  # fmt: skip
    assert b"quipe" not in annotated_copy_text(delivery, scope, Side.PROVIDER)
    assert b"quipe" in annotated_copy_text(delivery, scope, Side.CLIENT)


def annotated_copy_text(delivery, contract, side):
    import io
    import zipfile

    with for_contract(contract.pk, side):
        copy = annotated_copy(delivery=delivery)
    with zipfile.ZipFile(io.BytesIO(copy)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [(";6;;", "out_of_range", "Note"), (";;;", "missing_value", "Note"), (";x;;", "bad_number", "Note")],
)
def test_a_bad_score_is_named(hand_in, row, code, column):
    content = f"Ticket;Note;Date;Commentaire\r\nINC001;4;;\r\nINC001{row}\r\n".encode()
    delivery = hand_in(satisfaction=content)
    finding = selectors.findings_for(delivery).get()
    assert (delivery.outcome, finding.code, finding.line, finding.column) == ("REJECT", code, 3, column)
    assert SatisfactionAnswer.objects.count() == 0
