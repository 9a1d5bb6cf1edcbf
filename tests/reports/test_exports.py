"""Exports of tools, from their real header rows to the tickets stored, through the deposit."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from decimal import Decimal

import openpyxl
import pytest

from core.engine.months import Month
from reports.engine.profiles import PROFILES
from reports.engine.recognition import best_profile
from reports.engine.tables import Table
from reports.models import StatusChange, Ticket
from reports.selectors import findings_for
from reports.selectors.questions import questions_of
from reports.services import IncomingFile, answer_questions, deposit, read_delivery
from tests.reports.export_headers import REAL_HEADERS
from tests.reports.exports import EXPORTS, Export

pytestmark = pytest.mark.any_store

MARCH = Month(2026, 3)


@pytest.fixture
def hand_over(scope):
    def act(content, name="export.csv", **options):
        files = [IncomingFile("tickets", name, content)]
        delivery = read_delivery(delivery=deposit(contract=scope, month=MARCH, files=files, **options))
        asked = {q.key: scope.timezone for q in questions_of(delivery) if q.code == "zone_unknown"}
        return (
            read_delivery(delivery=answer_questions(delivery=delivery, answers=asked)) if asked else delivery
        )

    return act


def plain(value):
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return str(value) if isinstance(value, Decimal) else value


def stored(export):
    tickets = list(Ticket.objects.order_by("pk"))
    return [
        {name: plain(getattr(ticket, name)) for name in wanted}
        for ticket, wanted in zip(tickets, export.expected, strict=True)
    ]


@pytest.mark.parametrize("export", EXPORTS, ids=lambda export: export.name)
def test_an_export_is_recognised_and_stored(hand_over, export):
    delivery = hand_over(export.content())
    assert delivery.outcome in {"ACCEPT", "WARN"}, [(f.code, f.message) for f in findings_for(delivery)]
    assert delivery.profile == export.profile
    assert delivery.cannot_tell == list(export.cannot_tell)
    assert stored(export) == list(export.expected)
    told = {f.code for f in findings_for(delivery)}
    assert set(export.cannot_tell) <= told


@pytest.mark.parametrize("export", EXPORTS, ids=lambda export: export.name)
def test_the_same_export_as_a_workbook(hand_over, export):
    book = openpyxl.Workbook()
    for row in [export.header, *([r.get(n, "") for n in export.header] for r in export.rows)]:
        book.active.append([cell[:9_000] for cell in row])
    content = io.BytesIO()
    book.save(content)
    delivery = hand_over(content.getvalue(), "export.xlsx")
    assert delivery.outcome in {"ACCEPT", "WARN"}, [(f.code, f.message) for f in findings_for(delivery)]
    assert stored(export) == list(export.expected)


def shouted(text):
    return text.upper().replace("'", "’").replace(" ", "  ")


@pytest.mark.parametrize(
    ("header", "code"), REAL_HEADERS, ids=lambda value: value if isinstance(value, str) else ""
)
@pytest.mark.parametrize("change", [tuple, lambda h: tuple(map(shouted, h)), lambda h: tuple(reversed(h))])
def test_a_real_header_is_recognised_in_any_case_and_order(header, code, change):
    rows = ["INC1", "INC1"]  # updates: the same ticket twice
    found = best_profile(Table("t.csv", change(header), tuple(rows for _ in header), range(2, 4)))
    assert found.code == code


def test_a_line_ended_by_a_separator_has_no_further_column(hand_over):
    export = next(e for e in EXPORTS if e.name == "glpi-pt-progress")
    codes = {f.code for f in findings_for(hand_over(export.content()))}
    assert "unknown_column" not in codes
    assert "bad_field_count" not in codes


def test_references_are_the_same_whatever_their_spaces(hand_over):
    export = next(e for e in EXPORTS if e.name == "glpi-9")
    hand_over(export.content())
    again = export.content().decode("utf-8-sig").replace("\u00a0", "").replace("5 732 944", "5732944")
    delivery = hand_over(again.encode())
    assert delivery.assumptions["changes"] == {"former": 1, "added": 0, "changed": 0, "vanished": 0}


def test_words_of_a_tool_outside_the_contract_are_asked_once_each(hand_over):
    export = next(e for e in EXPORTS if e.name == "glpi-list")
    content = export.content().decode().replace("Basse", "Très basse").replace("Très haute", "Très basse")
    delivery = hand_over(content.encode())
    assert delivery.outcome == "ASK"
    asked = [f for f in findings_for(delivery) if f.severity == "question"]
    assert [(f.code, f.value, f.line) for f in asked] == [("unmapped_value", "Très basse", 2)]
    assert "2\u00a0lignes" in asked[0].message


def test_a_repeated_column_that_is_read_is_refused(hand_over):
    export = next(e for e in EXPORTS if e.name == "jira")
    content = export.content().decode().replace('"Updated"', '"Resolved"', 1)
    delivery = hand_over(content.encode())
    assert [f.code for f in findings_for(delivery) if f.severity == "error"] == ["duplicate_column"]


def test_priorities_of_tools_run_both_ways():
    assert PROFILES["glpi"].priorities["1"] == "P5"
    assert PROFILES["itop"].priorities["1"] == PROFILES["servicenow-liste"].priorities["1"] == "P1"


def test_search_option_labels_of_glpi_are_all_known():
    labels = next(csv.reader(["Titre,ID,Priorité,Demandeur,Technicien,Assigné à un fournisseur,Catégorie,Groupe de techniciens,"
        "Source de la demande,Urgence,Impact,Statut,Type,Date d'ouverture,Date de clôture,Date de résolution,"
        "Temps de résolution,Dernière modification,Description,Rédacteur,Type de solution,Solution,Nombre de suivis,"
        "SLAs Temps de résolution,SLAs Niveau d'escalade,SLAs Temps de prise en charge,Durée totale,Coût total,"
        "Satisfaction,Groupe observateur,Observateur,Groupe demandeur,Entité,Temps de résolution dépassé,Lieu,"
        "Délai de prise en compte,Temps de résolution + Progression,Délai de clôture,Délai d'attente,"
        "Délai de résolution,Temps de prise en charge,Temps de prise en charge + progression,"
        "Temps de prise en charge dépassé,Temps interne de résolution,Temps interne de prise en compte"]))  # fmt: skip
    assert PROFILES["glpi"].recognises(tuple(labels)) == len(labels)


def test_an_update_stamped_after_its_successor_is_no_return(hand_over):
    export = next(e for e in EXPORTS if e.name == "servicenow-updates")
    late = {**export.rows[0], "sys_updated_at": "02-03-2026 10:07"}
    hand_over(Export(**{**vars(export), "rows": (late, *export.rows[1:])}).content())
    changes = StatusChange.objects.filter(ticket__reference="INC01").order_by("position")
    assert [change.to_status for change in changes] == ["resolved"]


@pytest.mark.parametrize(("zone", "opened"), [("Europe/Paris", "08:00"), ("UTC", "09:00")])
def test_the_zone_that_a_list_of_servicenow_does_not_tell_is_asked(scope, zone, opened):
    content = "Number,Short description,State,Priority,Opened\nINC1,x,New,3 - Moderate,2026-03-03 09:00:00\n"
    files = [IncomingFile("tickets", "liste.csv", content.encode())]
    delivery = read_delivery(delivery=deposit(contract=scope, month=MARCH, files=files))
    (question,) = questions_of(delivery)
    assert (delivery.outcome, question.code, question.column) == ("ASK", "zone_unknown", "Opened")
    read_delivery(delivery=answer_questions(delivery=delivery, answers={question.key: zone}))
    assert plain(Ticket.objects.get().opened_at) == f"2026-03-03 {opened}"
