"""A delivery says the same whether its export comes in one file or in several."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from core.engine.months import Month
from reports.engine.context import Context
from reports.engine.duplicates import reference_key
from reports.engine.findings import question_key
from reports.engine.reading import File, read_delivery_files
from tests.reports.conftest import ROWS, native

NOW = datetime(2026, 4, 7, tzinfo=UTC)
FIRST, SECOND = ROWS


def read(*files, choices=None):
    context = Context(Month(2026, 3), "Europe/Paris", NOW, choices=choices or {})
    given = [File("tickets", f"{n}.csv", native(*rows)) for n, rows in enumerate(files, start=1)]
    reading = read_delivery_files(given, context)
    references = [ref for tickets in reading.tickets for ref in tickets.columns["reference"]]
    return reading.findings.outcome, [f.code for f in reading.findings.items], references


@pytest.mark.parametrize(
    "files", [[(FIRST, SECOND, FIRST)], [(FIRST,), (FIRST, SECOND)], [(FIRST, SECOND), (FIRST,)]]
)
def test_an_identical_row_is_counted_once(files):
    outcome, codes, references = read(*files)
    assert (outcome, codes, sorted(references)) == ("WARN", ["duplicate_identical"], ["DEM002", "INC001"])


@pytest.mark.parametrize("split", [False, True])
def test_the_same_reference_with_other_values_is_refused(split):
    other = FIRST.replace("P3", "P1")
    outcome, codes, _ = read((FIRST,), (other,)) if split else read((FIRST, other))
    assert (outcome, codes) == ("REJECT", ["duplicate_conflict"])


@pytest.mark.parametrize("split", [False, True])
@pytest.mark.parametrize(
    "twin",
    ["INC001\u200b", "inc001", "INC\u2060001", "\u0406NC001", "INC001\ufe0f", "INC\u034f001"],
    ids=lambda twin: twin.encode("unicode_escape").decode(),
)
def test_references_an_eye_cannot_tell_apart_are_asked(twin, split):
    row = FIRST.replace("INC001", twin)
    outcome, codes, _ = read((FIRST,), (row,)) if split else read((FIRST, row))
    assert outcome == "ASK"
    assert "duplicate_suspect" in codes


@pytest.mark.parametrize(
    ("choice", "left"),
    [("keep_last", ["inc001"]), ("keep_first", ["INC001"]), ("distinct", ["INC001", "inc001"])],
)
def test_the_answer_holds_between_files(choice, left):
    key = question_key("duplicate_suspect", "2.csv", reference_key("inc001"))
    outcome, _, references = read((FIRST,), (FIRST.replace("INC001", "inc001"),), choices={key: choice})
    assert (outcome, references) == ("WARN", left)


def test_dashes_are_one_sign():
    assert reference_key("INC-030") == reference_key("INC\u2011030") == reference_key("INC\u2013030")


def test_a_reference_is_never_cut():
    long = "R" * 61
    outcome, codes, _ = read((FIRST.replace("INC001", long),))
    assert (outcome, codes) == ("REJECT", ["field_too_long"])
    assert read((FIRST.replace("INC001", long[:60]),))[0] == "ACCEPT"
