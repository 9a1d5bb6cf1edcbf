"""What the referent says of the priority matrix of a version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from django.db import transaction

from contracts.engine.matrix import Cell, matrix_faults
from contracts.engine.people import Fault
from contracts.models import Contract, ContractVersion
from contracts.selectors.matrix import is_locked
from contracts.selectors.promises import told_promises
from contracts.services.lines import hold, refuse
from contracts.services.rows import upsert_row
from journal.services import record


@transaction.atomic
def save_matrix(
    *, contract: Contract, number: int, cells: Sequence[Cell], today: date, user: Any, role: str
) -> bool:
    """Give a version its matrix, or take it away with no cell at all; False when nothing moved.

    Raises LineRefused for a priority that the contract does not know, and for a version that is settled.
    """
    hold(contract)
    version = ContractVersion.objects.get(contract=contract, number=number)
    if is_locked(version, today):
        refuse(
            [
                Fault(
                    "",
                    "cette version vient d’un avenant approuvé et en vigueur\u00a0: elle ne se modifie plus.",
                    "Changez la matrice d’un avenant approuvé avant sa prise d’effet.",
                )
            ]
        )
    refuse(matrix_faults(cells, version.rules.priorities))
    values = {"matrix": [asdict(cell) for cell in cells]}
    _, counts = upsert_row(model=ContractVersion, key={"contract": contract, "number": number}, values=values)
    if not counts.changed:
        return False
    action = "matrix.changed" if cells else "matrix.removed"
    record(
        contract_id=contract.pk, action=action, subject=version.title, actor=user, role=role,
        details=told_promises(contract),
    )  # fmt: skip
    return True
