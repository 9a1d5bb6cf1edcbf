"""The audit of a stored contract says what the audit of its file says: storing a contract adds no word to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest

from contracts.engine.audit import Audit, Ground, audit
from contracts.engine.problems import FileRefused
from contracts.engine.writing import write_toml
from infogerance.contract_file import contract_tables, load_contract, read_contract_file
from infogerance.selectors.review import review_for
from kpis.engine.catalogue import LEADING, PERCEIVED
from tests.contracts.engine.audit.removals import (
    HELD_TOGETHER,
    OTHERS,
    REFUSED,
    REMOVALS,
    Removal,
)
from tests.contracts.engine.audit.test_audit import COMPLETE, DAY, codes

ALL: dict[str, tuple[list[str], Removal]] = {
    **{code: ([code], removal) for code, removal in REMOVALS.items()},
    **{name: ([code], removal) for name, (code, removal) in OTHERS.items()},
    **HELD_TOGETHER,
}


def reduced(removal: Removal) -> dict[str, Any]:
    tables: dict[str, Any] = deepcopy(COMPLETE)
    removal(tables)
    return tables


def places(done: Audit) -> list[tuple[str, list[str]]]:
    """Every finding with its places, whatever the order in which rows are kept."""
    return [(one.check.code, sorted(place.text for place in one.places)) for one in done.findings]


def paths(value: Any, path: str = "") -> Iterator[str]:
    """The path of every key, once for each table that holds it."""
    for key, inner in value.items() if isinstance(value, dict) else ():
        yield f"{path}.{key}"
        for one in inner if isinstance(inner, list) else [inner]:
            yield from paths(one, f"{path}.{key}")


@pytest.mark.django_db
def test_the_complete_contract_is_stored_complete() -> None:
    contract = load_contract(write_toml(COMPLETE).encode()).contract
    done = review_for(contract, DAY).audit
    assert (codes(done), done.passed, done.applicable) == ([], 46, 46)
    assert Counter(paths(contract_tables(contract))) - Counter(paths(COMPLETE)) == Counter()


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(set(ALL) - set(REFUSED)))
def test_a_removal_is_found_once_stored(name: str) -> None:
    wanted, removal = ALL[name]
    tables = reduced(removal)
    contract = load_contract(write_toml(tables).encode()).contract
    done = review_for(contract, DAY).audit
    assert codes(done) == wanted
    assert places(done) == places(audit(Ground(tables, DAY, PERCEIVED, LEADING)))
    assert Counter(paths(contract_tables(contract))) - Counter(paths(tables)) == Counter()


@pytest.mark.parametrize("name", REFUSED)
def test_a_removal_that_no_file_may_make_is_refused(name: str) -> None:
    with pytest.raises(FileRefused) as refusal:
        read_contract_file(write_toml(reduced(ALL[name][1])).encode())
    assert REFUSED[name] in [problem.place for problem in refusal.value.problems]


@pytest.mark.django_db
def test_billing_the_excess_of_a_unit_is_a_rule_of_excess() -> None:
    """What the portal would do without a word is still a word, once the contract says it."""

    def billed(tables: dict[str, Any]) -> None:
        for row in tables["budget"]:
            del row["depassement"]
        tables["unite_oeuvre"][0]["depassement"] = "facturer"

    contract = load_contract(write_toml(reduced(billed)).encode()).contract
    assert codes(review_for(contract, DAY).audit) == []
