"""Saying that what a model wrote is what was signed."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from contracts.models import Contract
from infogerance.selectors.starting import CONFIRMED, SECTIONS, unconfirmed
from journal.services import record


def confirm_model_lines(*, contract: Contract, table: str, user: User, role: str) -> int:
    """Confirm every line of a table that still reads as a model writes it; returns how many, 0 when none is left."""
    with transaction.atomic():
        marks = unconfirmed(contract)[table]
        if marks:
            record(
                contract_id=contract.pk,
                action=CONFIRMED,
                subject=SECTIONS[table][0],
                actor=user,
                role=role,
                details={"lines": marks},
            )
    return len(marks)
