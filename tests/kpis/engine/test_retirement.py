"""When an indicator that committees look at has not served."""

from __future__ import annotations

from datetime import date

import pytest

from core.engine.months import Month
from kpis.engine.retirement import Showing, chosen_words, idle_showings

DAYS = [date(2026, month, 16) for month in range(2, 7)]


def shown(*outcomes: str) -> list[Showing]:
    """`.` for nothing, `d` for a decision, `a` for an alert."""
    return [
        Showing(day, Month(2026, day.month - 1), one == "d", one == "a")
        for day, one in zip(DAYS, outcomes, strict=False)
    ]


@pytest.mark.parametrize(
    ("outcomes", "first"),
    [
        ("..", None),
        ("...", 0),
        ("....", 0),
        ("d...", 1),
        ("..d", None),
        ("..a", None),
        (".d..", None),
        (".a...", 2),
    ],
)
def test_three_committees_in_a_row_for_nothing(outcomes: str, first: int | None) -> None:
    idle = idle_showings(shown(*outcomes))
    assert (idle[0].held_on if idle else None) == (None if first is None else DAYS[first])


def test_the_order_of_writing_does_not_matter() -> None:
    assert idle_showings(reversed(shown("d", ".", ".", "."))) == tuple(shown("d", ".", ".", "."))[1:]


def test_keeping_it_starts_the_count_afresh() -> None:
    every = shown(".", ".", ".", ".", ".")
    assert idle_showings(every, DAYS[2]) == ()
    assert idle_showings(every, DAYS[1]) == tuple(every[2:])


@pytest.mark.parametrize(("alarmed", "first"), [(1, 1), (2, 2), (3, None), (7, None)])
def test_an_alarm_since_takes_the_proposal_back(alarmed: int, first: int | None) -> None:
    idle = idle_showings(shown(".", ".", ".", ".", "."), alarmed=Month(2026, alarmed))
    assert (idle[0].held_on if idle else None) == (None if first is None else DAYS[first])


def test_a_committee_looks_at_five_to_eight() -> None:
    assert chosen_words(4).startswith("4 en comité : choisissez-en 5 à 8")
    assert [chosen_words(number) for number in (5, 8)] == ["", ""]
    assert chosen_words(9).startswith("9 en comité : gardez-en 5 à 8")
