"""Keeping the referent's log: a line added or corrected; none is removed."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max

from contracts.engine.people import Fault
from contracts.models import Contract
from contracts.services.lines import hold, refuse, tell
from governance.models import LogEntry
from governance.selectors.log import LogSaid, log_said

LABELS = {
    "kind": "nature", "day": "date", "about": "sujet", "words": "propos", "action": "action", "decision": "décision",
}  # fmt: skip


@transaction.atomic
def save_entry(
    *, contract: Contract, said: LogSaid, number: int | None, today: date, user: Any, role: str
) -> bool:
    """Add a line, or correct the one of that number; False when nothing moved. Raises LineRefused for a day to come."""
    hold(contract)
    rows = LogEntry.objects.filter(contract=contract)
    row = rows.get(number=number) if number is not None else None
    before = log_said(row) if row else None
    if said.day > today:
        refuse([Fault("day", "cette date est à venir.", "Donnez le jour où ce fut dit.")])
    if said == before:
        return False
    row = row or LogEntry(contract=contract, number=(rows.aggregate(last=Max("number"))["last"] or 0) + 1)
    row.kind, row.day, row.about, row.words = said.kind, said.day, said.about, said.words
    row.action_id, row.decision_id = said.action, said.decision
    row.save()
    tell(contract, "log", row.label, before, said, labels=LABELS, user=user, role=role)
    return True
