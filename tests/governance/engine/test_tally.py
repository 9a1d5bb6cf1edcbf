"""A question put off, or that became moot, was not answered."""

from __future__ import annotations

import pytest

from governance.engine.minutes import waiting
from governance.engine.tally import tally


@pytest.mark.parametrize(
    ("states", "asked", "words"),
    [
        ([], 0, "aucune décision prise"),
        (["asked", "moot"], 1, "aucune décision prise"),
        (["postponed", "postponed"], 0, "aucune décision prise, 2\u00a0reportées"),
        (
            ["adopted", "amended", "refused", "postponed", "asked"],
            1,
            "3\u00a0décisions prises, 1\u00a0reportée",
        ),
    ],
)
def test_only_what_was_answered_is_taken(states: list[str], asked: int, words: str) -> None:
    found = tally(states)
    assert (found.asked, found.words) == (asked, words)
    assert found.asked + found.taken + found.postponed + found.moot == len(states)


@pytest.mark.parametrize(
    ("points", "holding", "words"),
    [
        (14, ["Sans réponse", "Sans issue"], "14\u00a0points attendent le comité"),
        (0, ["Pas encore relu par le client"], "1\u00a0condition retient la signature"),
        (0, [], ""),
    ],
)
def test_the_session_and_the_minutes_tell_one_count(points: int, holding: list[str], words: str) -> None:
    assert waiting(points, holding) == words
