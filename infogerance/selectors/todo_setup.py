"""What is left to start a contract: one line each, until every step is done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.urls import reverse

from contracts.engine.lifetime import ends_before
from contracts.models import Contract
from core.engine import formats
from infogerance.selectors.setup import Setup, setups_of
from infogerance.selectors.todo_line import Todo


def setup_lines(today: date, editing: Sequence[Contract]) -> list[Todo]:
    """One line per contract, still running, that has a step to do now (1 query)."""
    running = [contract for contract in editing if ends_before(contract.clause, today) is None]
    setups = setups_of(running, today) if running else []
    return [
        line
        for contract, setup in zip(running, setups, strict=True)
        if (line := _line(contract, setup)) is not None
    ]


def _line(contract: Contract, setup: Setup) -> Todo | None:
    if setup.next is None:
        return None
    left = formats.count(len(setup.lines) - setup.done, "étape")
    return Todo(
        icon="edit",
        title=f"Démarrage\u00a0: {left}",
        detail=f"{contract.reference}, prochaine\u00a0: {setup.next.title[:1].lower()}{setup.next.title[1:]}",
        due=None,
        url=reverse("contract_setup", args=[contract.slug]),
        action="Continuer",
    )
