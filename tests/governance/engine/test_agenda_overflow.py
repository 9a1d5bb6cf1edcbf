"""An agenda longer than its committee says what to take out of the session."""

from __future__ import annotations

import pytest

from governance.engine.agenda import agenda, to_move, total
from governance.selectors.checks import moved_words, sitting_checks

DECISIONS = [(f"D{rank}", f"Question {rank} ?", "gap") for rank in range(1, 6)]


@pytest.mark.parametrize(
    ("decisions", "signals", "points", "length", "moved"),
    [
        (2, True, (), 90, []),
        (4, True, ("Contestations ouvertes : 2",), 84, ["Contestations ouvertes", "Signaux du mois"]),
        (4, True, ("Contestations ouvertes : 2",), 95, ["Signaux du mois"]),
        (5, True, (), 60, ["D3", "D4", "D5", "Signaux du mois"]),
        (1, False, (), 30, []),
    ],
)
def test_what_informs_goes_first_then_the_lightest_questions(
    decisions: int, signals: bool, points: tuple[str, ...], length: int, moved: list[str]
) -> None:
    items = agenda(DECISIONS[:decisions], "Suivi des actions", signals, points=points)
    found = to_move(items, length)
    assert [item.name for item in found] == moved
    if moved:
        assert total(items) - total(found) <= length < total(items)


def test_the_overflow_is_said_with_its_remedy() -> None:
    items = agenda(DECISIONS, "Suivi des actions", True)
    (check,) = sitting_checks(0, items, 90)
    assert check.text == (
        "Ordre du jour de 110 min pour 90 : il déborde de 20 min."
        " À lire au dossier plutôt qu’en séance : Signaux du mois."
        " À décider avant la séance, ou à reporter : D5."
    )
    assert moved_words([]) == "Prévoyez une séance plus longue."
