"""The months in which something may be booked: of the contract, not to come, not closed."""

from __future__ import annotations

from dataclasses import dataclass

from core.engine import formats
from core.engine.months import Month


@dataclass(frozen=True)
class BookableMonths:
    """From `first` to `last`, both included, the `closed` ones apart: what they cost no longer moves."""

    first: Month
    last: Month
    closed: frozenset[Month] = frozenset()

    def holds(self, month: Month) -> bool:
        """True for a month of the contract that has begun, closed or not."""
        return self.first <= month <= self.last

    def refusal(self, month: Month) -> tuple[str, str] | None:
        """What is wrong with a month and the remedy, in French; None when it may be booked in."""
        if not self.holds(month):
            return (
                "Mois hors du contrat ou à venir.",
                f"Choisissez un mois {formats.month_of(self.first)} à {formats.month_long(self.last)}.",
            )
        return closed_refusal(month, self.open_after(month)) if month in self.closed else None

    def open_after(self, month: Month) -> Month:
        """The first month after that one that is not closed; it may be to come."""
        following = month.shift(1)
        while following in self.closed:
            following = following.shift(1)
        return following


def closed_refusal(month: Month, opened: Month) -> tuple[str, str]:
    """Why nothing is booked in a closed month, and where a correction goes."""
    return (
        f"Le mois {formats.month_of(month)} est clos\u00a0: ses consommations ne changent plus.",
        f"Saisissez une correction dans un mois ouvert, à partir {formats.month_of(opened)}, "
        "en citant la ligne corrigée.",
    )
