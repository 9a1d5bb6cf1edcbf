"""The CCAG-TIC profile of public contracts: every constant is a setting of the contract.

Articles 14.1 and 14.2.6 of the text of 2009. The values of 2021 (exemption 1 000 €, cap 10 %) were read in the
Works text and in one contract that cites CCAG-TIC: they are to be confirmed, hence settings.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from slas.engine.penalties.proof import Exact, Penalty, proved


@dataclass(frozen=True)
class CcagTerms:
    """`factor` × V × R / `divisor`; `exemption` in euros on the contract's total, `cap` in euros or None."""

    factor: Decimal = Decimal(1)
    divisor: Decimal = Decimal(1000)
    unavailability_divisor: Decimal = Decimal(30)
    exemption: Decimal = Decimal(300)
    cap: Decimal | None = None


def ccag_delay(terms: CcagTerms, value: Decimal, days: int) -> Penalty:
    """Lateness: P = factor × V × R / divisor. V: price of the late part, R: days after the due day."""
    return _formula(terms.factor, terms.divisor, value, days)


def ccag_unavailability(terms: CcagTerms, value: Decimal, days: int) -> Penalty:
    """Unavailability: P = V × R / 30. V: monthly maintenance pay, R: days of unavailability."""
    return _formula(Decimal(1), terms.unavailability_divisor, value, days)


def _formula(factor: Decimal, divisor: Decimal, value: Decimal, days: int) -> Penalty:
    amount = Fraction(factor) * Fraction(value) * max(days, 0) / Fraction(divisor)
    return proved(ccag_value=value, ccag_days=days, ccag_factor=factor, ccag_divisor=divisor, amount=amount)


def ccag_due(terms: CcagTerms, total: Exact) -> Fraction:
    """What a contract owes for a total computed since its start: nothing up to the exemption, then all of it."""
    exact = Fraction(total)
    if exact <= Fraction(terms.exemption):
        return Fraction(0)
    return exact if terms.cap is None else min(exact, Fraction(terms.cap))


def ccag_month(terms: CcagTerms, amount: Exact, before: Exact) -> Fraction:
    """The part of a month's amount that falls due, with `before` computed earlier in the contract.

    The month that takes the total over the exemption also owes what was spared until then.
    """
    return ccag_due(terms, Fraction(before) + Fraction(amount)) - ccag_due(terms, before)
