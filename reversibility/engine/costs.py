"""What an exit costs: a range from practice, what the contract fixes or caps, and the work units it takes."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from core.engine.ratios import round_half_up

REFERENCE_FEES = (Decimal(4), Decimal(7))
"""Monthly fees that an exit usually costs, low and high."""
LOW_REFERENCE = Fraction(1, 10)
"""Share of a year of fee: the lowest figure met elsewhere."""


@dataclass(frozen=True)
class CostClause:
    """What is agreed on the price of leaving, excluding VAT. A cap is an amount or a number of monthly fees."""

    fees_low: Decimal = REFERENCE_FEES[0]
    fees_high: Decimal = REFERENCE_FEES[1]
    fixed: Decimal | None = None
    cap: Decimal | None = None
    cap_fees: Decimal | None = None
    units_low: Decimal = Decimal(0)
    units_high: Decimal = Decimal(0)

    def __post_init__(self) -> None:
        if not 0 <= self.fees_low <= self.fees_high or not 0 <= self.units_low <= self.units_high:
            raise ValueError("a range goes from low to high, never below zero")
        if self.cap is not None and self.cap_fees is not None:
            raise ValueError("one cap at most")


@dataclass(frozen=True)
class Cost:
    """Euros excluding VAT, to the cent. `low`, `high`: the fixed amount, else the range in fees; `due_low`,
    `due_high`: with the work units, never above the contract's cap."""

    monthly_fee: Decimal
    low: Decimal
    high: Decimal
    fixed: bool
    cap: Decimal | None
    units_low: Decimal
    units_high: Decimal

    @property
    def due_low(self) -> Decimal:
        return self._capped(self.low + self.units_low)

    @property
    def due_high(self) -> Decimal:
        return self._capped(self.high + self.units_high)

    @property
    def is_capped(self) -> bool:
        """Whether the cap spares something."""
        return self.due_high < self.high + self.units_high

    @property
    def low_reference(self) -> Decimal:
        """A tenth of a year of fee."""
        return cents(Fraction(self.monthly_fee) * 12 * LOW_REFERENCE)

    def in_fees(self, amount: Decimal) -> Fraction | None:
        """An amount in monthly fees; None where the fee is nil."""
        return Fraction(amount) / Fraction(self.monthly_fee) if self.monthly_fee else None

    def _capped(self, amount: Decimal) -> Decimal:
        return amount if self.cap is None else min(amount, self.cap)


def cost_of(clause: CostClause, monthly_fee: Decimal) -> Cost:
    """The price of an exit at that fee."""
    fees = (clause.fees_low * monthly_fee, clause.fees_high * monthly_fee)
    low, high = fees if clause.fixed is None else (clause.fixed, clause.fixed)
    cap = clause.cap if clause.cap_fees is None else clause.cap_fees * monthly_fee
    return Cost(
        monthly_fee=monthly_fee,
        low=cents(low),
        high=cents(high),
        fixed=clause.fixed is not None,
        cap=None if cap is None else cents(cap),
        units_low=cents(clause.units_low),
        units_high=cents(clause.units_high),
    )


def cents(amount: Decimal | Fraction) -> Decimal:
    return round_half_up(amount, 2)
