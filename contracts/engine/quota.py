"""What the fee includes of a unit, month after month: what a period leaves of it may stay usable some months more."""

from __future__ import annotations

from collections import deque
from decimal import Decimal
from typing import Literal

from core.engine.months import Month

ZERO = Decimal(0)
Period = Literal["month", "year"]


class Quota:
    """`included` units each month or civil year from `first` on; what expires first goes first."""

    def __init__(self, included: Decimal, per: Period, carry_months: int, first: Month) -> None:
        self._included, self._per, self._carry = included, per, carry_months
        self._first = self._next = first.index
        self._grants: deque[tuple[int, Decimal]] = deque()
        """Last month and quantity of what is left, in the order in which it expires."""

    def take(self, month: Month, wanted: Decimal) -> Decimal:
        """Use up to `wanted` units in a month; months are asked in order. Returns what was there."""
        if not self._included:
            return ZERO
        now, grants, left = month.index, self._grants, wanted
        if now >= self._next:
            self._grant_until(now)
        while grants:
            last, quantity = grants[0]
            if last >= now and quantity > left:
                if left:
                    grants[0] = (last, quantity - left)
                return wanted
            if last >= now:
                left -= quantity
            grants.popleft()
        return wanted - left

    def _grant_until(self, month: int) -> None:
        for granted in range(self._next, month + 1):
            if self._per == "month":
                self._grants.append((granted + self._carry, self._included))
            elif granted % 12 == 0 or granted == self._first:
                december = granted - granted % 12 + 11
                self._grants.append((december + self._carry, self._included))
        self._next = month + 1
