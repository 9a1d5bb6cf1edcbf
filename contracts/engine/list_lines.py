"""What a list of consumptions gives: lines to write, or faults to correct."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from core.engine.months import Month

Key = tuple[Month, int | None, str, int | None, int | None, str]
"""Month, key of the unit, level, numbers of the exclusion and of the band, words."""


@dataclass(frozen=True)
class UseLine:
    """One line taken: a unit (its key) at a level, or an exclusion, a band, « imprévu », with its words and price."""

    line: int
    month: Month
    unit: int | None
    level: str
    exclusion: int | None
    band: int | None
    label: str
    quantity: Decimal
    unit_price: Decimal | None

    @property
    def key(self) -> Key:
        """What tells it from the other lines of the contract."""
        return self.month, self.unit, self.level, self.exclusion, self.band, self.label


@dataclass(frozen=True)
class ListFault:
    """What to correct: the line as a spreadsheet counts it, the column, the value found, the remedy."""

    line: int
    column: str
    value: str
    message: str
    remedy: str


class ListRefused(Exception):
    """Nothing of the list was stored; `faults` are in the order of its lines."""

    def __init__(self, faults: Iterable[ListFault]) -> None:
        self.faults = tuple(faults)
        super().__init__(f"{len(self.faults)} faults")
