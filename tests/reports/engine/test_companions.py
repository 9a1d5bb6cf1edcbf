"""The files beside the tickets: what has not happened yet, what the contract does not know, figures that disagree."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from core.engine.months import Month
from reports.engine.context import Context
from reports.engine.findings import question_key
from reports.engine.reading import File, read_delivery_files

NOW = datetime(2026, 4, 7, tzinfo=UTC)
HEADS = {
    "status_log": "Ticket;De;À;Le;Acteur;Motif",
    "outages": "Service;Début;Fin;Imputabilité",
    "maintenance": "Service;Début;Fin;Prévenu le",
    "declared": "Engagement;Numérateur;Dénominateur;Taux",
    "incidents": "Survenu le;Titre",
}


def read(kind, *rows, choices=None, **known):
    context = Context(Month(2026, 3), "Europe/Paris", NOW, choices=choices or {}, **known)
    text = "\n".join([HEADS[kind], *rows, ""])
    return read_delivery_files([File(kind, "f.csv", text.encode())], context)


def told(reading):
    return reading.findings.outcome, [(f.code, f.line, f.column) for f in reading.findings.items]


@pytest.mark.parametrize(
    ("kind", "row", "column"),
    [
        ("status_log", "INC1;En attente;En cours;24/03/2031 10:00;x;", "Le"),
        ("outages", "ERP;10/03/2031 10:00;10/03/2031 11:00;Prestataire", "Début"),
        ("outages", "ERP;10/03/2026 10:00;10/03/2031 11:00;Prestataire", "Fin"),
        ("maintenance", "ERP;10/05/2026 10:00;10/05/2026 11:00;24/04/2026 10:00", "Prévenu le"),
        ("incidents", "10/03/2031 10:00;Panne", "Survenu le"),
    ],
)
def test_what_has_happened_lies_in_no_future(kind, row, column):
    outcome, found = told(read(kind, row))
    assert outcome == "REJECT"
    assert ("date_out_of_range", 2, column) in found


def test_a_planned_maintenance_may_lie_ahead():
    assert told(read("maintenance", "ERP;10/05/2026 10:00;10/05/2026 11:00;01/04/2026 10:00")) == (
        "ACCEPT",
        [],
    )


@pytest.mark.parametrize("name", ["ERP", "erp", "E.R.P.", " É R P "])
def test_another_spelling_of_a_service_is_that_service(name):
    row = f"{name};10/03/2026 10:00;10/03/2026 11:00;Prestataire"
    reading = read("outages", row, services=("ERP", "Messagerie"))
    assert told(reading) == ("ACCEPT", [])
    assert [outage["service"] for outage in reading.facts["outages"]] == ["ERP"]


@pytest.mark.parametrize("kind", ["outages", "maintenance"])
@pytest.mark.parametrize(("answer", "kept"), [("ERP", "ERP"), ("outside", "ERP SAP")])
def test_an_unknown_service_is_asked_once(kind, answer, kept):
    rows = [f"ERP SAP;{day}/03/2026 10:00;{day}/03/2026 11:00;" for day in (10, 11)]
    reading = read(kind, *rows, services=("ERP",))
    assert told(reading) == ("ASK", [("unknown_service", 2, "Service")])
    assert [o.value for o in reading.findings.items[0].options] == ["ERP", "outside", "correct"]
    choices = {question_key("unknown_service", "f.csv", "erp sap"): answer}
    reading = read(kind, *rows, services=("ERP",), choices=choices)
    assert [fact["service"] for fact in reading.facts[kind]] == [kept, kept]


def test_where_no_availability_is_promised_any_service_may_stop():
    assert told(read("outages", "ERP;10/03/2026 10:00;10/03/2026 11:00;")) == ("ACCEPT", [])


def test_a_code_of_the_contract_in_any_case_and_an_unknown_one():
    reading = read("declared", "e06;9;10;", "E99;9;10;", "stock;4;;", commitments=("E06", "E07"))
    assert told(reading) == ("ASK", [("unknown_commitment", 3, "Engagement")])
    assert [row["commitment_code"] for row in reading.facts["declared"]] == ["E06", "E99", "STOCK"]


def test_an_answer_may_not_declare_a_commitment_twice():
    choices = {question_key("unknown_commitment", "f.csv", "e99"): "E06"}
    reading = read("declared", "E06;9;10;", "E99;8;10;", commitments=("E06", "E07"), choices=choices)
    assert ("duplicate_conflict", 3, "Engagement") in told(reading)[1]


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        ("E06;;10;", "missing_value", "Numérateur"), ("E06;9;;", "missing_value", "Dénominateur"),
        ("E06;;10;90", "missing_value", "Numérateur"), ("E06;;;", "missing_value", "Taux"),
        ("E06;9;10;50 %", "rate_mismatch", "Taux"), ("E06;19;20;0,95", "rate_mismatch", "Taux"),
        ("E06;0;0;100", "rate_mismatch", "Taux"), ("E06;11;10;", "numerator_above", "Numérateur"),
    ],
)  # fmt: skip
def test_figures_that_disagree_are_named(row, code, column):
    assert told(read("declared", row)) == ("REJECT", [(code, 2, column)])


@pytest.mark.parametrize(
    "row", ["E06;16;17;94,1", "E06;16;17;94,12", "E06;20;21;95", "E06;0;0;", "E06;9;10;90,0 %", "E06;;;95,2"]
)
def test_figures_that_agree_to_their_decimals_are_kept(row):
    assert told(read("declared", row)) == ("ACCEPT", [])
