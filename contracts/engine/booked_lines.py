"""A charge booked out of the catalogue, with its own words and price: on an exclusion, a volume band, « imprévu »."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from contracts.engine.work_units import ZERO
from core.engine.ratios import round_half_up

Kind = Literal["units", "exclusion", "unforeseen", "band"]
"""The post on which a charge is booked."""


@dataclass(frozen=True)
class BookedLine:
    """One line. Of a band, only what exceeds `covered` is billed: its share of the `cover` that the lines of a month
    have together; `number` is that of the exclusion or band."""

    kind: Kind
    label: str
    quantity: Decimal
    unit_price: Decimal
    number: int | None = None
    covered: Decimal = ZERO
    cover: Decimal = ZERO

    @property
    def billed(self) -> Decimal:
        """The quantity to pay."""
        return max(self.quantity - self.covered, ZERO)

    @property
    def total(self) -> Decimal:
        """Euros excluding VAT, to the cent."""
        return round_half_up(self.billed * self.unit_price, 2)

    def with_quantity(self, quantity: Decimal) -> BookedLine:
        """The same line, had that quantity been told."""
        return replace(self, quantity=quantity)


def share_cover(lines: Sequence[BookedLine]) -> list[BookedLine]:
    """The lines of one band in one month, in order: the first ones use its cover up, once for all of them."""
    used, shared = ZERO, []
    for line in lines:
        shared.append(replace(line, covered=max(line.cover - used, ZERO)))
        used += line.quantity
    return shared
