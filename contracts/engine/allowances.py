"""What the fee includes of an excluded act before it is charged."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from core.engine import formats
from core.engine.months import Month


@dataclass(frozen=True)
class Allowance:
    """A quantity paid by the fee each `month` or civil `year`."""

    included: Decimal
    per: str = "month"

    @property
    def words(self) -> str:
        """« 15 par mois »."""
        return f"{formats.number(self.included)} par {'mois' if self.per == 'month' else 'an'}"

    def period(self, month: Month) -> int:
        """What tells two periods apart."""
        return month.index if self.per == "month" else month.year
