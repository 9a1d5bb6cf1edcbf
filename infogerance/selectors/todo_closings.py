"""Months to close: those that nothing holds back any more, and those whose committee is past."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.urls import reverse

from core.engine import formats
from infogerance.selectors.todo_line import Todo
from infogerance.selectors.todo_open import OpenMonths
from infogerance.selectors.todo_penalties import decisions_on
from slas.models import MonthRecord, PenaltyDecision

State = MonthRecord.State


def closing_lines(today: date, opened: OpenMonths, contracts: Sequence[int]) -> list[Todo]:
    """One line for each month to close, oldest first, by the day of its committee (1 query)."""
    able = set(contracts)
    known = {
        key: row
        for key, row in opened.records.items()
        if key[0] in able and key in opened.days and row.state != State.EXPECTED
    }
    contested = {key for key, row in known.items() if row.state == State.CONTESTED}
    held_back = opened.gaps | opened.alerts | contested | opened.behind
    wanted = [key for key in known if key not in held_back or opened.days[key] < today]
    decided = decisions_on(wanted)
    return [
        _closing(known[key], opened.days[key], decided.get(key), ready=key not in held_back) for key in wanted
    ]


def _closing(row: MonthRecord, due: date, decision: PenaltyDecision | None, *, ready: bool) -> Todo:
    """A penalty that the committee decided to claim can be notified only then: it is said on the same line."""
    name = formats.month_long(row.month).capitalize()
    detail = row.contract.reference + ("" if ready else ", des points restent ouverts")
    if decision is not None and decision.claims:
        detail += f", puis sa pénalité à notifier ({decision.words})"
    return Todo(
        icon="lock",
        title=f"{name} prêt à clore" if ready else f"{name} à clore",
        detail=detail,
        due=due,
        url=reverse("slas:close_month", args=[row.contract.slug, str(row.month)]),
        action="Clore",
    )
