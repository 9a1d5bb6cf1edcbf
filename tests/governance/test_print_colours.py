"""A pack printed in grey: every text is legible on its ground, every state is told by its sign."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from core.engine import formats

CSS = (Path(__file__).parents[2] / "static" / "pack" / "pack.css").read_text(encoding="utf-8")
INKS = sorted(set(re.findall(r"(?<![-\w])color: (#[0-9A-F]{6})", CSS)))
GROUNDS = sorted({"#FFFFFF", *re.findall(r"background: (#[0-9A-F]{6})", CSS)})
TEXT, MUTED = "#1B2430", "#55606E"
STATES = ("met", "watch", "breached", "not_applicable", "pending")


def grey(colour: str) -> float:
    """Relative luminance once printed in grey: the eye's weights on the stored values, then their gamma."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    level = 0.299 * red + 0.587 * green + 0.114 * blue
    return level / 12.92 if level <= 0.04045 else ((level + 0.055) / 1.055) ** 2.4


def contrast(ink: str, ground: str) -> float:
    low, high = sorted((grey(ink), grey(ground)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("ink", INKS)
def test_every_ink_is_legible_in_grey_on_the_sheet(ink: str) -> None:
    assert contrast(ink, "#FFFFFF") >= 4.5


@pytest.mark.parametrize("ground", GROUNDS)
def test_text_is_legible_in_grey_on_every_fill(ground: str) -> None:
    assert min(contrast(TEXT, ground), contrast(MUTED, ground)) >= 4.5


def test_states_have_their_own_signs() -> None:
    signs = [formats.glyph(state) for state in STATES[:4]]
    assert len(set(signs)) == len(signs)
    assert formats.glyph("pending") not in signs[:3]
