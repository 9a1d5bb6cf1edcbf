"""A workbook is read by a native reader once its container was looked at, piece by piece or event by event."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime
from typing import Any

import pytest
from openpyxl import Workbook

from core.engine.months import Month
from reports.engine.archive import scan_workbook
from reports.engine.context import Context
from reports.engine.findings import Findings
from reports.engine.headers import keys_of
from reports.engine.limits import Limits
from reports.engine.partscan import PartScanner, Refusal, SheetFacts
from reports.engine.profiles.native import COLUMNS
from reports.engine.reading import File, read_delivery_files
from reports.engine.sheetscan import SheetScanner, Unusual
from reports.engine.workbooks import read_workbook_table

HEAD = ["Référence", "Type", "Priorité", "Statut", "Ouvert le", "Pris en charge le", "Résolu le"]
NOW = datetime(2026, 4, 7, tzinfo=UTC)
SHEET = "xl/worksheets/sheet1.xml"
PLAIN = (
    b'<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1"><v>1</v></c></row>'
    b'<row r="7" hidden="1"><c r="AB7"/></row></sheetData></worksheet>'
)


def saved(book: Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def workbook(*rows: list[Any], title: str = "Export") -> bytes:
    book = Workbook()
    page = book.active
    page.title = title
    for row in [HEAD, *rows]:
        page.append(row)
    return saved(book)


def with_part(content: bytes, name: str, change: Any) -> bytes:
    """The workbook with one of its parts changed."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for info in old.infolist():
            data = old.read(info)
            new.writestr(info.filename, change(data) if info.filename == name else data)
    return stream.getvalue()


def read(content: bytes) -> tuple[Any, Findings]:
    findings = Findings()
    return read_workbook_table(content, "tickets.xlsx", keys_of(COLUMNS), Limits(), findings), findings


def scanned(scanner: Any, data: bytes, size: int) -> SheetFacts:
    for start in range(0, len(data), size):
        scanner.feed(data[start : start + size])
    scanner.close()
    return scanner.facts


@pytest.mark.parametrize("size", [1, 7, 64, 10_000])
def test_both_scanners_tell_the_same(size):
    expected = SheetFacts(cells=3, last_row=7, last_column=28, hidden_rows=[7])
    assert scanned(SheetScanner(Limits()), PLAIN, size) == expected
    assert scanned(PartScanner(Limits()), PLAIN, size) == expected


@pytest.mark.parametrize(
    "cell",
    [
        b'<c r="A1"><f>1+1</f></c>', b'<c r="A1" t="e"><v>#REF!</v></c>', b"<c r='A1'/>", b'<c r ="A1"/>',
        b'<c\nr="A1"/>', b"<c><v>1</v></c>", b"<c/>", b'<x:c r="A1"/>', b"<!-- --><c r=\"A1\"/>", b'<c r="a1"/>',
        b'<c r="A1B2"/>', b'<c r="ABCDEFGHIJK1"/>', b'<mergeCell ref="A1:A2"/>', b'<c s="1"/>', b"\0",
    ],
)  # fmt: skip
def test_what_is_not_plain_is_read_event_by_event(cell):
    with pytest.raises(Unusual):
        scanned(SheetScanner(Limits()), b"<sheetData><row>" + cell + b"</row></sheetData>", 10_000)


@pytest.mark.parametrize("reference", [b"XFD1", b"A1048576", b"GR200000"])
@pytest.mark.parametrize("scanner", [SheetScanner, PartScanner])
def test_a_far_cell_is_refused_before_any_reader(scanner, reference):
    row = b'<sheetData><row><c r="A1"/></row><row><c r="' + reference + b'"/></row></sheetData>'
    with pytest.raises(Refusal, match="too_many_cells"):
        scanned(scanner(Limits()), row, 64)


@pytest.mark.parametrize("part", [SHEET, "xl/styles.xml"])
def test_a_document_type_is_refused_wherever_it_stands(part):
    bomb = with_part(workbook(["A"] * 7), part, lambda data: b"<!DOCTYPE x [<!ENTITY a 'b'>]>" + data)
    findings = Findings()
    assert scan_workbook(bomb, "t.xlsx", Limits(), findings) is None
    assert [f.code for f in findings.items] in (["xml_forbidden"], ["corrupt_file"])


