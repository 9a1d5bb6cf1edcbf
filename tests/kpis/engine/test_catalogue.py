"""The catalogue says everything about each indicator, in French, and keeps its codes."""

import re
from decimal import Decimal

import pytest

from kpis.engine.catalogue import CATALOGUE, COMPUTED, TOLD_ALONE, TYPED, told_bounds
from kpis.engine.indicators import series
from kpis.engine.signals import Series


def test_twenty_eight_codes_in_order():
    assert list(CATALOGUE) == [f"K{number:02d}" for number in range(1, 29)]
    assert all(code == definition.code for code, definition in CATALOGUE.items())


def test_those_computed_are_those_the_engine_gives(month):
    facts = {"reference": [], "type": [], "opened": []}
    assert sorted(series(facts, [month], "Europe/Paris")) == sorted(COMPUTED)
    assert set(COMPUTED) == {f"K{n:02d}" for n in (*range(1, 7), *range(8, 15), *range(22, 28))}


def test_what_no_fact_gives_is_told():
    """Every line of the catalogue has a way to its figure."""
    assert set(CATALOGUE) == {*COMPUTED, *TYPED}
    assert {f"K{n:02d}" for n in (7, *range(15, 22), 28)} == TOLD_ALONE
    assert {"K27"} == TYPED - TOLD_ALONE
    assert told_bounds(CATALOGUE["K20"]) == (0, 100)  # an occupation is told, days come of it
    assert told_bounds(CATALOGUE["K15"]) == (0, None)


def test_senses_and_kinds():
    rising = {f"K{n:02d}" for n in (6, 7, 10, 16, 17, 18, 19, 20, 22, 23, 27)}
    assert {code for code, definition in CATALOGUE.items() if definition.sense == "up"} == rising
    perceived = {f"K{n:02d}" for n in (3, 4, 7, 11, 22, 23)}
    assert {code for code, definition in CATALOGUE.items() if definition.view == "perceived"} == perceived
    lagging = {f"K{n:02d}" for n in (1, 2, 3, 4, 5, 7, 11, 26)}
    assert {code for code, definition in CATALOGUE.items() if definition.timing == "lagging"} == lagging


@pytest.mark.parametrize("code", CATALOGUE)
def test_each_text_is_there_and_neutral(code):
    definition = CATALOGUE[code]
    texts = (definition.name, definition.formula, definition.decision, definition.source, definition.unit)
    assert all(texts)
    assert definition.formula.endswith(".")
    assert definition.decision.endswith(".")
    assert not re.search(r"fraud|trich|mensong|faute|'", " ".join(texts))
    assert definition.target is None
    assert definition.unit != "%" or definition.bounds[0] == Decimal(0)


def test_ratio_that_may_pass_a_hundred_is_not_cut_at_it(month):
    assert CATALOGUE["K10"].bounds == (Decimal(0), None)
    assert CATALOGUE["K22"].bounds == (Decimal(0), Decimal(100))
    assert Series("K10", CATALOGUE["K10"].sense, [month], [120]).direction(above=True) == "better"
