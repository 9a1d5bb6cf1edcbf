"""Questions: put with their options, nothing computed before, the answer changes the reading and is kept."""

from __future__ import annotations

import pytest
from django.urls import reverse

from core.engine.months import Month
from journal.models import JournalEntry
from reports import selectors
from reports.models import Answer, Delivery, Ticket
from reports.selectors.questions import question_lines, questions_of
from reports.services import (
    AnswersRefused,
    IncomingFile,
    NothingAsked,
    answer_questions,
    deposit,
    read_delivery,
)
from tests.reports.conftest import HEADER, ROWS, native
from tests.reports.engine.test_catalogue import CASES, UPLOADS

BY_NUMBER = {case["file"][:3]: case for case in CASES}


def stored(number):
    case = BY_NUMBER[number]
    return case["upload_as"], (UPLOADS / case["file"]).read_bytes()


@pytest.fixture
def ask(scope):
    """Deposit one file, see it ask, answer each question by its code, and read it again."""

    def act(name, content, *rounds):
        file = IncomingFile("tickets", name, content)
        delivery = read_delivery(delivery=deposit(contract=scope, month=Month(2026, 3), files=[file]))
        for choices in rounds:
            assert (delivery.outcome, delivery.state, Ticket.objects.count()) == ("ASK", "waiting", 0)
            answers = {q.key: choices[q.code] for q in questions_of(delivery)}
            delivery = read_delivery(delivery=answer_questions(delivery=delivery, answers=answers))
        return delivery

    return act


MDY = native(
    "INC1;Incident;x;P1;Clos;03/04/2026 08:00;03/04/2026 08:10;03/05/2026 12:00;03/05/2026 13:00;0;;a;b;c;d;e;0;",
    "INC2;Incident;x;P1;Clos;03/05/2026 08:00;03/05/2026 08:10;03/06/2026 12:00;03/07/2026 13:00;0;;a;b;c;d;e;0;",
)
LATE = native(ROWS[0].replace("02/03/2026 08:10", "02/03/2026 13:10"))
OVER = native(ROWS[0].replace("02/03/2026 12:00;", ";"))
RUNNING = native(ROWS[0].replace(";Clos;", ";En cours;"))
NEW = native(ROWS[1].replace(";En cours;", ";Nouveau;"))
LONG = native(ROWS[0].replace(";30;", ";900;"))
CLIENTS = native(ROWS[0] + ";Client A", ROWS[1] + ";Autre", header=f"{HEADER};Client")
APRIL = native(ROWS[1].replace("16/03", "16/04"))


