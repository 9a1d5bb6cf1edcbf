"""Widths bound what a reader sees; labels keep apart."""

from datetime import UTC, datetime
from decimal import Decimal
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.svg.marks import Label, n1
from core.svg.scale import Band, Calendar, Linear, Log, padded, ticks
from core.svg.shapes import clear, hatch, stipple
from core.svg.text import shorten, spread, text_width


def test_widths_add_up_and_grow_with_weight_and_size():
    assert text_width("1234567890", 10) == pytest.approx(64)
    assert text_width("été") == text_width("ete")
    assert text_width("mars", bold=True) > text_width("mars")
    assert text_width("mars", 24) == 2 * text_width("mars", 12)


def test_a_long_text_ends_in_an_ellipsis():
    assert shorten("Disponibilité de la messagerie", 90) == "Disponibilité…"
    assert shorten("court", 90) == "court"


@settings(max_examples=100, deadline=None)
@given(st.lists(st.floats(-50, 400), max_size=12))
def test_spread_keeps_order_distance_and_bounds(wanted):
    placed = spread(wanted, 14, 0, 300)
    assert all(-1e-6 <= position <= 300 + 1e-6 for position in placed)
    pairs = sorted(zip(wanted, placed, strict=True))
    assert all(later[1] - sooner[1] >= 14 - 1e-6 for sooner, later in pairwise(pairs))


def test_spread_leaves_alone_what_is_already_apart():
    assert spread([100, 40, 200], 14, 0, 300) == [100, 40, 200]


def test_clear_drops_the_less_important_of_two_that_touch():
    first, second, third = Label(0, 10, "mars"), Label(5, 10, "avril"), Label(100, 10, "mai")
    assert clear([first, second, third]) == [first, third]


@pytest.mark.parametrize(
    ("value", "text"), [(1.0, "1"), (1.25, "1.2"), (-0.04, "0"), (10.06, "10.1"), (-3.5, "-3.5")]
)
def test_coordinates_are_rounded_to_the_tenth(value, text):
    assert n1(value) == text


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (40, 80, "40 50 60 70 80"),
        (0, 1, "0.0 0.2 0.4 0.6 0.8 1.0"),
        (99.4, 100.1, "99.4 99.6 99.8 100.0"),
        (84, 97, "85 90 95"),
    ],
)
def test_ticks_are_round(low, high, expected):
    assert ticks(low, high, 6) == tuple(Decimal(text) for text in expected.split())


def test_ticks_of_a_single_value():
    assert ticks(5, 5) == (Decimal(5),)


def test_scales_map_their_ends():
    line = Linear(0, 100, 200, 0)
    assert (line(0), line(50), line(Decimal(100))) == (200, 100, 0)
    log = Log(1, 100, 0, 10)
    assert (log(1), log(10), log(100), log(0)) == (0, pytest.approx(5), 10, 0)
    assert (Band(4, 0, 80)(0), Band(4, 0, 80)(3)) == (10, 70)
    days = Calendar(datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 3, tzinfo=UTC), 0, 10)
    assert days(datetime(2026, 3, 2, tzinfo=UTC)) == 5
    assert Linear(5, 5, 0, 10)(5) == 0
    assert padded([5.0]) == (pytest.approx(4.7), pytest.approx(5.3))
    assert padded([0.0]) == (-1, 1)


@pytest.mark.parametrize("box", [(0, 0, 40, 14), (3, 2, 1, 20), (0, 0, 200, 3)])
def test_textures_stay_inside_their_box(box):
    for texture in (hatch(box, "line"), stipple(box, "line")):
        for point in texture.d.replace("L", "M").split("M")[1:]:
            x, y = (float(part) for part in point.split("h")[0].split())
            assert box[0] - 1 <= x <= box[0] + box[2] + 1
            assert box[1] - 0.1 <= y <= box[1] + box[3] + 0.1


def test_texts_are_escaped():
    markup = Label(0, 0, "R&D <b>").markup()
    assert ElementTree.fromstring(markup).text == "R&D <b>"
