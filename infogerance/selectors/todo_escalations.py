"""Escalations whose next rung is late, for both sides."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.urls import reverse

from core.engine import formats
from governance.selectors.escalations import late_escalations
from infogerance.selectors.todo_line import Todo


def escalation_lines(now: datetime, contracts: list[int]) -> list[Todo]:
    """One line per open escalation to bring further up (2 queries)."""
    return [
        Todo(
            icon="worse",
            title=f"Escalade {line.row.label}, niveau suivant à appeler\u00a0: {line.row.subject}",
            detail=f"{line.row.contract.reference}, avant le"
            f" {formats.datetime_short(line.due, line.row.contract.timezone)}",
            due=line.due.astimezone(ZoneInfo(line.row.contract.timezone)).date() if line.due else None,
            url=f"{reverse('governance:escalations', args=[line.row.contract.slug])}#{line.row.label}",
            action="Appeler",
        )
        for line in late_escalations(contracts, now)
    ]
