"""Ages of the open tickets fall in bands whose last day belongs to them."""

from __future__ import annotations

import pytest

from kpis.selectors.backlog import band


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "7 jours au plus"),
        (7, "7 jours au plus"),
        (8, "De 8 à 30 jours"),
        (30, "De 8 à 30 jours"),
        (31, "De 31 à 90 jours"),
        (90, "De 31 à 90 jours"),
        (91, "Plus de 90 jours"),
    ],
)
def test_a_band_holds_its_last_day(days: int, words: str) -> None:
    assert band(days) == words
