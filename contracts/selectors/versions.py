"""Which version of the contract was in force on a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from contracts.engine.rules import Rules
from contracts.models import Contract, ContractVersion


def version_at(contract: Contract, day: date) -> ContractVersion:
    """The version in force on a day; the first one before the contract starts."""
    versions = ContractVersion.objects.filter(contract=contract).order_by("effective_on")
    found = versions.filter(effective_on__lte=day).last() or versions.first()
    if found is None:
        raise ContractVersion.DoesNotExist(f"{contract.reference} has no version")
    return found


def rules_at(contract: Contract, day: date) -> Rules:
    """The settings in force on a day."""
    return version_at(contract, day).rules


def version_among(versions: Sequence[ContractVersion], day: date) -> ContractVersion:
    """The same among versions already read, in order of their first day."""
    begun = [version for version in versions if version.effective_on <= day]
    return begun[-1] if begun else versions[0]
