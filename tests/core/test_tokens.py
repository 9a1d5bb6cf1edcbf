"""The colours: legible, told apart without colour vision, the same in the style sheet and the drawings."""

import re
from itertools import combinations
from pathlib import Path

import pytest

from core.svg.marks import PALETTE

CSS = (Path(__file__).parents[2] / "static" / "css" / "tokens.css").read_text(encoding="utf-8")
VARIABLES = {"met": "met-ink", "watch": "watch-ink", "breached": "breached-ink", "none": "unmeasured-ink"}
VARIABLES |= {"none-fill": "unmeasured-fill"} | {
    name: f"xmr-{name}" for name in ("common", "better", "worse", "neutral")
}


def block(start):
    """The declarations of the rule that begins at `start`."""
    body = CSS[CSS.index(start) :]
    return dict(re.findall(r"--([a-z-]+): (#[0-9A-F]{6});", body[body.index("{") : body.index("}")]))


LIGHT = block(':root, [data-bs-theme="light"]')
DARK = block('\n[data-bs-theme="dark"]')
THEMES = {"light": LIGHT, "dark": DARK}
INKS = (
    "met-ink",
    "watch-ink",
    "breached-ink",
    "unmeasured-ink",
    "muted",
    "accent",
    "xmr-better",
    "xmr-worse",
)
FILLS = ("met-fill", "watch-fill", "breached-fill", "unmeasured-fill", "surface", "page", "sunken")


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_a_preference_and_a_choice_give_the_same_dark_colours():
    assert block(':root:not([data-bs-theme="light"])') == DARK
    assert LIGHT.keys() == DARK.keys()


def test_drawings_and_style_sheet_share_their_light_colours():
    assert {name: LIGHT[VARIABLES.get(name, name)] for name in PALETTE} == PALETTE


@pytest.mark.parametrize(("prefix", "property_"), [("f", "fill"), ("s", "stroke"), ("t", "fill")])
def test_every_colour_of_a_drawing_has_its_class(prefix, property_):
    for name in PALETTE:
        assert f".{prefix}-{name} {{ {property_}: var(--{VARIABLES.get(name, name)}); }}" in CSS


@pytest.mark.parametrize("theme", THEMES)
def test_inks_are_legible_on_the_page(theme):
    tokens = THEMES[theme]
    assert {name: contrast(tokens[name], tokens["page"]) >= 4.5 for name in INKS} == dict.fromkeys(INKS, True)
    assert contrast(tokens["line"], tokens["page"]) >= 3
    assert contrast(tokens["on-accent"], tokens["accent"]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
def test_text_is_legible_on_every_fill(theme):
    tokens = THEMES[theme]
    assert min(contrast(tokens["text"], tokens[fill]) for fill in FILLS) >= 9.5
    assert contrast(tokens["muted"], tokens["surface"]) >= 4.5


# Brettel-type simulation in linear light (Viénot 1999 for red-green, a blue-blind matrix of the same kind).
VISIONS = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": ((0.1124, 0.8876, 0), (0.1124, 0.8876, 0), (0.0040, -0.0040, 1)),
    "deutan": ((0.2928, 0.7072, 0), (0.2928, 0.7072, 0), (-0.0223, 0.0223, 1)),
    "tritan": ((1, 0.1446, -0.1446), (0, 0.8593, 0.1407), (0, 0.8593, 0.1407)),
}


def lab(colour, matrix):
    linear = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in linear]
    red, green, blue = (
        min(max(sum(a * b for a, b in zip(row, linear, strict=True)), 0), 1) for row in matrix
    )
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883
    fx, fy, fz = (v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("vision", VISIONS)
def test_status_inks_differ_under_every_vision(theme, vision):
    tokens, matrix = THEMES[theme], VISIONS[vision]
    statuses = ("met-ink", "watch-ink", "breached-ink")
    for one, other in combinations(statuses, 2):
        first, second = lab(tokens[one], matrix), lab(tokens[other], matrix)
        distance = sum((a - b) ** 2 for a, b in zip(first, second, strict=True)) ** 0.5
        assert distance >= 20, (one, other, distance)
