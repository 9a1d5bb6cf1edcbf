"""What the month costs the provider, line by line, and where that stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.engine.months import Month


@dataclass(frozen=True)
class PenaltyLine:
    """One rule of one commitment: its clause, its calculation in words, its amount before the month's own steps."""

    code: str
    clause: str
    proof: str
    amount: Decimal
    bonus: bool = False


@dataclass(frozen=True)
class PenaltyOfYear:
    """One month of the year: the state of its penalty, and what is left of it once waived."""

    month: Month
    state: str
    due: Decimal


@dataclass(frozen=True)
class PenaltyFacts:
    """The price of the month as its reader may know it. `state`: where its life stands; `due`: before what was waived.

    Once notified, amounts are those of the notification, for both sides.
    """

    state: str = "calculated"
    due: Decimal = Decimal(0)
    gross: Decimal = Decimal(0)
    cut: Decimal = Decimal(0)
    disputed: Decimal = Decimal(0)
    """The part of what is due that waits for a dispute; the rest is firm."""
    waived: Decimal = Decimal(0)
    notified_on: date | None = None
    notified_by: str = ""
    observe_until: date | None = None
    credit_reference: str = ""
    credited_on: date | None = None
    credited_before: Decimal = Decimal(0)
    lines: tuple[PenaltyLine, ...] = ()
    steps: tuple[tuple[str, str], ...] = ()
    """From the gross to what is due: words and amount of each step."""
    year: tuple[PenaltyOfYear, ...] = ()

    @property
    def left(self) -> Decimal:
        """What was not waived, nor given back for an earlier revision of the month."""
        return max(self.due - self.waived - self.credited_before, Decimal(0))

    @property
    def draft(self) -> bool:
        """Still following the computation: nobody acted on it."""
        return self.state == "calculated"

    @property
    def held(self) -> bool:
        """The amount is certain: validated or credited."""
        return self.state in {"confirmed", "applied"}

    @property
    def settled(self) -> bool:
        """Nothing is left to decide: validated, exempted or credited."""
        return self.held or self.state == "waived"
