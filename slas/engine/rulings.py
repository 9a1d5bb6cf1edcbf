"""What a change of priority does to a ticket's terms, for whole columns and all commitments of a kind.

The delay of the first priority may belong to another commitment, with another calendar, than the delay of the
last one: the time spent under the first is counted in the hours of its own commitment.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from slas.engine.clock import Suspensions, elapsed
from slas.engine.promises import (
    HoursOf,
    Promise,
    Terms,
    TicketColumns,
    by_hours,
    covering_delays,
)

POLICIES = ("restart", "retroactive", "proportional", "initial")


@dataclass(frozen=True, eq=False)
class Ruling:
    """The priority each ticket is judged under, and the start of its clock.

    `spent` and `first` (seconds) give, under `proportional`, the share of the first target already consumed
    at the start; 0 of 1 elsewhere.
    """

    priority: NDArray[np.str_]
    start: NDArray[np.datetime64]
    spent: NDArray[np.int64]
    first: NDArray[np.int64]

    def left_of(self, target: NDArray[np.int64], rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """What is left of a target, in whole seconds: elapsed ≤ x is elapsed ≤ ⌊x⌋.

        At least one second, as a target cannot be empty.
        """
        spent, first = self.spent[rows], self.first[rows]
        changed = spent > 0
        result = target.copy()
        result[changed] = (target * (first - spent) // first)[changed]
        return np.maximum(result, 1)


def rulings(
    tickets: TicketColumns,
    promises: Sequence[Promise],
    hours_of: HoursOf,
    pauses: Suspensions,
    terms: Terms,
) -> Ruling:
    """The terms of every ticket under the commitments of one kind.

    `initial`: first priority since opening. `retroactive`: last one since opening. `restart`: last one since
    the change. `proportional`: since the change, the share of its target that the first one left. A change
    after the clock stopped changes nothing, and a breach acquired before a change is never erased by it: the
    first priority then rules. Raises ValueError for another policy.
    """
    if unknown := {terms.raised, terms.lowered} - set(POLICIES):
        raise ValueError(f"unknown policy of priority changes: {unknown.pop()!r}")
    kind = promises[0].kind if promises else ""
    policy = _policies(tickets, terms, kind)
    priority, start = tickets.priority.copy(), tickets.opened.copy()
    spent = np.zeros(len(tickets), dtype=np.int64)
    first = np.ones(len(tickets), dtype=np.int64)
    rows = np.flatnonzero(policy != "")
    if rows.size:
        lost, used, target = _before_change(tickets, rows, promises, hours_of, pauses)
        kept = lost | (policy[rows] == "initial")
        priority[rows[kept]] = tickets.initial_priority[rows[kept]]
        again = rows[~kept & np.isin(policy[rows], ["restart", "proportional"])]
        start[again] = np.maximum(tickets.opened[again], tickets.priority_changed[again])
        shared = ~kept & (policy[rows] == "proportional")
        spent[rows[shared]], first[rows[shared]] = used[shared], target[shared]
    return Ruling(priority, start, spent, first)


def _policies(tickets: TicketColumns, terms: Terms, kind: str) -> NDArray[np.str_]:
    """The policy that settles each change of priority; "" where nothing changed at a known instant."""
    changed = (tickets.initial_priority != "") & (tickets.initial_priority != tickets.priority)
    changed &= ~np.isnat(tickets.priority_changed)
    rank: Mapping[str, int] = {name: place for place, name in enumerate(terms.priorities)}
    result = np.full(len(tickets), "", dtype="U12")
    for row in np.flatnonzero(changed):
        before, after = str(tickets.initial_priority[row]), str(tickets.priority[row])
        raised = rank.get(after, len(rank)) < rank.get(before, len(rank))
        result[row] = terms.raised if raised else terms.lowered
    stops = np.where(tickets.cancelled, np.fmin(tickets.closed, tickets.resolved), tickets.stops(kind))
    result[changed & (stops <= tickets.priority_changed)] = "initial"
    return result


def _before_change(
    tickets: TicketColumns,
    rows: NDArray[np.int64],
    promises: Sequence[Promise],
    hours_of: HoursOf,
    pauses: Suspensions,
) -> tuple[NDArray[np.bool_], NDArray[np.int64], NDArray[np.int64]]:
    """For the changed rows: whether the first target was exceeded at the change, seconds spent, that target."""
    group = tickets.take(rows)
    own = pauses.of_rows(np.isin(np.arange(len(tickets)), rows))
    spent, target = np.zeros(rows.size, dtype=np.int64), np.ones(rows.size, dtype=np.int64)
    lost = np.zeros(rows.size, dtype=bool)
    for promise in promises:
        covering = covering_delays(group, group.initial_priority, promise)
        for hours, here in by_hours(group, np.flatnonzero(covering >= 0), hours_of, promise.calendar):
            mask = np.isin(np.arange(rows.size), here)
            used = elapsed(hours, group.opened[here], group.priority_changed[here], own.of_rows(mask))
            allowed = promise.targets(hours)[covering[here]]
            over = used > allowed
            lost[here] |= over
            spent[here], target[here] = used, allowed
    return lost, spent, target
