"""A new version that lacks what the version in force holds: a person decides, nothing is dropped in silence."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import call_command

from core.engine.months import Month
from core.scope import Side, for_contract
from core.storage import private_path
from journal.models import JournalEntry
from reports.engine.leftout import LeftOut
from reports.models import DeclaredFigure, Delivery, Outage
from reports.selectors.originals import file_lines
from reports.selectors.questions import questions_of
from reports.services import IncomingFile, answer_questions, deposit, read_delivery
from reports.services.replaying import replay_of
from tests.reports.conftest import ROWS, native

DECLARED = b"Engagement;Taux;Respect\xc3\xa9s;Total\nE06;95;19;20\n"
OUTAGES = b"Service;D\xc3\xa9but;Fin\nERP;03/03/2026 09:00;03/03/2026 10:00\n"
CHANGED = native(ROWS[0].replace("02/03/2026 12:00", "02/03/2026 13:00"), ROWS[1])
CODE = "companions_left_out"


@pytest.fixture
def first(hand_in):
    delivery = hand_in(declared=DECLARED, outages=OUTAGES)
    assert (delivery.is_current, DeclaredFigure.objects.count(), Outage.objects.count()) == (True, 1, 1)
    return delivery


def decide(delivery, choice):
    answers = {question.key: choice for question in questions_of(delivery)}
    return read_delivery(delivery=answer_questions(delivery=delivery, answers=answers))


def test_what_a_new_version_lacks_is_asked_and_nothing_moves(first, hand_in):
    second = hand_in(CHANGED)
    first.refresh_from_db()
    assert (second.outcome, second.state, first.is_current) == ("ASK", "waiting", True)
    question = questions_of(second)[0]
    assert (question.code, question.message) == (
        CODE,
        "La version 1 contenait aussi : pannes, chiffres déclarés. Ce dépôt ne les contient pas.",
    )
    assert [(o["value"], o["label"]) for o in question.options[:2]] == [
        ("take", "Les reprendre de la version 1"),
        ("remove", "Les retirer du mois"),
    ]


def test_what_is_taken_over_is_the_same_stored_file_read_with_the_new_version(first, hand_in):
    second = decide(hand_in(CHANGED), "take")
    assert (second.outcome, second.is_current) == ("WARN", True)
    kept = {f.kind: (f.storage_name, f.sha256) for f in first.files.exclude(kind="tickets")}
    assert {f.kind: (f.storage_name, f.sha256) for f in second.files.exclude(kind="tickets")} == kept
    assert all(private_path(name).is_file() for name, _ in kept.values())
    assert DeclaredFigure.objects.filter(delivery=second).count() == 1
    assert Outage.objects.filter(delivery=second).count() == 1
    entry = JournalEntry.objects.get(action="report.answered")
    assert {file["sha256"] for file in entry.details["files"]} == {digest for _, digest in kept.values()}
    replay = replay_of(second.contract)
    assert [len(replay.facts[second.pk][kind]) for kind in ("declared", "outages")] == [1, 1]
    assert hand_in(CHANGED).pk == second.pk


def test_what_is_removed_is_removed_and_stays_said(first, hand_in):
    second = decide(hand_in(CHANGED), "remove")
    assert (second.outcome, second.is_current, second.files.count()) == ("WARN", True, 1)
    assert second.findings.get(code=CODE).remedy == "Réponse retenue : Les retirer du mois."
    assert not DeclaredFigure.objects.filter(delivery=second).exists()
    assert replay_of(second.contract).facts[second.pk] == {}


def test_a_version_that_brings_them_all_is_asked_nothing(first, hand_in):
    assert hand_in(CHANGED, declared=DECLARED, outages=OUTAGES).outcome == "WARN"


def test_the_statement_that_there_was_no_outage_is_taken_over_too(scope):
    def act(content, **told):
        files = [IncomingFile("tickets", "tickets.csv", content)]
        return read_delivery(delivery=deposit(contract=scope, month=Month(2026, 3), files=files, **told))

    act(native(), no_outage_stated=True)
    second = act(CHANGED)
    assert "déclaration « aucune panne »" in questions_of(second)[0].message
    assert decide(second, "take").no_outage_stated


@pytest.mark.parametrize(
    ("held", "brought", "kinds"),
    [
        ({"tickets", "report"}, {"tickets"}, None),
        ({"tickets", "outages"}, {"tickets", "no_outage"}, None),
        ({"tickets", "no_outage"}, {"tickets", "outages"}, None),
        ({"satisfaction", "status_log", "maintenance"}, {"tickets"}, ("status_log", "maintenance", "satisfaction")),
    ],
)  # fmt: skip
def test_which_kinds_are_left_out(held, brought, kinds):
    found = LeftOut.between(1, held, brought)
    assert (found.kinds if found else None) == kinds


def test_another_version_in_force_meanwhile_asks_again(first, hand_in):
    second = hand_in(CHANGED)
    hand_in(native(ROWS[0]), declared=DECLARED, outages=OUTAGES)
    second = decide(second, "take")
    assert (second.outcome, second.files.count()) == ("ASK", 1)
    assert questions_of(second)[0].message.startswith("La version 3 contenait aussi")
    assert decide(second, "take").is_current


def test_a_version_in_force_since_the_reading_began_is_asked_about(hand_in, scope):
    """Two deposits read at once: the second must not drop what the first brings meanwhile."""
    files = [IncomingFile("tickets", "tickets.csv", CHANGED)]
    late = deposit(contract=scope, month=Month(2026, 3), files=files)

    def meanwhile(step, done, total):
        if step == "Enregistrement" and not Delivery.objects.filter(is_current=True).exists():
            hand_in(declared=DECLARED)

    assert read_delivery(delivery=late, progress=meanwhile).outcome == "ASK"
    assert questions_of(late)[0].message == (
        "La version 2 contenait aussi : chiffres déclarés. Ce dépôt ne les contient pas."
    )


def test_words_of_users_the_client_brought_stay_hidden_in_the_provider_s_version(hand_in, contract):
    answers = b"Ticket;Note;Date;Commentaire\r\nINC001;4;;Merci\r\n"
    with for_contract(contract.pk, Side.CLIENT):
        hand_in(satisfaction=answers)
    with for_contract(contract.pk, Side.PROVIDER):
        second = decide(hand_in(CHANGED), "take")
        assert second.side == "provider"
        assert [line.kind for line in file_lines(second)] == ["Tickets"]
    with for_contract(contract.pk, Side.CLIENT):
        assert [line.kind for line in file_lines(second)] == ["Tickets", "Réponses de satisfaction"]


def test_the_command_gives_the_options_and_takes_the_answer(first, contract, tmp_path):
    path = tmp_path / "tickets.csv"
    path.write_bytes(CHANGED)

    def run(*more):
        out = StringIO()
        try:
            call_command(
                "deposit", "INF-2024-07", "2026-03", str(path), "--json", *more, stdout=out, stderr=StringIO()
            )
        except SystemExit as stop:
            return stop.code, json.loads(out.getvalue())
        return 0, json.loads(out.getvalue())

    assert [f["code"] for f in run("--dry-run")[1]["findings"]] == [CODE]
    code, result = run()
    assert (code, result["outcome"], result["version"]) == (3, "ASK", 2)
    assert [o["value"] for o in result["questions"][0]["options"]] == ["take", "remove", "correct"]
    code, result = run("--answer", f"{CODE}=take")
    assert (code, result["outcome"]) == (0, "WARN")
    assert sorted(f["kind"] for f in result["files"]) == ["declared", "outages", "tickets"]
