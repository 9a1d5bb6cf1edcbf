"""What a list of consumptions gives: lines to write."""

from __future__ import annotations

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