def test_values_keep_their_kind():
    opened = datetime(2026, 3, 2, 9, 30)
    table, findings = read(
        workbook(["INC1", "Incident", "P1", "Clos", opened, date(2026, 3, 3), 46084.5], [12, 3.5])
    )
    assert findings.items == []
    assert [column[0] for column in table.columns] == [
        "INC1", "Incident", "P1", "Clos", opened, datetime(2026, 3, 3), 46084.5,
    ]  # fmt: skip
    assert [repr(column[1]) for column in table.columns[:3]] == ["12", "3.5", "''"]


def test_lines_are_those_of_the_spreadsheet():
    table, _ = read(workbook(["A"] * 7, [], ["B"] * 7))
    assert (list(table.lines), table.columns[0]) == ([2, 4], ["A", "B"])


def test_a_formula_in_error_is_named_and_never_read_as_empty():
    book = Workbook()
    page = book.active
    for row in (HEAD, ["INC1", "Incident", "P1", "Clos", "02/03/2026 09:00", "", "#REF!"]):
        page.append(row)
    page["G2"].data_type = "e"
    _, findings = read(saved(book))
    assert [(f.code, f.line, f.column, f.cell) for f in findings.items] == [
        ("formula_error", 2, "Résolu le", "G2")
    ]


def test_serials_of_a_macintosh_start_in_1904():
    content = with_part(
        workbook(["A"] * 7),
        "xl/workbook.xml",
        lambda data: data.replace(b"<workbookPr ", b'<workbookPr date1904="1" '),
    )
    assert read(content)[0].first_serial_year == 1904
    assert read(workbook(["A"] * 7))[0].first_serial_year == 1900


def test_a_missing_part_is_a_damaged_workbook():
    broken = with_part(
        workbook(["A"] * 7), "xl/_rels/workbook.xml.rels", lambda data: data.replace(b"sheet1", b"sheet9")
    )
    table, findings = read(broken)
    assert (table, [f.code for f in findings.items]) == (None, ["corrupt_file"])


@pytest.mark.parametrize(
    "name", ["xl/media/inner.zip", "xl/embeddings/x.bin", "xl/vbaProject.bin", "xl/INNER.XLSX"]
)
def test_a_file_inside_the_workbook_is_refused(name):
    content = io.BytesIO(workbook())
    with zipfile.ZipFile(content, "a") as archive:
        archive.writestr(name, b"PK\x03\x04")
    table, findings = read(content.getvalue())
    assert table is None
    assert [item.code for item in findings.items] == ["macros_forbidden"]


def test_a_sheet_that_does_not_begin_in_its_first_column_keeps_its_places():
    book = Workbook()
    for column, text in enumerate(HEAD, start=2):
        book.active.cell(1, column, text)
        book.active.cell(3, column, f"v{column}")
    table, _ = read(saved(book))
    assert (table.header[:2], list(table.lines), table.columns[1]) == (("", HEAD[0]), [3], ["v2"])
    assert table.place(0, 1)["cell"] == "B3"


def test_columns_are_whole_beyond_a_block_of_rows():
    rows = [[f"INC{n}", "Incident", 1.5 if n == 2_500 else "P1"] for n in range(4_500)]
    table, _ = read(workbook(*rows))
    assert (len(table), table.columns[0][-1], table.columns[2][2_500], table.columns[2][0]) == (
        4_500,
        "INC4499",
        1.5,
        "P1",
    )
    assert table.columns[1][0] is table.columns[1][-1]


@pytest.mark.parametrize("memory", [64 << 20, 1 << 10])
def test_a_workbook_too_heavy_for_the_parser_is_refused_before_any_reader(memory):
    facts = scan_workbook(workbook(["INC1"] * 7), "t.xlsx", Limits(memory=memory), findings := Findings())
    assert (facts is None, [f.code for f in findings.items]) == (
        (False, []) if memory > 1 << 20 else (True, ["too_heavy"])
    )


def test_lost_characters_of_a_workbook_are_named_at_their_cell():
    content = workbook(["INC\ufffd1", "Incident", "P1", "Clos", "02/03/2026 09:00", "", ""])
    reading = read_delivery_files(
        [File("tickets", "t.xlsx", content)], Context(Month(2026, 3), "Europe/Paris", NOW)
    )
    assert ("replacement_char", "A2") in [(f.code, f.cell) for f in reading.findings.items]
