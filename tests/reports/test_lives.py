"""The life of a delivery after its reading: history of tickets, drafts, withdrawal, closed months."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.engine.months import Month
from core.scope import Side, for_contract
from journal.models import JournalEntry
from reports import selectors
from reports.models import Delivery, Ticket, TicketChange
from reports.services import (
    DepositRefused,
    IncomingFile,
    NotADraft,
    WithdrawalRefused,
    answer_questions,
    deposit,
    read_delivery,
    seal_month,
    submit_delivery,
    withdraw_delivery,
)
from tests.reports.conftest import ROWS, native

MARCH = Month(2026, 3)
LATER = native(ROWS[0].replace("02/03/2026 12:00", "02/03/2026 13:00"), ROWS[1])


def told(changes):
    return [(line.reference, line.field, line.before, line.after) for line in changes]


def test_a_first_deposit_has_no_history(hand_in):
    delivery = hand_in()
    assert TicketChange.objects.count() == 0
    assert selectors.changes_of(delivery).total == 0


def test_a_new_version_tells_field_by_field_what_it_changes(hand_in):
    hand_in()
    row = (
        ROWS[0]
        .replace("02/03/2026 12:00", "02/03/2026 13:00")
        .replace(";P3;", ";P2;")
        .replace(";30;", ";45;")
    )
    extra = ROWS[1].replace("DEM002", "DEM003")
    delivery = hand_in(native(row, extra))
    assert told(selectors.changes_of(delivery).lines) == [
        ("DEM002", "présence dans le rapport", "présent", "absent"),
        ("DEM003", "présence dans le rapport", "absent", "présent"),
        ("INC001", "priorité", "P3", "P2"),
        ("INC001", "résolu le", "02/03/2026 à 12:00", "02/03/2026 à 13:00"),
        ("INC001", "suspension cumulée déclarée", "30\u00a0min", "45\u00a0min"),
    ]
    assert delivery.assumptions["changes"] == {"former": 1, "added": 1, "changed": 1, "vanished": 1}
    history = selectors.history_of(Ticket.objects.get(reference="INC001"))
    assert [line.field for line in history] == [
        "priorité",
        "résolu le",
        "suspension cumulée déclarée",
    ]
    assert {line.delivery for line in history} == {delivery}


def test_the_same_content_in_another_form_changes_no_field(hand_in):
    hand_in()
    again = hand_in(native().replace(b";", b"\t"))
    assert (again.version, TicketChange.objects.count()) == (2, 0)


def test_a_later_month_that_tells_another_opening_is_in_the_history(hand_in):
    hand_in()
    april = hand_in(
        native(ROWS[1].replace("16/03/2026 09:00", "16/03/2026 08:00").replace("09:30;;", "09:30;02/04/2026 10:00;")
               .replace(";En cours;", ";Résolu;")),
        month="2026-04",
    )  # fmt: skip
    assert told(selectors.history_of(Ticket.objects.get(reference="DEM002"))) == [
        ("DEM002", "statut", "En cours", "Résolu"),
        ("DEM002", "ouvert le", "16/03/2026 à 09:00", "16/03/2026 à 08:00"),
        ("DEM002", "résolu le", "—", "02/04/2026 à 10:00"),
    ]
    assert selectors.changes_of(april).total == 3


def test_the_pages_show_the_changes_and_export_them(hand_in, scope, client, make_user):
    hand_in()
    hand_in(LATER)
    client.force_login(make_user("reader", scope))
    url = reverse("reports:version", args=[scope.slug, "2026-03", 2])
    page = client.get(url).content.decode()
    assert "depuis la version 1" in page
    assert "02/03/2026 à 13:00" in page
    export = client.get(f"{url}?export=csv").content.decode("utf-8-sig").splitlines()
    assert export[1] == '"INC001";"résolu le";"02/03/2026 à 12:00";"02/03/2026 à 13:00"'
    ticket = client.get(reverse("slas:ticket", args=[scope.slug, "INC001"])).content.decode()
    assert "Historique des dépôts" in ticket
    assert "version 2" in ticket


def draft(contract, side, content=None):
    with for_contract(contract.pk, side):
        made = deposit(
            contract=contract,
            month=MARCH,
            files=[IncomingFile("tickets", "t.csv", content or native())],
            draft=True,
        )
    return read_delivery(delivery=made)


def test_a_draft_publishes_nothing_and_is_seen_by_its_side_alone(scope):
    made = draft(scope, Side.PROVIDER)
    assert (made.state, made.outcome, made.is_current, made.ticket_count) == ("draft", "ACCEPT", False, 2)
    assert Ticket.objects.count() == 0
    assert JournalEntry.objects.count() == 0
    assert not selectors.deliveries_for(scope).exists()
    with for_contract(scope.pk, Side.PROVIDER):
        assert selectors.deliveries_for(scope).get() == made


def test_the_same_draft_of_both_sides_is_two_drafts(scope):
    first = draft(scope, Side.PROVIDER)
    second = draft(scope, Side.CLIENT)
    assert first.pk != second.pk
    assert draft(scope, Side.CLIENT).pk == second.pk


def test_a_draft_is_sent_once(scope, make_user):
    made = draft(scope, Side.PROVIDER)
    user = make_user("provider", scope)
    sent = read_delivery(delivery=submit_delivery(delivery=made, user=user))
    assert (sent.state, sent.is_current, sent.is_draft, Ticket.objects.count()) == (
        "published",
        True,
        False,
        2,
    )
    assert JournalEntry.objects.get(action="report.submitted").actor == user
    with pytest.raises(NotADraft):
        submit_delivery(delivery=made, user=user)


def test_a_draft_to_correct_cannot_be_sent(scope):
    made = draft(scope, Side.PROVIDER, native(ROWS[0].replace("12:00", "25:00")))
    assert (made.state, made.outcome) == ("refused", "REJECT")
    with pytest.raises(NotADraft):
        submit_delivery(delivery=made)


def test_the_plain_deposit_of_a_draft_s_files_sends_it(scope):
    made = draft(scope, Side.CLIENT)
    sent = deposit(contract=scope, month=MARCH, files=[IncomingFile("tickets", "t.csv", native())])
    assert sent.pk == made.pk
    assert read_delivery(delivery=sent).state == "published"


def test_the_draft_s_way_through_the_pages(scope, client, make_user):
    client.force_login(make_user("provider", scope))
    data = {"month": "2026-03", "tickets": SimpleUploadedFile("t.csv", native()), "draft": "1"}
    client.post(reverse("reports:deposit", args=[scope.slug]), data)
    read_delivery(delivery=Delivery.objects.get())
    where = [scope.slug, "2026-03", 1]
    url = reverse("reports:submit", args=where)
    assert "Envoyer" in client.get(reverse("reports:check", args=where)).content.decode()
    assert "Je certifie" in client.get(url).content.decode()
    assert client.post(url, {}).status_code == 422
    client.force_login(make_user("referent", scope))
    for name in ("version", "check", "errors", "original", "submit", "annotated"):
        assert client.get(reverse(f"reports:{name}", args=where)).status_code == 404, name
    client.force_login(make_user("provider", scope, email="autre@exemple.fr"))
    assert client.post(url, {"certified": "on"}).status_code == 302
    assert client.post(url, {"certified": "on"}).status_code in {302, 422}
    assert read_delivery(delivery=Delivery.objects.get()).state == "published"


def test_a_withdrawal_puts_the_former_version_back_in_force(hand_in, scope):
    first = hand_in()
    second = hand_in(native(ROWS[0].replace("12:00", "13:00")))
    former = withdraw_delivery(delivery=second, reason="Mauvais périmètre")
    read_delivery(delivery=second)
    assert (former.pk, former.refresh_from_db(), former.is_current) == (first.pk, None, True)
    second.refresh_from_db()
    assert (second.state, second.is_current) == ("withdrawn", False)
    assert list(selectors.ticket_columns(scope)["reference"]) == ["INC001", "DEM002"]
    assert Ticket.objects.get(reference="INC001").resolved_at == datetime(2026, 3, 2, 11, tzinfo=UTC)
    assert JournalEntry.objects.get(action="report.withdrawn").reason == "Mauvais périmètre"


def test_a_withdrawal_gives_an_earlier_month_its_tickets_back(hand_in, scope):
    hand_in()
    hand_in(native(ROWS[1].replace("DEM002", "DEM009")), month="2026-04")
    wrong = hand_in(native(ROWS[1].replace(";P4;", ";P1;")), month="2026-04")
    assert Ticket.objects.get(reference="DEM002").priority == "P1"
    withdraw_delivery(delivery=wrong, reason="Mauvais fichier")
    read_delivery(delivery=wrong)
    assert Ticket.objects.get(reference="DEM002").priority == "P4"
    assert sorted(selectors.ticket_columns(scope)["reference"]) == ["DEM002", "DEM009", "INC001"]


def test_the_only_version_of_a_month_is_withdrawn_and_handed_in_again(hand_in, scope):
    only = hand_in()
    assert withdraw_delivery(delivery=only, reason="Mauvais périmètre") is None
    only.refresh_from_db()
    assert (only.state, only.is_current) == ("leaving", False)
    with pytest.raises(DepositRefused, match="en cours"):
        hand_in()
    assert read_delivery(delivery=only).state == "withdrawn"
    assert selectors.ticket_columns(scope).empty
    assert selectors.delivered_months(scope) == []
    assert selectors.first_received(scope, MARCH) is None
    assert JournalEntry.objects.get(action="report.withdrawn").details == {"former": None}
    kept = Delivery.objects.get()
    assert (kept.files.count(), kept.ticket_count, Ticket.objects.count()) == (1, 2, 2)
    again = hand_in()
    assert (again.pk, again.state, again.is_current) == (only.pk, "published", True)
    assert list(selectors.ticket_columns(scope)["reference"]) == ["INC001", "DEM002"]


def test_the_version_in_force_before_comes_back_whatever_its_number(hand_in, scope):
    hand_in()
    second = hand_in(LATER)
    withdraw_delivery(delivery=second, reason="Mauvais périmètre")
    read_delivery(delivery=second)
    hand_in(native(ROWS[0].replace("12:00", "14:00")))
    assert hand_in(LATER).version == 2
    fourth = hand_in(native(ROWS[0].replace("12:00", "15:00")))
    assert withdraw_delivery(delivery=fourth, reason="Mauvais périmètre").version == 2


def test_what_may_not_be_withdrawn(hand_in, scope):
    first = hand_in()
    second = hand_in(LATER)
    with pytest.raises(WithdrawalRefused, match="10 caractères"):
        withdraw_delivery(delivery=second, reason="non")
    with pytest.raises(WithdrawalRefused, match="en vigueur"):
        withdraw_delivery(delivery=first, reason="Mauvais périmètre")
    with for_contract(scope.pk, Side.PROVIDER), pytest.raises(WithdrawalRefused, match="côté"):
        withdraw_delivery(delivery=second, reason="Mauvais périmètre")
    seal_month(contract=scope, month=MARCH)
    with pytest.raises(WithdrawalRefused, match="clos"):
        withdraw_delivery(delivery=second, reason="Mauvais périmètre")


def test_the_withdrawal_form(hand_in, scope, client, make_user):
    hand_in()
    hand_in(LATER)
    client.force_login(make_user("referent", scope))
    where = [scope.slug, "2026-03", 2]
    url = reverse("reports:withdraw", args=where)
    assert "Retirer cette version" in client.get(reverse("reports:version", args=where)).content.decode()
    short = client.post(url, {"reason": "non"})
    assert (short.status_code, "10 caractères" in short.content.decode()) == (422, True)
    assert client.post(url, {"reason": "Mauvais périmètre"}).status_code == 302
    assert Delivery.objects.get(version=1).is_current


def test_a_closed_month_takes_nothing(hand_in, scope):
    asked = hand_in(native(ROWS[0].replace("02/03/2026 08:10", "02/03/2026 13:10")))
    waiting = deposit(contract=scope, month=MARCH, files=[IncomingFile("tickets", "t.csv", native())])
    seal_month(contract=scope, month=MARCH)
    with pytest.raises(DepositRefused) as refusal:
        hand_in(LATER)
    assert [f.code for f in refusal.value.findings] == ["month_closed"]
    assert read_delivery(delivery=waiting).outcome == "REJECT"
    with pytest.raises(DepositRefused):
        answer_questions(delivery=asked, answers={})
    assert Ticket.objects.count() == 0


def test_a_full_disk_refuses_before_keeping_anything(scope, client, make_user, settings):
    settings.UPLOAD_ROOM = 10**15
    client.force_login(make_user("provider", scope))
    upload = SimpleUploadedFile("t.csv", native())
    data = {"month": "2026-03", "tickets": upload, "certified": "on"}
    answer = client.post(reverse("reports:deposit", args=[scope.slug]), data)
    assert (answer.status_code, Delivery.objects.count()) == (507, 0)
    assert "Espace de stockage plein" in answer.content.decode()
