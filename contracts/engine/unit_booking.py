"""A line of the catalogue with what it came to: its orders, its use by month, and what one more use would do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from contracts.engine.work_units import ZERO, Order, Settled, UnitTerms, settle
from core.engine.months import Month

Uses = Mapping[tuple[Month, str], Decimal]


@dataclass(frozen=True)
class BookedUnit:
    """`uses` by month and level; `settled` in the same order, from a month on where only its sequel is asked for; `first`
    is the month from which the quota runs."""

    pk: int
    terms: UnitTerms
    orders: tuple[Order, ...]
    uses: Uses
    first: Month
    settled: tuple[Settled, ...]

    @classmethod
    def of(
        cls,
        pk: int,
        terms: UnitTerms,
        orders: tuple[Order, ...],
        uses: Uses,
        first: Month,
        since: Month | None = None,
    ) -> BookedUnit:
        return cls(pk, terms, orders, uses, first, tuple(settle(terms, uses, orders, first, since)))

    def with_use(self, month: Month, level: str, quantity: Decimal) -> BookedUnit:
        """The same unit, had that quantity been used in that month."""
        uses = {**self.uses, (month, level): quantity}
        return replace(self, uses=uses, settled=tuple(settle(self.terms, uses, self.orders, self.first)))

    @property
    def total(self) -> Decimal:
        """What the whole use comes to, in euros excluding VAT."""
        return _sum(month.amount for month in self.settled)

    @property
    def blocked(self) -> Decimal:
        """What was used beyond the orders of a line that does not allow it."""
        return _sum(month.excess for month in self.settled if month.blocked)

    def missing_for(self, month: Month, level: str, quantity: Decimal) -> Decimal:
        """How many more units an order would have to cover for that use; 0 when nothing stands against it."""
        return max(self.with_use(month, level, quantity).blocked - self.blocked, ZERO)

    def drawn(self, number: int) -> Decimal:
        """How much of an order was used."""
        return _sum(part.quantity for month in self.settled for part in month.parts if part.order == number)


def _sum(quantities: Iterable[Decimal]) -> Decimal:
    return sum(quantities, ZERO)
