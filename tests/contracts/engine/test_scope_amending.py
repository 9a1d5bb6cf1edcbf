"""What an amendment says of the scope, laid over what is known: a table of cases, and what must always hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.engine.problems import Problem
from contracts.engine.reading import Entry
from contracts.engine.scope_amending import KnownScope, ScopeChange, read_scope_changes
from contracts.engine.terms import FormerLine, ScopeLine

START, DAY = date(2024, 1, 1), date(2026, 5, 1)
POSTS = ScopeLine(1, "in", "Postes", 300, "poste", None, aliases=("pc",), coverage="all", criticality="high")
GREY = ScopeLine(4, "grey", "Étiqueteuses", None, "", None, grey_since=date(2026, 2, 16))


def read(
    tables: dict[str, Any], *lines: ScopeLine, day: date = DAY
) -> tuple[tuple[ScopeChange, ...], list[Problem]]:
    problems: list[Problem] = []
    known = KnownScope({(line.status, line.number): line for line in lines}, ("siege",), START, day)
    return read_scope_changes(Entry(tables, "avenant", problems), known), problems


def test_what_is_not_said_stays() -> None:
    (change,), problems = read({"perimetre": [{"numero": 1, "criticite": "vitale"}]}, POSTS)
    assert problems == []
    assert change == ScopeChange(POSTS, replace(POSTS, criticality="vital"))


def test_an_item_moves_with_all_that_is_known_of_it() -> None:
    (change,), problems = read({"perimetre": [{"vient_de": "zone_grise 4"}]}, POSTS, GREY)
    assert problems == []
    assert change.moves
    was = FormerLine(date(2026, 4, 30), "grey", 4)
    assert change.after == replace(GREY, number=2, status="in", grey_since=None, formers=(was,))


def test_new_items_take_the_next_numbers() -> None:
    tables = {
        "perimetre": [{"element": "Bornes"}, {"element": "Écrans"}],
        "exclusion": [{"element": "Audit"}],
    }
    found, problems = read(tables, POSTS)
    assert problems == []
    assert [(one.after.status, one.after.number) for one in found] == [("in", 2), ("in", 3), ("out", 1)]


def test_a_quantity_already_dated_later_is_refused_with_the_day() -> None:
    line = replace(POSTS, volumes=((START, 280), (date(2026, 6, 1), 300)))
    _, problems = read({"perimetre": [{"numero": 1, "volume": 310}]}, line)
    assert [(one.place, one.message) for one in problems] == [
        ("avenant, perimetre 1", "Le volume du 01/06/2026 est déjà connu.")
    ]


@pytest.mark.parametrize("word", ["zone_grise", "zone_grise x", "grise 4", "zone_grise ²", ""])
def test_an_origin_that_names_nothing_is_refused(word: str) -> None:
    found, problems = read({"perimetre": [{"vient_de": word}]}, GREY)
    assert found == ()
    assert any("vient_de" in one.message for one in problems)


@given(st.none() | st.integers(0, 10_000), st.integers(0, 10_000), st.integers(1, 4_000))
def test_the_last_dated_quantity_is_the_one_the_amendment_says(
    before: int | None, after: int, days: int
) -> None:
    line, day = replace(POSTS, quantity=before), START + timedelta(days=days)
    (change,), problems = read({"perimetre": [{"numero": 1, "volume": after}]}, line, day=day)
    assert problems == []
    assert change.after.quantity == after
    if before == after:
        assert change.after == line
    else:
        past = [] if before is None else [(START, before)]
        assert list(change.after.volumes) == [*past, (day, after)]
