"""Exclusions over time: which lines of the scope bore the number of one, until when, at what price.

The price of an exclusion is that of the work unit that prices it, else its own; every page reads it here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from contracts.engine.terms import ScopeLine
from contracts.engine.work_units import Price, UnitTerms


@dataclass(frozen=True)
class Excluded:
    """One exclusion under its number, with its prices in order. `until`: its last day, None while it is one."""

    number: int
    name: str
    unit: str
    prices: tuple[Price, ...]
    until: date | None = None

    @property
    def price(self) -> Decimal | None:
        """The last one told."""
        return self.prices[-1].amount if self.prices else None

    @property
    def terms(self) -> UnitTerms:
        """An exclusion that no work unit prices, as a line of the catalogue; its first price is told beforehand."""
        told = (*(replace(one, effective_on=date.min) for one in self.prices[:1]), *self.prices[1:])
        return UnitTerms("", self.name, self.unit, told, self.number, priced_until=self.until)

    @property
    def ends(self) -> date:
        """The first day on which it is none any more; the last day there is while it is one."""
        return date.max if self.until is None else self.until + timedelta(days=1)

    def holds(self, day: date) -> bool:
        return self.until is None or day <= self.until


def excluded_over_time(lines: Iterable[ScopeLine], starts_on: date) -> dict[int, Excluded]:
    """By number, those of now and those that an amendment took away: what was booked on them keeps its price."""
    found: dict[int, Excluded] = {}
    for line in lines:
        since = starts_on
        for one in (*line.formers, line.at(date.max)):
            if one.status == "out":
                until = None if one.until == date.max else one.until
                known = found.get(one.number) or Excluded(one.number, line.name, line.unit, ())
                told = () if one.unit_price is None else (Price("", since, one.unit_price),)
                found[one.number] = replace(known, prices=known.prices + told, until=until)
            since = since if one.until == date.max else one.until + timedelta(days=1)
    return found


def price_on(terms: UnitTerms, level: str, day: date) -> Decimal | None:
    """The price of an exclusion on a day; that of its last day once it is none any more."""
    return terms.price_at(level, min(day, terms.priced_until or day))


def simplest_price(terms: UnitTerms, day: date) -> tuple[str, Decimal] | None:
    """The first level that has a price on a day, with that price: what an act costs at least."""
    prices = ((level, price_on(terms, level, day)) for level in terms.levels)
    return next(((level, price) for level, price in prices if price is not None), None)
