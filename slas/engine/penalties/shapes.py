"""The shapes a price may take: per point, hour, day, occurrence, band. Exact, declared, never scripted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import Literal

from slas.engine.penalties.proof import NOTHING, Exact, Penalty, proved

Unit = Literal["started", "exact", "full"]
"""A step begun is due, or the exact share of it, or whole steps only."""


@dataclass(frozen=True)
class FeeShare:
    """`percent` of the monthly fee for each step of `step` points missing, started, exact or whole."""

    percent: Decimal
    step: Decimal = Decimal(1)
    unit: Unit = "started"


def fee_share(rule: FeeShare, fee: Decimal, required: Exact, actual: Exact) -> Penalty:
    """Percentage of the fee (excluding VAT, unrevised unless the clause says so) per missing point.

    `required` and `actual` in percent; a figure on or over its target costs nothing.
    """
    missing = max(Fraction(required) - Fraction(actual), Fraction(0))
    steps = counted_steps(missing / Fraction(rule.step), rule.unit)
    amount = steps * Fraction(rule.percent) / 100 * Fraction(fee)
    return proved(base=fee, missing_points=missing, steps=steps, percent_per_step=rule.percent, amount=amount)


def excess_share(rule: FeeShare, fee: Decimal, required: Exact, actual: Exact) -> Penalty:
    """The same shape as a bonus: percentage of the fee per point over the target."""
    excess = max(Fraction(actual) - Fraction(required), Fraction(0))
    steps = counted_steps(excess / Fraction(rule.step), rule.unit)
    amount = steps * Fraction(rule.percent) / 100 * Fraction(fee)
    return proved(base=fee, excess_points=excess, steps=steps, percent_per_step=rule.percent, amount=amount)


def counted_steps(exact: Fraction, unit: Unit) -> Fraction:
    """How many steps are priced: 7,5 points are 8 started, 7,5 exact, 7 whole."""
    if unit == "exact":
        return exact
    return Fraction(ceil(exact) if unit == "started" else floor(exact))


def per_started_hour(late_seconds: int, amount: Decimal) -> Penalty:
    """An amount per hour late, each started hour due."""
    hours = max(ceil(Fraction(late_seconds, 3600)), 0)
    return proved(late_seconds=late_seconds, hours=hours, per_hour=amount, amount=hours * amount)


def per_business_day(days: int, amount: Decimal) -> Penalty:
    """An amount per business day late (after the due day, day of receipt included)."""
    return proved(days=days, per_day=amount, amount=max(days, 0) * amount)


def per_calendar_day(days: int, amount: Decimal) -> Penalty:
    """An amount per calendar day late (after the due day, day of receipt included)."""
    return proved(calendar_days=days, per_day=amount, amount=max(days, 0) * amount)


def per_occurrence(count: int, amount: Decimal) -> Penalty:
    """An amount per occurrence."""
    return proved(count=count, each=amount, amount=count * amount)


def share_per_occurrence(count: int, percent: Decimal, fee: Decimal) -> Penalty:
    """A percentage of the fee per occurrence."""
    amount = count * Fraction(percent) / 100 * Fraction(fee)
    return proved(base=fee, count=count, percent_each=percent, amount=amount)


@dataclass(frozen=True)
class Tier:
    """One band of rates: a bound in percent, and what a rate beyond it costs, of the fee or in euros.

    A penalty's band begins under its bound, a bonus's band on or over it; it ends at the next bound.
    """

    bound: Decimal
    percent: Decimal = Decimal(0)
    amount: Decimal = Decimal(0)


def tier_reached(tiers: Sequence[Tier], actual: Exact) -> Tier | None:
    """The band of a missed rate: the lowest bound that the rate is under."""
    return min((t for t in tiers if Fraction(actual) < t.bound), key=lambda t: t.bound, default=None)


def tier_earned(tiers: Sequence[Tier], actual: Exact) -> Tier | None:
    """The band of a bonus: the highest bound that the rate reaches."""
    return max((t for t in tiers if Fraction(actual) >= t.bound), key=lambda t: t.bound, default=None)


def tier_price(tier: Tier | None, fee: Decimal, actual: Exact) -> Penalty:
    """What a band costs; nothing outside every band."""
    if tier is None:
        return NOTHING
    amount = Fraction(tier.percent) / 100 * Fraction(fee) + Fraction(tier.amount)
    if tier.amount:
        return proved(actual=Fraction(actual), tier_bound=tier.bound, amount=amount)
    return proved(
        base=fee, actual=Fraction(actual), tier_bound=tier.bound, tier_percent=tier.percent, amount=amount
    )
