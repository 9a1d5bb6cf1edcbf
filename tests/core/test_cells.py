"""What is typed, and what a CSV cell may hold."""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from io import BytesIO

import pytest
from openpyxl import load_workbook

from core.engine.formats import csv_cell, parse_date, parse_decimal
from core.engine.months import Month
from core.exports import Sheet, to_xlsx


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("1 234,56", "1234.56"),
        ("1\u202f234\u00a0567.5", "1234567.5"),
        ("−3", "-3"),
        ("+0,5", "0.5"),
        (" 12 ", "12"),
        ("1234", "1234"),
    ],
)
def test_numbers_are_read_with_comma_or_point(typed, expected):
    assert parse_decimal(typed) == Decimal(expected)


@pytest.mark.parametrize("typed", ["", "12 34", "1.234,5", "1e5", "nan", "douze", "٣", ",5", "5,"])
def test_other_numbers_are_refused_with_an_example(typed):
    with pytest.raises(ValueError, match="Nombre attendu, par exemple 1\u202f234,56"):
        parse_decimal(typed)


@pytest.mark.parametrize("typed", ["16/04/2026", "2026-04-16", " 16/4/2026 "])
def test_days_are_read_in_french_or_iso(typed):
    assert parse_date(typed) == date(2026, 4, 16)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("31/02/2026", "Date impossible\u00a0: 31/02/2026"),
        ("2026-13-01", "Date impossible\u00a0: 2026-13-01"),
        ("16-04-2026", "Date attendue, par exemple 16/04/2026"),
        ("16/04/26", "Date attendue"),
        ("", "Date attendue"),
    ],
)
def test_other_days_are_refused_with_a_sentence(typed, message):
    with pytest.raises(ValueError, match=message):
        parse_date(typed)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, ""),
        (True, "oui"),
        (12, "12"),
        (-3, "-3"),
        (Decimal("-1234.50"), "-1234,50"),
        (Fraction(14300, 168), "85,1190"),
        (2.5, "2,5000"),
        (float("nan"), ""),
        (date(2026, 4, 16), "2026-04-16"),
        (datetime(2026, 4, 9, 4, 10, tzinfo=UTC), "2026-04-09T06:10:00+02:00"),
        (Month(2026, 3), "2026-03"),
        ("=1+1", "'=1+1"),
        ("+33 1", "'+33 1"),
        ("-note", "'-note"),
        ("@nom", "'@nom"),
        ("\t=1", "'\t=1"),
        ("pare-feu", "pare-feu"),
    ],
)
def test_cells_are_french_and_never_formulas(value, expected):
    assert csv_cell(value) == expected


def test_a_sign_that_nobody_sees_stops_no_workbook() -> None:
    book = load_workbook(BytesIO(to_xlsx(Sheet(("Nom",), [("Rou\x01teurs\n\tde site",)]))))
    assert [cell.value for cell in book.active["A"]] == ["Nom", "Routeurs\n\tde site"]
