"""The monthly fee on a day: what the version in force states, and what price revision made of it.

The latest event wins. An amendment that states another fee starts from that one; an amendment that keeps the
fee leaves the revision as it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from core.engine.ratios import round_half_up


@dataclass(frozen=True)
class Fee:
    """Euros excluding VAT a month. `revised_on`: the revision it comes from; None for a fee as agreed."""

    base: Decimal
    revised: Decimal
    revised_on: date | None = None

    @property
    def indexation(self) -> Decimal:
        """What the revision adds to the agreed fee."""
        return self.revised - self.base

    def part(self, share: Fraction) -> Fee:
        """The fee of a month of which the contract covers that share, to the cent."""
        if share == 1:
            return self
        base, revised = (round_half_up(Fraction(price) * share, 2) for price in (self.base, self.revised))
        return Fee(base, revised, self.revised_on)


def fee_on(
    day: date, versions: Sequence[tuple[date, Decimal]], revisions: Sequence[tuple[date, Decimal]]
) -> Fee:
    """The fee on a day, from (effective date, fee) pairs in time order; the first version rules what came before.

    Raises IndexError when the contract has no version.
    """
    base, since = versions[0][1], versions[0][0]
    for effective_on, fee in versions[1:]:
        if effective_on <= day:
            since = effective_on if fee != base else since
            base = fee
    live = [(on, price) for on, price in revisions if since <= on <= day]
    return Fee(base, live[-1][1], live[-1][0]) if live else Fee(base, base)
