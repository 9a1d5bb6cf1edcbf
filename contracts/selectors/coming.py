"""What an approved amendment will change on its day, of the scope or of the terms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from contracts.models import ScopeToCome, TermsToCome

Row = TypeVar("Row", ScopeToCome, TermsToCome)
Changes = TypeVar("Changes")


@dataclass(frozen=True)
class Coming(Generic[Row, Changes]):
    """What one approved version will change; `why` it cannot where what it rests on has moved meanwhile."""

    row: Row
    changes: Changes
    why: tuple[str, ...] = ()

    @property
    def day(self) -> date:
        return self.row.version.effective_on

    @property
    def number(self) -> int:
        return self.row.version.number
