"""The price of missed commitments: exact decimals, rounded half-up to the cent once, at the end.

Order: gross, deductible, bonus set-off, monthly cap, annual cap, rounding. Every result carries its proof,
line by line. Nothing is ever applied here: an amount is proposed, people decide.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import Literal

from core.engine.months import Month
from core.engine.ratios import round_half_up

Unit = Literal["started", "exact"]
DeductibleMode = Literal["threshold", "absolute", "none"]
Exact = Fraction | Decimal | int


@dataclass(frozen=True)
class ProofLine:
    """One step of a calculation: a stable name and its exact value (points, steps, hours, days or euros)."""

    step: str
    value: Fraction


@dataclass(frozen=True)
class Penalty:
    """An exact amount in euros excluding tax, with the lines that prove it."""

    amount: Fraction
    proof: tuple[ProofLine, ...]

    @property
    def euros(self) -> Decimal:
        """The amount to the cent."""
        return round_half_up(self.amount, 2)


def _proved(**steps: Exact) -> Penalty:
    """A penalty whose last step is its amount."""
    lines = tuple(ProofLine(step, Fraction(value)) for step, value in steps.items())
    return Penalty(lines[-1].value, lines)


@dataclass(frozen=True)
class FeeShare:
    """`percent` of the monthly fee for each step of `step` points missing, started or exact."""

    percent: Decimal
    step: Decimal = Decimal(1)
    unit: Unit = "started"


def fee_share(rule: FeeShare, fee: Decimal, required: Exact, actual: Exact) -> Penalty:
    """Percentage of the fee (excluding VAT, unrevised unless the clause says so) per missing point.

    `required` and `actual` in percent; a figure on or over its target costs nothing.
    """
    missing = max(Fraction(required) - Fraction(actual), Fraction(0))
    exact = missing / Fraction(rule.step)
    steps = Fraction(ceil(exact)) if rule.unit == "started" else exact
    amount = steps * Fraction(rule.percent) / 100 * Fraction(fee)
    return _proved(
        base=fee, missing_points=missing, steps=steps, percent_per_step=rule.percent, amount=amount
    )


def per_started_hour(late_seconds: int, amount: Decimal) -> Penalty:
    """An amount per hour late, each started hour due."""
    hours = max(ceil(Fraction(late_seconds, 3600)), 0)
    return _proved(late_seconds=late_seconds, hours=hours, per_hour=amount, amount=hours * amount)


def per_business_day(days: int, amount: Decimal) -> Penalty:
    """An amount per business day late (after the due day, day of receipt included)."""
    return _proved(days=days, per_day=amount, amount=max(days, 0) * amount)


def per_occurrence(count: int, amount: Decimal) -> Penalty:
    """An amount per occurrence."""
    return _proved(count=count, each=amount, amount=count * amount)


@dataclass(frozen=True)
class MonthRules:
    """What bends the sum of a month. Caps in percent: of the monthly fee, of the annual fee; None: no cap."""

    deductible_mode: DeductibleMode = "none"
    deductible: Decimal = Decimal(0)
    cap_month: Decimal | None = None
    cap_year: Decimal | None = None


@dataclass(frozen=True)
class MonthPenalty:
    """The penalty of a month after each step, exact euros excluding tax."""

    gross: Fraction
    after_deductible: Fraction
    after_bonus: Fraction
    monthly_cap: Fraction | None
    after_monthly_cap: Fraction
    annual_cap: Fraction | None
    applied: Fraction
    proof: tuple[ProofLine, ...]

    @property
    def due(self) -> Decimal:
        """What is proposed, to the cent."""
        return round_half_up(self.applied, 2)

    @property
    def cut(self) -> Decimal:
        """What the caps took off, to the cent."""
        return round_half_up(self.after_bonus - self.applied, 2)


def month_penalty(
    amounts: Iterable[Exact],
    fee: Decimal,
    rules: MonthRules,
    bonus: Exact = 0,
    applied_this_year: Exact = 0,
) -> MonthPenalty:
    """The sum of a month's penalties after deductible, bonus and caps.

    Deductible: `threshold`, all or nothing, due in full from the threshold on; `absolute`, taken off. A
    bonus larger than the penalties gives no credit. `fee`: of one month, excluding VAT; the annual cap is a
    share of twelve.
    """
    gross = sum((Fraction(amount) for amount in amounts), Fraction(0))
    kept = _after_deductible(gross, rules)
    netted = max(kept - Fraction(bonus), Fraction(0))
    monthly, annual = _share(rules.cap_month, fee), _share(rules.cap_year, 12 * fee)
    capped = netted if monthly is None else min(netted, monthly)
    left = None if annual is None else max(annual - Fraction(applied_this_year), Fraction(0))
    applied = capped if left is None else min(capped, left)
    steps = {"gross": gross, "after_deductible": kept, "after_bonus": netted, "monthly_cap": monthly}
    steps |= {"after_monthly_cap": capped, "annual_cap": annual, "annual_left": left, "applied": applied}
    proof = tuple(ProofLine(step, value) for step, value in steps.items() if value is not None)
    return MonthPenalty(gross, kept, netted, monthly, capped, annual, applied, proof)


def _after_deductible(gross: Fraction, rules: MonthRules) -> Fraction:
    deductible = Fraction(rules.deductible)
    if rules.deductible_mode == "threshold":
        return gross if gross >= deductible else Fraction(0)
    return max(gross - deductible, Fraction(0)) if rules.deductible_mode == "absolute" else gross


def _share(percent: Decimal | None, base: Decimal) -> Fraction | None:
    return None if percent is None else Fraction(percent) / 100 * Fraction(base)


def in_start_grace(starts_on: date, grace_months: int, month: Month) -> bool:
    """Whether a month lies in the ramp-up, during which penalties are computed and not applied."""
    return Month.of(starts_on).index <= month.index < Month.of(starts_on).index + grace_months
