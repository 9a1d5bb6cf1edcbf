"""When a committee sits: moving it to a day and an hour on which people work."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from django.db import transaction

from core.engine import formats, holidays
from governance.engine.sittings import refusal
from governance.engine.wording import listing
from governance.models import ActionItem, Committee
from governance.selectors.committees import OPEN_STATES
from journal import services as journal


class ConveningRefused(Exception):
    """The committee cannot sit then; the message is in French."""


def convene(
    *, committee: Committee, held_on: date, starts_at: time | None, user: Any, role: str = ""
) -> Committee:
    """Move a committee that has not been held; its address stays. Raises ConveningRefused."""
    with transaction.atomic():
        row = Committee.objects.select_for_update().get(pk=committee.pk)
        if row.state != Committee.State.PLANNED:
            raise ConveningRefused("Ce comité s’est tenu : sa date ne change plus.")
        if why := refusal(held_on, row.month, holidays.french([held_on.year, held_on.year + 1])):
            raise ConveningRefused(why)
        if why := _due_before(row, held_on):
            raise ConveningRefused(why)
        before, row.held_on, row.starts_at = row.held_on, held_on, starts_at
        row.save(update_fields=["held_on", "starts_at"])
        journal.record(
            contract_id=row.contract_id,
            action="committee.convened",
            subject=row.slug,
            actor=user,
            role=role,
            details={"before": before.isoformat(), "on": held_on.isoformat()},
        )
    return row


def _due_before(committee: Committee, held_on: date) -> str:
    """Which open actions of the committee would be due before it sits; empty where none would."""
    rows = ActionItem.objects.filter(committee=committee, state__in=OPEN_STATES, due_on__lt=held_on)
    due = [f"A-{row.number} le {formats.date_short(row.due_on)}" for row in rows.order_by("due_on", "number")]
    if not due:
        return ""
    return (
        f"Le comité se tiendrait après l’échéance de ses actions : {listing(due)}."
        " Choisissez un jour plus tôt, ou terminez d’abord ces actions."
    )
