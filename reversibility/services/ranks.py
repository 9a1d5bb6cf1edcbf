"""The next number of a row: the contract's row is the lock, so that two acts at once take two numbers."""

from __future__ import annotations

from django.db.models import Max

from contracts.models import Contract
from core.scope import ContractBound, for_contract
from reversibility.models import ExitProof


def next_number(model: type[ContractBound], contract: Contract) -> int:
    """The number after the last one of the contract."""
    Contract.objects.select_for_update().get(pk=contract.pk)
    last = model.objects.filter(contract=contract).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def next_rank(contract_id: int, deliverable_id: int) -> int:
    """The rank after the last proof of a deliverable.

    Asked under the whole contract's scope: the proofs that the provider may not read have their ranks too.
    """
    Contract.objects.select_for_update().get(pk=contract_id)
    with for_contract(contract_id):
        last = ExitProof.objects.filter(deliverable_id=deliverable_id).aggregate(last=Max("rank"))["last"]
    return (last or 0) + 1
