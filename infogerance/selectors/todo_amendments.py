"""Amendments that wait for a second person, by the day they would take effect."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.urls import reverse

from accounts.models import Membership
from contracts.models import Amendment
from core.scope import current
from infogerance.selectors.todo_line import Todo


def amendment_lines(
    rows: Iterable[Amendment], today: date, memberships: Mapping[int, Membership], deciding: Sequence[int]
) -> list[Todo]:
    """One line per proposal that the visitor may approve: of the client, and not its author (no query)."""
    client = current().client & set(deciding)
    return [
        _line(row, today)
        for row in rows
        if row.contract_id in client and row.proposed_by_id != memberships[row.contract_id].user_id
    ]


def _line(row: Amendment, today: date) -> Todo:
    when = "prise d’effet passée sans approbation" if row.effective_on < today else "avant sa prise d’effet"
    return Todo(
        icon="edit",
        title=f"Avenant {row.number} à approuver\u00a0: {row.title}",
        detail=f"{row.contract.reference}, {when}",
        due=row.effective_on,
        url=f"{reverse('contracts:amendment', args=[row.contract.slug, row.number])}#decider",
        action="Décider",
    )
