"""A believable month, seen from the client's side."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from core.engine.months import Month
from core.scope import for_contract
from governance.models import Committee
from governance.services import prepare_committee
from tests.governance.world import build


@pytest.fixture
def world(contract: Any) -> Iterator[Any]:
    """The contract with its results, seen from the client's side, its scope open."""
    with for_contract(contract.pk):
        build(contract)
        yield contract


@pytest.fixture
def committee(world: Any) -> Committee:
    return prepare_committee(contract=world, month=Month(2026, 3))


@pytest.fixture
def referent(world: Any, make_user: Any) -> Any:
    return make_user("referent", world)


@pytest.fixture
def provider(world: Any, make_user: Any) -> Any:
    return make_user("provider", world)
