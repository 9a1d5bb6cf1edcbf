"""The price of a month: exact, rounded half-up to the cent once, at the end.

Order: gross, deductible, bonus set-off, monthly cap, annual cap, rounding. Nothing is ever applied here: an
amount is proposed, people decide.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from core.engine.months import Month
from core.engine.ratios import round_half_up
from slas.engine.penalties.proof import Exact, ProofLine

DeductibleMode = Literal["threshold", "absolute", "none"]


@dataclass(frozen=True)
class MonthRules:
    """What bends the sum of a month. Caps in percent: of the monthly fee, of the annual fee; None: no cap.

    `bonus_setoff`: a bonus is taken off the penalties; `bonus_credit`: what is left of it is owed to the provider.
    """

    deductible_mode: DeductibleMode = "none"
    deductible: Decimal = Decimal(0)
    cap_month: Decimal | None = None
    cap_year: Decimal | None = None
    bonus_setoff: bool = True
    bonus_credit: bool = False


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
    credit: Fraction
    proof: tuple[ProofLine, ...]

    @property
    def due(self) -> Decimal:
        """What is proposed, to the cent."""
        return round_half_up(self.applied, 2)

    @property
    def computed(self) -> Decimal:
        """What the rules come to before the caps, to the cent."""
        return round_half_up(self.after_bonus, 2)

    @property
    def cut(self) -> Decimal:
        """What the caps took off, to the cent: with what is due it makes what was computed."""
        return self.computed - self.due


def month_penalty(
    amounts: Iterable[Exact],
    fee: Decimal,
    rules: MonthRules,
    bonus: Exact = 0,
    applied_this_year: Exact = 0,
    exempted: Exact = 0,
) -> MonthPenalty:
    """The sum of a month's penalties after deductible, bonus and caps.

    Deductible: `threshold`, all or nothing, due in full from the threshold on; `absolute`, taken off. A
    bonus larger than the penalties gives no credit unless the contract says so. `fee`: of one month, excluding
    VAT; the annual cap is a share of twelve. `exempted`: what a general clause spares before the deductible
    (negative when it brings back what was spared earlier).
    """
    gross = sum((Fraction(amount) for amount in amounts), Fraction(0))
    kept = _after_deductible(max(gross - Fraction(exempted), Fraction(0)), rules)
    offset = Fraction(bonus) if rules.bonus_setoff else Fraction(0)
    netted = max(kept - offset, Fraction(0))
    credit = Fraction(bonus) - (kept - netted) if rules.bonus_credit else Fraction(0)
    monthly, annual = _share(rules.cap_month, fee), _share(rules.cap_year, 12 * fee)
    capped = netted if monthly is None else min(netted, monthly)
    left = None if annual is None else max(annual - Fraction(applied_this_year), Fraction(0))
    applied = capped if left is None else min(capped, left)
    steps = {"gross": gross, "exempted": Fraction(exempted) or None, "after_deductible": kept}
    steps |= {"bonus": Fraction(bonus) or None, "after_bonus": netted, "monthly_cap": monthly}
    steps |= {"after_monthly_cap": capped, "annual_cap": annual, "annual_left": left, "applied": applied}
    steps |= {"credit": credit or None}
    proof = tuple(ProofLine(step, value) for step, value in steps.items() if value is not None)
    return MonthPenalty(gross, kept, netted, monthly, capped, annual, applied, credit, proof)


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
