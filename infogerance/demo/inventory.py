"""The inventory that the demonstration's provider deposits: a little more than the contract, a little less."""

from __future__ import annotations

from pathlib import Path

from accounts.models import User
from contracts.models import Contract
from core.scope import Side, for_contract
from infogerance.demo.people import PROVIDER
from reports.models import Inventory
from reports.services.contract_lists import receive_inventory

FILE = Path(__file__).parent / "inf-2024-07-inventaire.csv"


def receive_demo_inventory(*, contract: Contract) -> bool:
    """Deposit it once; whatever inventory is there already stays in force."""
    with for_contract(contract.pk):
        if Inventory.objects.filter(contract=contract).exists():
            return False
        user = User.objects.get(email=PROVIDER)
        receive_inventory(
            contract=contract, user=user, side=Side.PROVIDER, name=FILE.name, content=FILE.read_bytes()
        )
    return True
