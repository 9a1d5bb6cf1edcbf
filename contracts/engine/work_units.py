"""Work units (UO): the price of a day, what the quota leaves, what orders cover, what is due of each month.

A month's use is taken from what the fee includes, then from the orders, oldest first, at their own price; what is left
goes over, and the line's rule says what becomes of it. All is exact; each amount is rounded half-up to the cent.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Literal, NamedTuple

from contracts.engine.quota import Period, Quota
from core.engine.months import Month
from core.engine.ratios import round_half_up

ZERO = Decimal(0)
Shortfall = Literal["due", "carried"]
Excess = Literal["", "bill", "warn", "block"]
"""Beyond quota and orders: due, due and told, or refused until an order covers it."""


@dataclass(frozen=True)
class Price:
    """Price of one unit at a level of complexity (empty when the unit has none), from a day on."""

    level: str
    effective_on: date
    amount: Decimal


@dataclass(frozen=True)
class UnitTerms:
    """One line of the catalogue. `included` units are paid by the fee each `included_per`, month or year.

    What a period leaves of them stays usable `carry_months` more months. `minimum` is guaranteed to the provider
    each year; what is missing is `due`, or `carried` over to the next year's minimum. `excess` empty:
    the contract is silent, it is billed. `priced_until`: last day, where the fee covers it since. `starts_on`:
    first day of the contract.
    """

    code: str
    name: str
    unit: str
    prices: tuple[Price, ...] = ()
    exclusion: int | None = None
    included: Decimal = ZERO
    included_per: Period = "month"
    carry_months: int = 0
    minimum: Decimal = ZERO
    shortfall: Shortfall = "due"
    excess: Excess = ""
    priced_until: date | None = None
    starts_on: date = date.min

    @cached_property
    def _tariff(self) -> Mapping[str, tuple[list[date], list[Decimal]]]:
        tariff: dict[str, tuple[list[date], list[Decimal]]] = {}
        for price in sorted(self.prices, key=lambda price: price.effective_on):
            days, amounts = tariff.setdefault(price.level, ([], []))
            days.append(price.effective_on)
            amounts.append(price.amount)
        return tariff

    @property
    def levels(self) -> list[str]:
        """Levels that have a price, simplest first."""
        return sorted(self._tariff, key="SMC".find)

    def price_at(self, level: str, day: date) -> Decimal | None:
        """The price in force on a day; None when none was yet or is any more, never a guess."""
        days, amounts = self._tariff.get(level, ([], []))
        rank = bisect_right(days, day)
        return amounts[rank - 1] if rank and day <= (self.priced_until or day) else None

    def price_in(self, level: str, month: Month) -> Decimal | None:
        """The price of a month: that of its first day, or of the contract's own when it starts within."""
        return self.price_at(level, self.day_of(month))

    def day_of(self, month: Month) -> date:
        """The day whose price a month takes."""
        return max(month.first_day, min(self.starts_on, month.last_day))

    def change_before(self, level: str, day: date) -> tuple[Decimal, date] | None:
        """What the price in force replaced and since when; None when it is the first."""
        days, amounts = self._tariff.get(level, ([], []))
        rank = bisect_right(days, day)
        return (amounts[rank - 2], days[rank - 1]) if rank > 1 else None


@dataclass(frozen=True)
class Order:
    """A quantity ordered at the price of its day; it covers the months from `first` to `last`, both included."""

    number: int
    level: str
    quantity: Decimal
    unit_price: Decimal
    first: Month
    last: Month | None = None

    def covers(self, month: Month) -> bool:
        return self.first <= month and (self.last is None or month <= self.last)


class Part(NamedTuple):
    """Units due at one price; under the order of that number, or beyond orders."""

    quantity: Decimal
    unit_price: Decimal | None
    order: int | None = None

    @property
    def amount(self) -> Decimal:
        """Rounded to the cent; a part without price costs nothing yet, and says so by its price."""
        return ZERO if self.unit_price is None else round_half_up(self.quantity * self.unit_price, 2)


class Settled(NamedTuple):
    """One month of one unit at one level: `used` = `included` + `ordered` + `excess`. Light: a contract has thousands."""

    month: Month
    level: str
    used: Decimal
    included: Decimal
    ordered: Decimal
    excess: Decimal
    blocked: bool
    parts: tuple[Part, ...]

    @property
    def amount(self) -> Decimal:
        return sum((part.amount for part in self.parts), ZERO)


def settle(
    terms: UnitTerms,
    uses: Mapping[tuple[Month, str], Decimal],
    orders: Sequence[Order],
    first: Month,
    since: Month | None = None,
) -> list[Settled]:
    """What each month's use comes to, in order. `first`: the month from which the quota runs.

    With `since`, the months before it only use up quota and orders, and are not told.
    """
    quota = Quota(terms.included, terms.included_per, terms.carry_months, first)
    left = {order.number: order.quantity for order in orders}
    queue = sorted(orders, key=lambda order: order.number)
    untold = 0 if since is None else since.index
    settled = []
    for (month, level), used in sorted(uses.items(), key=_in_time):
        told = month.index >= untold
        if not told and not queue and not terms.included:
            continue
        included = quota.take(month, used)
        if told:
            settled.append(
                _settled(
                    terms, month, level, used, included, _draw(queue, left, month, level, used - included)
                )
            )
        elif queue:
            _draw(queue, left, month, level, used - included)
    return settled


def _settled(
    terms: UnitTerms, month: Month, level: str, used: Decimal, included: Decimal, parts: list[Part]
) -> Settled:
    """A month once the quota and the orders gave what they had."""
    ordered = sum((part.quantity for part in parts), ZERO) if parts else ZERO
    excess = used - included - ordered
    blocked = bool(excess) and terms.excess == "block"
    if excess and not blocked:
        parts.append(Part(excess, terms.price_in(level, month)))
    return Settled(month, level, used, included, ordered, excess, blocked, tuple(parts))


def _in_time(use: tuple[tuple[Month, str], Decimal]) -> tuple[int, str]:
    (month, level), _ = use
    return month.index, level


def _draw(
    orders: Sequence[Order], left: dict[int, Decimal], month: Month, level: str, wanted: Decimal
) -> list[Part]:
    """Take from the orders of a level that cover the month, oldest first."""
    parts = []
    for order in orders if wanted else ():
        taken = min(wanted, left[order.number])
        if taken and order.level == level and order.covers(month):
            left[order.number] -= taken
            wanted -= taken
            parts.append(Part(taken, order.unit_price, order.number))
    return parts
