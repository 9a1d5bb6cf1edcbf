"""The versions whose priority matrix may still be written."""

from __future__ import annotations

from datetime import date

from contracts.models import Amendment, Contract, ContractVersion


def is_locked(version: ContractVersion, today: date) -> bool:
    """Whether an approved amendment gave this version, and it is in force: the database refuses to change it."""
    approved = Amendment.objects.filter(
        contract=version.contract_id, version=version, state=Amendment.State.APPROVED
    )
    return version.effective_on <= today and approved.exists()


def writable_versions(contract: Contract, today: date) -> list[ContractVersion]:
    """The version in force unless it is settled, then those to come (at most 2 queries)."""
    rows = list(ContractVersion.objects.filter(contract=contract).order_by("effective_on"))
    begun = [row for row in rows if row.effective_on <= today]
    in_force = begun[-1:] or rows[:1]
    return [
        *(row for row in in_force if not is_locked(row, today)),
        *(row for row in rows if row.effective_on > today and row not in in_force),
    ]
