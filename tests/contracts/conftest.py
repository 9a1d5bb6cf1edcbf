"""The reference contract, its scope open."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from core.scope import for_contract
from infogerance.contract_file import load_contract

DEMO = Path(__file__).parents[2] / "infogerance" / "demo"


@pytest.fixture
def opened(db: None) -> Any:
    """INF-2024-07 as its file says it, seen from the client's side for the whole test."""
    contract = load_contract((DEMO / "inf-2024-07.toml").read_bytes()).contract
    with for_contract(contract.pk):
        yield contract
