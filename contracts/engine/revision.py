"""Price revision: what an index makes of a price, exactly, line by line.

`P1 = P0 × (fixed share + (1 − fixed share) × S1/S0)`. The order is that of the trade: index, link between two
series, ratio (never under the stated minimum), rounding of the ratio, fixed share, cap and floor, and one
rounding half-up to the cent, at the end. A value that nobody typed in is a state, never a guess.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import Literal

from core.engine.months import Month
from core.engine.ratios import round_half_up

State = Literal["computed", "pending_index"]
ROUNDINGS: Mapping[str, tuple[str, int]] = {
    "none": ("none", 0),
    "nearest_3": ("nearest", 3),
    "nearest_4": ("nearest", 4),
    "up_3": ("up", 3),
    "up_4": ("up", 4),
}
"""Name of a rounding of the ratio -> way and decimals."""
SYNTEC_SERIES = (Decimal("280.6"), Decimal("286.4"))
"""The Syntec index of one month in its old series and in the one revised since August 2022."""
SYNTEC_REVISED = Month(2022, 8)


@dataclass(frozen=True)
class Formula:
    """What the clause says of the calculation, empty where it is silent. Shares between 0 and 1, bounds in percent.

    The link between two series is a coefficient, or the values of one month in the old and in the new one.
    """

    fixed_share: Decimal | None = None
    cap_pct: Decimal | None = None
    floor_pct: Decimal | None = None
    rounding: str = ""
    minimum_coefficient: Decimal | None = None
    link_coefficient: Decimal | None = None
    link_old: Decimal | None = None
    link_new: Decimal | None = None

    @property
    def kept_share(self) -> Decimal:
        """The share that no index moves; none where the clause does not say it."""
        return Decimal(0) if self.fixed_share is None else self.fixed_share

    @property
    def link(self) -> Decimal | None:
        """The coefficient that brings the new series back to the old one; None where no link is needed."""
        if self.link_old is not None and self.link_new is not None:
            return link_between(self.link_old, self.link_new)
        return self.link_coefficient

    @property
    def rises_whatever(self) -> bool:
        """The « plancher de hausse »: the price goes up even when the index goes down."""
        least = self.minimum_coefficient
        return (least is not None and least > 1) or (self.floor_pct is not None and self.floor_pct > 0)


@dataclass(frozen=True)
class ProofLine:
    """One step of the calculation: a stable name and its exact value."""

    step: str
    value: Fraction


@dataclass(frozen=True)
class Revision:
    """The outcome. Without the index there is a state and nothing else."""

    state: State
    coefficient: Fraction | None = None
    price_before_cap: Decimal | None = None
    price: Decimal | None = None
    capped: bool = False
    floored: bool = False
    alerts: tuple[str, ...] = ()
    proof: tuple[ProofLine, ...] = field(default=())


def revise(
    price: Decimal, s0: Decimal | None, s1: Decimal | None, formula: Formula, former: Decimal | None = None
) -> Revision:
    """Revise `price` (agreed in the month of `s0`) by the indices; euros excluding VAT.

    `former`: the price in force until then, to which the yearly cap and floor apply; `price` itself by default.
    Raises ValueError for a price under 0 or an index that is not above 0.
    """
    alerts = ("upward_floor",) if formula.rises_whatever else ()
    if s0 is None or s1 is None:
        return Revision("pending_index", alerts=alerts)
    if price < 0 or s0 <= 0 or s1 <= 0:
        raise ValueError("a price is not under 0, an index is above 0")
    proof = [
        ProofLine("price", Fraction(price)),
        ProofLine("s0", Fraction(s0)),
        ProofLine("s1", Fraction(s1)),
    ]
    coefficient = _coefficient(Fraction(s0), Fraction(s1), formula, proof)
    exact = Fraction(price) * coefficient
    proof.append(ProofLine("before_cap", exact))
    bounded = _bounded(exact, Fraction(former if former is not None else price), formula, proof)
    proof.append(ProofLine("revised", Fraction(round_half_up(bounded, 2))))
    return Revision(
        "computed",
        coefficient,
        round_half_up(exact, 2),
        round_half_up(bounded, 2),
        capped=bounded < exact,
        floored=bounded > exact,
        alerts=alerts,
        proof=tuple(proof),
    )


def _coefficient(s0: Fraction, s1: Fraction, formula: Formula, proof: list[ProofLine]) -> Fraction:
    """What multiplies the price, before cap and floor."""
    link = formula.link
    if link is not None:
        s1 = s1 / Fraction(link)
        series = (("link_old", formula.link_old), ("link_new", formula.link_new))
        proof += [ProofLine(step, Fraction(value)) for step, value in series if value is not None]
        proof += [ProofLine("link", Fraction(link)), ProofLine("s1_equivalent", s1)]
    ratio = s1 / s0
    proof.append(ProofLine("ratio", ratio))
    if formula.minimum_coefficient is not None and ratio < formula.minimum_coefficient:
        ratio = Fraction(formula.minimum_coefficient)
        proof.append(ProofLine("minimum", ratio))
    if formula.rounding not in {"", "none"}:
        ratio = _rounded(ratio, formula.rounding)
        proof.append(ProofLine("rounded", ratio))
    share = Fraction(formula.kept_share)
    coefficient = share + (1 - share) * ratio
    if share:
        proof += [ProofLine("fixed_share", share), ProofLine("coefficient", coefficient)]
    return coefficient


def _rounded(ratio: Fraction, name: str) -> Fraction:
    way, decimals = ROUNDINGS[name]
    if way == "up":
        return Fraction(ceil(ratio * 10**decimals), 10**decimals)
    return Fraction(round_half_up(ratio, decimals))


def _bounded(exact: Fraction, former: Fraction, formula: Formula, proof: list[ProofLine]) -> Fraction:
    """The price between the floor and the cap, both measured on the price in force until then."""
    if formula.floor_pct is not None:
        least = former * (1 + Fraction(formula.floor_pct) / 100)
        proof.append(ProofLine("floor", least))
        exact = max(exact, least)
    if formula.cap_pct is not None:
        most = former * (1 + Fraction(formula.cap_pct) / 100)
        proof.append(ProofLine("cap", most))
        exact = min(exact, most)
    return exact


def link_between(old: Decimal, revised: Decimal) -> Decimal:
    """The coefficient that links two series, from their values of one month, to five decimals."""
    return round_half_up(Fraction(old) / Fraction(revised), 5)
