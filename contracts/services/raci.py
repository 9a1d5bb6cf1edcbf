"""What the referent says of the RACI, one activity at a time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from contracts.engine.raci import RaciRow, raci_faults
from contracts.models import Contract, RaciLine
from contracts.selectors.people import people_of, raci_of
from contracts.services.lines import hold, refuse
from contracts.services.people_rows import write_raci
from journal.services import record


@transaction.atomic
def save_raci(
    *, contract: Contract, activity: str, held: Mapping[str, str], number: int | None, user: Any, role: str
) -> bool:
    """Add the next activity, or change the one of that number; `held` gives the letters of each code.

    False when nothing moved. Raises LineRefused for a person or letters that cannot be.
    """
    hold(contract)
    rows = {row.number: row for row in raci_of(contract)}
    row = RaciRow.of(number or max(rows, default=0) + 1, activity, held)
    refuse(raci_faults(row, {one.code: one for one in people_of(contract).values()}))
    if rows.get(row.number) == row:
        return False
    write_raci(contract, [row])
    action = "raci.changed" if row.number in rows else "raci.added"
    record(contract_id=contract.pk, action=action, subject=activity, actor=user, role=role)
    return True


@transaction.atomic
def remove_raci(*, contract: Contract, number: int, user: Any, role: str) -> None:
    """Remove an activity; the journal keeps its name."""
    line = RaciLine.objects.get(contract=contract, number=number)
    line.delete()
    record(contract_id=contract.pk, action="raci.removed", subject=line.activity, actor=user, role=role)
