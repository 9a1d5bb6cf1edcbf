"""A key that is there and empty: refused in place, or kept as the same silence as an absent key; for every table."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from copy import deepcopy
from decimal import Decimal
from typing import Any

import pytest

from contracts.engine.problems import FileRefused
from contracts.engine.writing import write_toml
from infogerance.contract_file import export_contract, load_contract, read_contract_file
from tests.contracts.engine.audit.test_audit import COMPLETE
from tests.infogerance.contract_faults import SMALL
from tests.infogerance.test_contract_file_edges import DEMO

Path = tuple[str | int, ...]
TABLES: dict[str, Any] = {**COMPLETE, **tomllib.loads(DEMO, parse_float=Decimal)}
EMPTY: dict[type, Any] = {str: "", list: [], dict: {}}


def spots(value: Any, path: Path = ()) -> Iterator[Path]:
    """The path of every key that may be empty, once for each key of a table: at the first row that has it."""
    met: set[Path] = set()
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
        for spot in ((*path, key), *(spots(inner, (*path, key)) if isinstance(inner, dict | list) else ())):
            shape = tuple(part for part in spot if isinstance(part, str))
            found = at(TABLES, spot)
            if shape not in met and len(spot) > 1 and type(found) in EMPTY and isinstance(spot[-1], str):
                met.add(shape)
                yield spot


def at(tables: Any, path: Path) -> Any:
    for part in path:
        tables = tables[part]
    return tables


def emptied(*paths: Path) -> dict[str, Any]:
    tables: dict[str, Any] = deepcopy(TABLES)
    for *parents, key in paths:
        at(tables, tuple(parents))[key] = EMPTY[type(at(TABLES, (*parents, key)))]
    return tables


def problems_of(tables: dict[str, Any]) -> list[str]:
    try:
        read_contract_file(write_toml(tables).encode())
    except FileRefused as refused:
        return [str(problem) for problem in refused.problems]
    return []


SPOTS = list(spots(TABLES))


@pytest.mark.any_store
@pytest.mark.django_db
def test_what_is_left_empty_is_refused_or_comes_back_as_it_went() -> None:
    assert {spot[0] for spot in SPOTS} >= set(TABLES) - {"budget"}
    accepted = [spot for spot in SPOTS if not problems_of(emptied(spot))]
    assert len(accepted) > 40
    together: list[Path] = []
    for spot in accepted:
        inside = any(spot[: len(other)] == other for other in together)
        if not inside and not problems_of(emptied(*together, spot)):
            together.append(spot)
    contract = load_contract(write_toml(emptied(*together)).encode()).contract
    text = export_contract(contract)
    assert load_contract(text.encode()).total.changed is False
    assert export_contract(contract) == text


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(set(TABLES) - set(tomllib.loads(SMALL)) - {"revision"}))
def test_a_whole_table_left_empty_says_nothing(name: str) -> None:
    told = f"{name} = []\n{SMALL}" if isinstance(TABLES[name], list) else f"{SMALL}\n[{name}]\n"
    assert read_contract_file(told.encode()).speaks_of(name)
    contract = load_contract(told.encode()).contract
    kept = export_contract(contract)
    assert load_contract(kept.encode()).total.changed is False
    assert export_contract(contract) == kept


@pytest.mark.parametrize("week", ["{ lundi = [] }", "{}"])
def test_a_calendar_without_a_window_is_refused(week: str) -> None:
    told = SMALL.replace('{ lundi = ["08:00-12:00", "13:00-18:00"], samedi = ["20:00-24:00"] }', week)
    with pytest.raises(FileRefused) as refusal:
        read_contract_file(told.encode())
    assert [(one.place, one.message) for one in refusal.value.problems] == [
        ("plage ho", "elle n’a aucune fenêtre.")
    ]
    assert 'lundi = ["08:00-18:00"]' in refusal.value.problems[0].remedy


@pytest.mark.django_db
def test_a_closed_day_says_no_more_than_a_day_left_out() -> None:
    told = SMALL.replace('samedi = ["20:00-24:00"]', 'samedi = ["20:00-24:00"], dimanche = []')
    contract = load_contract(told.encode()).contract
    text = export_contract(contract)
    assert "dimanche" not in text
    assert load_contract(text.encode()).total.changed is False


@pytest.mark.django_db
def test_an_empty_label_takes_that_of_the_exclusion() -> None:
    unit = '\n[[exclusion]]\nnumero = 90\nelement = "Audit"\nunite = "jour"\nprix_uo = 900\n'
    unit += '\n[[unite_oeuvre]]\ncode = "audit"\nexclusion = 90\nlibelle = ""\n'
    contract = load_contract((SMALL + unit).encode()).contract
    text = export_contract(contract)
    assert tomllib.loads(text)["unite_oeuvre"] == [{"code": "audit", "exclusion": 90}]
    assert load_contract(text.encode()).total.changed is False
    assert export_contract(contract) == text
