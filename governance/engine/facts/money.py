"""What the contract costs: the fee, what is billed beyond it, and for the client alone where the year lands."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from contracts.engine.budget import Landing, Overrun
from core.engine.months import Month


@dataclass(frozen=True)
class Post:
    """One post of the year: foreseen, spent in the months known, landing; None where it is not said."""

    name: str
    budget: Decimal | None
    spent: Decimal
    landing: Fraction | None


@dataclass(frozen=True)
class Forecast:
    """The budget of a contract year. `known_until`: last month typed in; None before any, and nothing is foreseen then."""

    posts: tuple[Post, ...] = ()
    budget: Decimal | None = None
    spent: Fraction = Fraction(0)
    landing: Landing | None = None
    overrun: Overrun | None = None
    known_until: Month | None = None


@dataclass(frozen=True)
class Billed:
    """What was billed beyond the fee since the year began: an exclusion, « Imprévu », work units, bands."""

    name: str
    quantity: Decimal | Fraction | None
    amount: Decimal


@dataclass(frozen=True)
class MoneyFacts:
    """`year`: the contract year of the month, by the year in which it begins; `forecast`: the client's alone."""

    year: int
    fee: Decimal
    billed: tuple[Billed, ...] = ()
    revision: str = ""
    """The revision that comes, in words, or that the contract provides for none."""
    forecast: Forecast | None = None
