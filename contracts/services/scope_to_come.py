"""What an approved amendment changes of the scope waits for its day; on that day the scope is brought to it, once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from contracts.engine.scope_to_come import scope_part
from contracts.models import Contract, ContractVersion, ScopeToCome
from contracts.selectors.promises import told_promises
from contracts.selectors.scope_to_come import scope_to_come
from contracts.services.scope import amend_scope
from journal.services import record


def keep_scope(*, version: ContractVersion, tables: Mapping[str, Any]) -> None:
    """Keep what a version will change of the scope. Whoever approves it opens the transaction and writes the journal."""
    if change := scope_part(tables):
        ScopeToCome.objects.create(contract_id=version.contract_id, version=version, change=change)


@transaction.atomic
def apply_due_scope(*, contract: Contract, today: date) -> int:
    """Bring the scope to every version whose day has come; returns how many. Twice is as once.

    One that the scope no longer admits keeps waiting, and those after it with it: its page says why.
    """
    Contract.objects.select_for_update().get(pk=contract.pk)
    applied = 0
    for coming in scope_to_come(contract).waiting:
        if coming.day > today or coming.why:
            break
        counts = amend_scope(contract=contract, changes=coming.changes)
        record(
            contract_id=contract.pk, action="amendment.applied", subject=f"avenant {coming.number}",
            details={"effect_on": str(coming.day), "created": counts.created, "updated": counts.updated}
            | told_promises(contract),
        )  # fmt: skip
        coming.row.delete()
        applied += 1
    return applied
