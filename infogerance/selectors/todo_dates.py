"""The dates of a contract whose reminder has come, for whoever decides."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from contracts.models import Contract
from contracts.selectors.key_dates import reminders_due
from core.engine import formats
from infogerance.selectors.todo_line import Todo


def date_lines(today: date, contracts: list[Contract]) -> list[Todo]:
    """One line per date that waits for a decision (2 queries for all contracts)."""
    if not contracts:
        return []
    return [
        Todo(
            icon="calendar",
            title=state.dated.title,
            detail=f"{state.contract.reference}, {formats.ordinal(state.standing.level)} rappel"
            + (f", {state.dated.commits}" if state.dated.commits else ""),
            due=state.dated.day,
            url=f"{reverse('contracts:dates', args=[state.contract.slug])}#decider",
            action="Décider",
        )
        for state in reminders_due(contracts, today)
    ]