@pytest.mark.parametrize(
    ("content", "code", "choice", "expected"),
    [
        (MDY, "date_order_ambiguous", "mdy", ["2026-03-04 07:00", "2026-03-05 07:00"]),
        (LATE, "taken_after_resolved", "at_resolution", ["2026-03-02 11:00"]),
        (OVER, "status_conflict", "at_closing", ["2026-03-04 08:00"]),
        (OVER, "status_conflict", "still_open", ["in_progress None None"]),
        (RUNNING, "status_conflict", "resolved", ["resolved"]),
        (RUNNING, "status_conflict", "still_open", ["in_progress None"]),
        (NEW, "status_conflict", "in_progress", ["in_progress 2026-03-16 08:30"]),
        (NEW, "status_conflict", "not_taken", ["new None"]),
        (LONG, "pause_too_long", "no_pause", ["0"]),
        (CLIENTS, "foreign_row", "only:Client A", ["INC001"]),
        (CLIENTS, "foreign_row", "keep_all", ["DEM002", "INC001"]),
        (APRIL, "period_mismatch", "keep_month", ["DEM002"]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_answer_changes_the_reading(ask, content, code, choice, expected):
    delivery = ask("tickets.csv", content, {code: choice})
    assert delivery.outcome == "WARN"
    shown = {
        "date_order_ambiguous": lambda t: f"{t.opened_at:%Y-%m-%d %H:%M}",
        "taken_after_resolved": lambda t: f"{t.picked_up_at:%Y-%m-%d %H:%M}",
        "pause_too_long": lambda t: str(t.declared_pause_seconds),
        "foreign_row": lambda t: t.reference,
        "period_mismatch": lambda t: t.reference,
        "at_closing": lambda t: f"{t.resolved_at:%Y-%m-%d %H:%M}",
        "resolved": lambda t: t.status,
        "in_progress": lambda t: f"{t.status} {t.picked_up_at:%Y-%m-%d %H:%M}",
        "not_taken": lambda t: f"{t.status} {t.picked_up_at}",
        "still_open": lambda t: (
            f"{t.status} {t.resolved_at}" + (f" {t.closed_at}" if content is OVER else "")
        ),
    }
    words = shown.get(choice) or shown[code]
    assert [words(ticket) for ticket in Ticket.objects.order_by("reference")] == expected
    assert any(f.code == code and "Réponse retenue" in f.remedy for f in selectors.findings_for(delivery))


@pytest.mark.parametrize(
    ("number", "rounds", "tickets"),
    [
        ("041", [{"no_rows": "empty_month"}], 0),
        ("097", [{"encoding_ambiguous": "by_line"}], 21),
        ("097", [{"encoding_ambiguous": "windows-1252"}, {"mojibake": "repair"}], 21),
        ("099", [{"mojibake": "repair"}], 20),
        ("121", [{"header_not_first": "skip"}], 20),
        ("125", [{"sheet_ambiguous": "Suite"}], None),
        ("155", [{"nonexistent_time": "offset_after"}], None),
        ("165", [{"duplicate_suspect": "keep_last"}], 20),
        ("165", [{"duplicate_suspect": "keep_first"}], 20),
        ("165", [{"duplicate_suspect": "distinct"}], 21),
        ("191", [{"foreign_row": "keep_all"}], None),
    ],
)
def test_the_catalogue_s_questions_have_answers(ask, number, rounds, tickets):
    delivery = ask(*stored(number), *rounds)
    assert (delivery.outcome, delivery.state) == ("WARN", "published"), list(
        selectors.findings_for(delivery).values_list("code", "message")
    )
    assert delivery.ticket_count == Ticket.objects.count()
    if tickets is not None:
        assert delivery.ticket_count == tickets


def test_repaired_accents_are_those_of_the_reference(ask):
    ask(*stored("099"), {"mojibake": "repair"})
    repaired = dict(Ticket.objects.values_list("reference", "title"))
    Ticket.objects.all().delete()
    ask(*stored("001"))
    assert repaired == dict(Ticket.objects.values_list("reference", "title"))


@pytest.mark.parametrize("number", ["041", "097", "099", "121", "125", "155", "165"])
def test_every_question_may_be_answered_by_a_correction(ask, number):
    name, content = stored(number)
    delivery = ask(name, content)
    answers = {q.key: "correct" for q in questions_of(delivery)}
    delivery = read_delivery(delivery=answer_questions(delivery=delivery, answers=answers))
    assert (delivery.outcome, delivery.state, Ticket.objects.count()) == ("REJECT", "refused", 0)


def test_an_empty_month_is_published_and_never_counted(ask, scope):
    delivery = ask(*stored("041"), {"no_rows": "empty_month"})
    assert (delivery.is_current, delivery.row_count, len(selectors.ticket_columns(scope))) == (True, 0, 0)


def test_an_answer_is_kept_with_its_author_and_written_in_the_journal(scope, make_user):
    user = make_user("referent", scope)
    name, content = stored("121")
    delivery = deposit(contract=scope, month=Month(2026, 3), files=[IncomingFile("tickets", name, content)])
    read_delivery(delivery=delivery)
    key = questions_of(delivery)[0].key
    answer_questions(delivery=delivery, answers={key: "skip"}, user=user, reason="Titre du modèle")
    answer = Answer.objects.get()
    assert (answer.author, answer.choice, answer.reason) == (user, "skip", "Titre du modèle")
    assert answer.answered_at is not None
    assert answer.label == "Commencer la lecture à la ligne 4"
    entry = JournalEntry.objects.get(action="report.answered")
    assert (entry.actor, entry.reason, entry.details) == (user, "Titre du modèle", {"answers": {key: "skip"}})


def test_what_is_not_proposed_or_not_asked_is_refused(scope):
    name, content = stored("121")
    delivery = deposit(contract=scope, month=Month(2026, 3), files=[IncomingFile("tickets", name, content)])
    read_delivery(delivery=delivery)
    key = questions_of(delivery)[0].key
    with pytest.raises(AnswersRefused, match="header_not_first : skip, correct"):
        answer_questions(delivery=delivery, answers={key: "autre"})
    with pytest.raises(AnswersRefused, match="Choisissez"):
        answer_questions(delivery=delivery, answers={})
    assert Answer.objects.count() == 0
    answer_questions(delivery=delivery, answers={key: "skip"})
    with pytest.raises(NothingAsked):
        answer_questions(delivery=delivery, answers={key: "skip"})


def test_the_page_puts_the_question_and_takes_the_answer(scope, client, make_user):
    name, content = stored("121")
    delivery = deposit(contract=scope, month=Month(2026, 3), files=[IncomingFile("tickets", name, content)])
    read_delivery(delivery=delivery)
    url = reverse("reports:check", args=[scope.slug, "2026-03", 1])
    client.force_login(make_user("provider", scope))
    page = client.get(url).content.decode()
    key = questions_of(delivery)[0].key
    assert f'name="{key}"' in page
    assert 'value="skip"' in page
    assert 'value="correct"' in page
    assert client.post(url, {}).status_code == 422
    answer = client.post(url, {key: "skip"})
    assert (answer.status_code, answer.url) == (
        302,
        reverse("reports:version", args=[scope.slug, "2026-03", 1]),
    )
    assert client.post(url, {key: "skip"}).status_code == 302
    read_delivery(delivery=Delivery.objects.get())
    assert Ticket.objects.count() == 20
    assert "Commencer la lecture" in client.get(answer.url).content.decode()


def test_a_question_about_the_whole_deposit_begins_with_its_remedy(ask):
    delivery = ask("tickets.csv", APRIL)
    assert [question.place for question in question_lines(delivery)] == [
        "Vérifiez le mois choisi pour ce dépôt."
    ]


def test_a_reader_sees_the_question_and_may_not_answer(scope, client, make_user):
    name, content = stored("121")
    delivery = deposit(contract=scope, month=Month(2026, 3), files=[IncomingFile("tickets", name, content)])
    read_delivery(delivery=delivery)
    client.force_login(make_user("reader", scope))
    url = reverse("reports:check", args=[scope.slug, "2026-03", 1])
    assert "L’en-tête est à la ligne 4" in client.get(url).content.decode()
    assert client.post(url, {questions_of(delivery)[0].key: "skip"}).status_code == 403
