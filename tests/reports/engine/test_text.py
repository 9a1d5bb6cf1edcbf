"""Encodings, and reading by slices where it equals the strict reader."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.engine.findings import Findings
from reports.engine.limits import Limits
from reports.engine.numbers import decimal_sign, read_number
from reports.engine.scanning import flat_columns
from reports.engine.separated import read_text_table
from reports.engine.text import decode


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("é;ü".encode("utf-8-sig"), "utf-8"),
        ("é;ü".encode(), "utf-8"),
        ("é;’œ€".encode("cp1252"), "windows-1252"),
        (b"\xff\xfe" + "é".encode("utf-16-le"), "utf-16-le"),
        (b"\xfe\xff" + "é".encode("utf-16-be"), "utf-16-be"),
        (b"\xff\xfe\x00\x00" + "é".encode("utf-32-le"), "utf-32-le"),
    ],
)
def test_known_encodings(content, encoding):
    findings = Findings()
    decoded = decode(content, "f.csv", findings)
    assert decoded is not None
    assert (decoded.encoding, decoded.text[0], findings.items) == (encoding, "é", [])


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        ("a;Référence;Priorité été\n".encode("mac-roman"), "bad_encoding", 1),
        ("Référence\nété\nÉvry\n".encode("cp1252") + "à côté\n".encode(), "encoding_ambiguous", 4),
        (b"\xef\xbb\xbfa\nb\xff\n", "bad_encoding", 2),
        ("été".encode("utf-16-le"), "bad_encoding", 1),
    ],
)
def test_unknown_encodings_are_named(content, code, line):
    findings = Findings()
    assert decode(content, "f.csv", findings) is None
    assert [(f.code, f.line) for f in findings.items][:1] == [(code, line)]


@given(
    st.lists(st.lists(st.text("aé;, '’\t", max_size=3), min_size=3, max_size=3), min_size=1, max_size=6),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
)
@settings(max_examples=150, deadline=None)
def test_slices_equal_the_strict_reader(rows, end, closed):
    text = end.join(";".join(row) for row in rows) + (end if closed else "")
    flat = flat_columns(text, text.encode(), ";")
    if flat is None:
        return
    columns, longest = flat
    expected = list(csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True))
    assert [list(row) for row in zip(*columns, strict=True)] == expected
    assert all(len(cell) <= longest for row in expected for cell in row)


@pytest.mark.parametrize(
    ("cell", "value"),
    [("1 234", "1234"), ("1\u202f234,5", "1234.5"), ("4,5", "4.5"), ("0", "0"), (4.5, "4.5"), (3, "3")],
)
def test_numbers(cell, value):
    assert str(read_number(cell)) == value


@pytest.mark.parametrize(
    "cell",
    ["NaN", "inf", "1e400", "1_000", "0x10", "-1", "+1", "١٢", "1.234,50", "1,234.50", "12 34", "", True],
)
def test_not_numbers(cell):
    assert read_number(cell) is None


def test_the_sign_of_a_file_is_the_one_most_used():
    assert decimal_sign(["4.5", "3.0", "2,5"]) == "."
    assert decimal_sign(["4", "5"]) == ","


LATIN = "Référence;Titre\nINC1;Facture à 12 € et cœur de réseau été\n".encode("iso8859-15")


def test_signs_that_two_encodings_write_otherwise_are_asked():
    findings = Findings()
    decode(LATIN, "f.csv", findings)
    assert [(f.severity, f.code, f.line) for f in findings.items] == [("question", "encoding_latin", 2)]
    labels = [option.label for option in findings.items[0].options]
    assert "12 € et cœur" in labels[0]
    assert "12 ¤ et c½ur" in labels[1]


@pytest.mark.parametrize(("answer", "word"), [("iso8859-15", "cœur"), ("cp1252", "c½ur")])
def test_the_encoding_chosen_is_read(answer, word):
    decoded = decode(LATIN, "f.csv", Findings(choices={"encoding_latin": answer}))
    assert word in decoded.text


@pytest.mark.parametrize(
    "content",
    ["é;’œ€ ½".encode("cp1252"), "Été¤Sévérité\nà é è ê¤½".encode("cp1252"), "é\nà".encode("cp1252")],
)
def test_where_something_tells_nothing_is_asked(content):
    findings = Findings()
    assert decode(content, "f.csv", findings).encoding == "windows-1252"
    assert findings.items == []


def test_characters_lost_before_the_deposit_are_announced():
    findings = Findings()
    assert decode("a\nR\ufffdseau\n".encode(), "f.csv", findings) is not None
    assert [(f.severity, f.code, f.line) for f in findings.items] == [("warning", "replacement_char", 2)]


@pytest.mark.parametrize(("cells", "codes"), [(12, []), (11, ["too_many_cells"])])
def test_cells_of_a_text_are_bounded_like_those_of_a_workbook(cells, codes):
    findings = Findings()
    read_text_table("a;b;c\n" * 4, "f.csv", frozenset("abc"), Limits(cells=cells), findings)
    assert [f.code for f in findings.items] == codes
