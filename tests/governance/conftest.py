"""A believable month, seen from the client's side."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from core.scope import for_contract
from tests.governance.world import build


@pytest.fixture
def world(contract: Any) -> Iterator[Any]:
    """The contract with its results, seen from the client's side, its scope open."""
    with for_contract(contract.pk):
        build(contract)
        yield contract
