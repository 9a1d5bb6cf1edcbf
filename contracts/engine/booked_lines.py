"""A charge booked out of the catalogue, with its own words and price: on an exclusion, a volume band, « imprévu »."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from contracts.engine.work_units import ZERO
from core.engine.ratios import round_half_up

Kind = Literal["units", "exclusion", "unforeseen", "band"]
"""The post on which a charge is booked."""


@dataclass(frozen=True)
class BookedLine:
    """One line. Of a band, only what exceeds `covered` is billed; `number` is that of the exclusion or band."""

    kind: Kind
    label: str
    quantity: Decimal
    unit_price: Decimal
    number: int | None = None
    covered: Decimal = ZERO

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
