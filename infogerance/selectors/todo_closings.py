"""Months to close: those that nothing holds back any more, and those whose committee is past."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.urls import reverse

from core.engine import formats
from infogerance.selectors.todo_line import Todo
from infogerance.selectors.todo_open import OpenMonths
from slas.models import MonthRecord

State = MonthRecord.State


def closing_lines(today: date, opened: OpenMonths, contracts: Sequence[int]) -> list[Todo]:
    """One line for each month to close, oldest first, by the day of its committee."""
    able = set(contracts)
    known = {
        key: row
        for key, row in opened.records.items()
        if key[0] in able and key in opened.days and row.state != State.EXPECTED
    }
    held_back = opened.gaps | {key for key, row in known.items() if row.state == State.CONTESTED}
    return [
        _closing(row, opened.days[key], ready=key not in held_back)
        for key, row in known.items()
        if key not in held_back or opened.days[key] < today
    ]


def _closing(row: MonthRecord, due: date, *, ready: bool) -> Todo:
    name = formats.month_long(row.month).capitalize()
    return Todo(
        icon="lock",
        title=f"{name} prêt à clore" if ready else f"{name} à clore",
        detail=row.contract.reference + ("" if ready else ", des points restent ouverts"),
        due=due,
        url=reverse("slas:close_month", args=[row.contract.slug, str(row.month)]),
        action="Clore",
    )
