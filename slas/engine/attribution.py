"""Which month, and which version of the contract, a ticket belongs to: in the contract's zone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from core.engine.localtime import to_local, to_utc

Instants = NDArray[np.datetime64]
Months = NDArray[np.datetime64]

Attribution = Literal["verdict", "resolved", "opened"]


def local_months(instants: Instants, timezone: str) -> Months:
    """The local month of each instant, as `datetime64[M]` (`Month.parse` reads its `str`); NaT stays."""
    return to_local(np.asarray(instants, dtype="datetime64[s]"), timezone).astype("datetime64[M]")


def attributed_months(
    policy: Attribution, opened: Instants, resolved: Instants, verdict_at: Instants, timezone: str
) -> Months:
    """The month in which each ticket counts; NaT for those that count in none yet.

    `verdict` (default of contracts): each ticket once, when its verdict is acquired, so that a past month
    never moves. `resolved`: the usual habit of providers, in which a late open ticket counts nowhere.
    `opened`. Raises ValueError for another policy.
    """
    columns = {"verdict": verdict_at, "resolved": resolved, "opened": opened}
    if policy not in columns:
        raise ValueError(f"unknown attribution: {policy!r}")
    return local_months(columns[policy], timezone)


def versions_in_force(opened: Instants, effective_on: Sequence[date], timezone: str) -> NDArray[np.int64]:
    """Index of the version in force at each opening, among sorted effective dates.

    −1 before the first one, or where the opening is NaT. A version starts at midnight, local time, of its
    effective date, and rules the tickets opened from then on whatever happens to them later. Raises
    ValueError when the dates are not in order.
    """
    walls = np.array(effective_on, dtype="datetime64[D]").astype("datetime64[s]")
    if (walls[1:] <= walls[:-1]).any():
        raise ValueError("versions are given in the order of their effective dates")
    index = np.searchsorted(to_utc(walls, timezone)[0], opened, side="right") - 1
    return np.where(np.isnat(opened), -1, index)
