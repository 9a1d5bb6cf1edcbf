"""The page of a closing: what is looked at and frozen before, every revision afterwards."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.models import Contract
from core.engine import formats
from core.engine.months import Month
from slas.models import MonthRecord
from slas.selectors.boards import BoardLine, board_line
from slas.selectors.closing import Check, checks_for
from slas.selectors.months import record_for
from slas.selectors.results import board_for
from slas.selectors.revisions import Revision, revisions_for


@dataclass(frozen=True)
class ClosingPage:
    """What the page of a closing shows: checks and figures of an open month, the history of a closed one."""

    title: str
    record: MonthRecord | None
    checks: list[Check]
    lines: list[BoardLine]
    revisions: list[Revision]

    @property
    def last(self) -> Revision | None:
        return self.revisions[-1] if self.revisions else None

    @property
    def stopped(self) -> bool:
        return any(check.stops for check in self.checks)

    @property
    def waiting(self) -> int:
        """How many points are left open."""
        return sum(not check.passed for check in self.checks)

    @property
    def needs_reason(self) -> bool:
        """A revision always says why; a closing does where something is left open."""
        return bool(self.revisions) or self.waiting > 0

    @property
    def despite(self) -> str:
        """What whoever closes with points left open says yes to; empty where there is none."""
        if not self.waiting:
            return ""
        points = formats.count(self.waiting, "point resté ouvert|points restés ouverts")
        return f"Je clos ce mois malgré {points}\u00a0: les chiffres ci-dessus ne bougeront plus"

    @property
    def button(self) -> str:
        """« Clore mars 2026 »."""
        return self.title.partition("\u00a0")[0]


def closing_page(contract: Contract, month: Month) -> ClosingPage:
    """Checks and figures before the closing; afterwards, every revision."""
    record, revisions = record_for(contract, month), revisions_for(contract, month)
    name = formats.month_long(month)
    if revisions:
        title = f"{name[0].upper()}{name[1:]} est clos"
        return ClosingPage(title, record, [], [], revisions)
    checks = checks_for(contract, month)
    waiting = sum(not check.passed for check in checks)
    state = (
        formats.count(waiting, "point reste ouvert|points restent ouverts") if waiting else "tout est réglé"
    )
    lines = [board_line(result) for result in board_for(contract, month)]
    return ClosingPage(f"Clore {name}\u00a0: {state}", record, checks, lines, [])
