"""Keeping the risks: one added or changed at a time, closed with a reason, opened again."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max

from contracts.engine.people import Fault
from contracts.models import Contract
from contracts.services.lines import hold, refuse, tell
from core.scope import Audience
from governance.engine.risks import RiskSaid, risk_faults
from governance.models import Risk
from governance.selectors.risks import said_of
from journal.services import record

LABELS = {
    "cause": "cause", "effect": "effet", "likelihood": "vraisemblance", "impact": "impact",
    "treatment": "traitement", "residual_likelihood": "vraisemblance résiduelle",
    "residual_impact": "impact résiduel", "owner": "porteur", "owner_side": "partie",
    "review_on": "prochaine revue", "scope_item": "périmètre", "commitment": "engagement",
}  # fmt: skip
REASON_LENGTH = 10


@transaction.atomic
def save_risk(
    *, contract: Contract, said: RiskSaid, key: int | None, today: date, user: Any, role: str
) -> bool:
    """Add a risk, or change the one of that key; False when nothing moved. Raises LineRefused.

    One that enters or leaves the closed session takes the next number of its new series.
    """
    hold(contract)
    row = Risk.objects.get(contract=contract, pk=key) if key is not None else None
    before = said_of(row) if row else None
    if row and row.closed_on is not None:
        refuse([Fault("", "ce risque est clos.", "Rouvrez-le avant de le changer.")])
    refuse(risk_faults(said, before, today))
    if said == before:
        return False
    row = row or Risk(contract=contract, raised_on=today)
    if before is None or before.audience != said.audience:
        row.number = _next_number(contract, said.audience)
    for name, value in asdict(said).items():
        setattr(row, "scope_item_id" if name == "scope_item" else name, value)
    row.save()
    if said.audience == Audience.CLIENT:
        _tell_reserved(row, user, role)
    else:  # what was reserved until now is new to the other side
        known = before if before and before.audience == said.audience else None
        tell(contract, "risk", row.label, known, said, labels=LABELS, user=user, role=role)
    return True


@transaction.atomic
def close_risk(*, contract: Contract, key: int, reason: str, today: date, user: Any, role: str) -> None:
    """Close a risk with its reason. Raises LineRefused when it is closed already, or without a reason."""
    row = Risk.objects.select_for_update().get(contract=contract, pk=key)
    if row.closed_on is not None:
        refuse([Fault("reason", "ce risque est déjà clos.", "Rouvrez-le pour changer son motif.")])
    if len(reason.strip()) < REASON_LENGTH:
        remedy = f"Dites en {REASON_LENGTH} caractères au moins ce qui a levé le risque."
        refuse([Fault("reason", "le motif est trop court.", remedy)])
    row.closed_on, row.reason = today, reason.strip()
    row.save()
    _tell_end(row, "risk.closed", row.reason, user, role)


@transaction.atomic
def reopen_risk(*, contract: Contract, key: int, user: Any, role: str) -> None:
    """Open a closed risk again; one that is open stays as it is."""
    row = Risk.objects.select_for_update().get(contract=contract, pk=key)
    if row.closed_on is None:
        return
    row.closed_on, row.reason = None, ""
    row.save()
    _tell_end(row, "risk.reopened", "", user, role)


def _next_number(contract: Contract, audience: str) -> int:
    last = Risk.objects.filter(contract=contract, audience=audience).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def _tell_end(row: Risk, action: str, reason: str, user: Any, role: str) -> None:
    if row.audience == Audience.CLIENT:
        _tell_reserved(row, user, role)
    else:
        record(
            contract_id=row.contract_id, action=action, subject=row.label, actor=user, role=role, reason=reason
        )  # fmt: skip


def _tell_reserved(row: Risk, user: Any, role: str) -> None:
    record(
        contract_id=row.contract_id, action="risk.reserved_edited", subject=row.label, actor=user, role=role
    )  # fmt: skip
