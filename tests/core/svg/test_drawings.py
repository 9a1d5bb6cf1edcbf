"""What every drawing owes its readers, on every sample at every width."""

import re
from itertools import combinations
from xml.etree import ElementTree

import pytest

from core.svg.marks import PALETTE
from core.svg.text import SIZE
from tests.core.svg.samples import CHARTS, drawings

DRAWN = drawings()
SVG = '<svg xmlns="http://www.w3.org/2000/svg">{}</svg>'
each = pytest.mark.parametrize("drawing", [pytest.param(drawing, id=name) for name, drawing in DRAWN])


@each
def test_it_says_its_message_and_how_to_read_it(drawing):
    assert drawing.title
    assert len(drawing.desc) > 10
    assert drawing.desc.endswith(".")


@each
def test_its_table_is_whole(drawing):
    table = drawing.table
    assert all(len(row) == len(table.head) for row in table.rows)
    assert all(isinstance(cell, str) for row in (table.head, *table.rows) for cell in row)
    assert not re.search(r"\bnan\b|None|Decimal", f"{table} {drawing.desc} {drawing.title}")


@each
def test_its_markup_is_sound_and_holds_nothing_to_focus(drawing):
    root = ElementTree.fromstring(SVG.format(drawing.body))
    tags = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert tags <= {"svg", "rect", "line", "path", "circle", "text"}
    assert not re.search(r"\b(nan|inf|None|tabindex|href|style|url|var|currentColor)\b", drawing.body)


@each
def test_each_colour_is_written_for_print_and_for_the_screen(drawing):
    root = ElementTree.fromstring(SVG.format(drawing.body))
    for element in root:
        classes = element.get("class", "").split()
        for attribute, prefixes in (("fill", ("f-", "t-")), ("stroke", ("s-",))):
            colour = element.get(attribute, "none")
            named = [
                PALETTE[name[2:]] for name in classes if name.startswith(prefixes) and name[2:] in PALETTE
            ]
            assert named == ([] if colour == "none" else [colour])


@each
def test_no_text_leaves_the_drawing(drawing):
    for label in drawing.labels:
        left, top, right, bottom = label.box
        where = (label.text, label.box, drawing.width, drawing.height)
        assert left >= -1, where
        assert top >= -1, where
        assert right <= drawing.width + 1, where
        assert bottom <= drawing.height + 1, where


@each
def test_no_two_texts_overlap(drawing):
    for one, other in combinations(drawing.labels, 2):
        first, second = one.box, other.box
        apart = (
            first[2] <= second[0] or second[2] <= first[0] or first[3] <= second[1] or second[3] <= first[1]
        )
        assert apart, (one.text, other.text)


@each
def test_texts_are_large_enough_and_french(drawing):
    for label in drawing.labels:
        assert label.size >= SIZE
        assert label.text == label.text.strip()
        assert label.text
        assert not re.search(r" [:;!?%€»]|\d\.\d|'|(?<!\w)-\d", label.text), label.text


@each
def test_coordinates_have_one_decimal_at_most(drawing):
    numbers = re.findall(r' (?:x|y|x1|x2|y1|y2|cx|cy|r|width|height)="([^"]*)"', drawing.body)
    assert all(re.fullmatch(r"-?\d+(\.\d)?", number) for number in numbers)
    assert not re.search(r"\d\.\d\d", " ".join(re.findall(r' d="([^"]*)"', drawing.body)))


def test_the_same_data_give_the_same_bytes():
    assert [drawing.body for _, drawing in drawings()] == [drawing.body for _, drawing in DRAWN]


def test_each_drawing_has_its_own_key():
    keys = [drawing.key for _, drawing in DRAWN]
    assert len(set(keys)) == len(keys)
    assert all(re.fullmatch(r"[a-z]+-[0-9a-f]{8}-[0-9.]+", key) for key in keys)


@pytest.mark.parametrize("name", [name for name in CHARTS if not name.startswith("strip")])
def test_widths_share_one_table(name):
    draw, data, widths = CHARTS[name]
    tables = [draw(data, width=width).table for width in widths]
    assert all(table == tables[0] for table in tables)
