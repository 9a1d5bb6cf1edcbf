"""The reference contract, loaded, and how each role visits its pages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from contracts.models import Contract
from tests.restoring import loaded

DEMO = Path(__file__).parents[2] / "infogerance" / "demo"


@pytest.fixture
def reference(db: None) -> Contract:
    return loaded((DEMO / "inf-2024-07.toml").read_bytes())


@pytest.fixture
def see(reference: Contract, make_user: Any) -> Any:
    clients: dict[str, Client] = {}

    def get(role: str, page: str, query: str = "") -> Any:
        if role not in clients:
            clients[role] = Client()
            clients[role].force_login(make_user(role, reference))
        return clients[role].get(reverse(page, args=[reference.slug]) + query)

    return get
