"""The journal as each side reads it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from core.scope import for_contract
from journal.services import record
from tests.infogerance.reading import main_of


@pytest.mark.parametrize(("role", "numbered"), [("referent", True), ("provider", False)])
def test_the_provider_reads_no_number_of_the_journal(
    contract: Any, make_user: Any, role: str, numbered: bool
) -> None:
    user = make_user(role, contract)
    with for_contract(contract.pk):
        record(contract_id=contract.pk, action="delivery.received", subject="2026-03", actor=user, role=role)
    client = Client()
    client.force_login(user)
    address = f"/contrats/{contract.slug}/journal/"
    page = main_of(client.get(address))
    assert ("tête n°" in page) is numbered
    assert ("empreinte de la tête" in page) is not numbered
    assert client.get(f"{address}?export=csv").content.decode("utf-8-sig").startswith('"Numéro"') is numbered
