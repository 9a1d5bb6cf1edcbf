"""What is left to start a contract of which no month was computed yet: one line each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Exists, OuterRef
from django.urls import reverse

from contracts.models import Contract
from core.engine.formats import number
from core.engine.typography import plural
from infogerance.selectors.setup import setup_of
from infogerance.selectors.todo_line import Todo
from slas.models import MonthRecord


def setup_lines(today: date, editing: Sequence[int]) -> list[Todo]:
    """One line per new contract that has a step to do now (1 query, and 1 per new contract)."""
    computed = MonthRecord.objects.filter(contract=OuterRef("pk")).exclude(computed_at=None)
    new = Contract.objects.filter(pk__in=editing).exclude(Exists(computed)).order_by("pk")
    lines = (_line(contract, today) for contract in new)
    return [line for line in lines if line is not None]


def _line(contract: Contract, today: date) -> Todo | None:
    setup = setup_of(contract, today)
    left = len(setup.lines) - setup.done
    if setup.next is None:
        return None
    words = f"{plural('étape', left > 1)} {'restent' if left > 1 else 'reste'}"
    return Todo(
        icon="edit",
        title=f"Démarrer\u00a0: {number(left)} {words}",
        detail=f"{contract.reference}, prochaine\u00a0: {setup.next.title[:1].lower()}{setup.next.title[1:]}",
        due=None,
        url=reverse("contract_setup", args=[contract.slug]),
        action="Continuer",
    )
