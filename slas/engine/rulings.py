"""What a change of priority does to a ticket's terms, for whole columns and all commitments of a kind.

The delay of the first priority may belong to another commitment, with another calendar, than the delay of the
last one: the time spent under the first is counted in the hours of its own commitment.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from slas.engine.ceilings import Calendars, Waits
from slas.engine.clock import elapsed
from slas.engine.delays import targets
from slas.engine.promises import Promise, Terms, TicketColumns, covering_delays

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
    calendars: Calendars,
    waits: Waits,
    terms: Terms,
) -> Ruling:
    """The terms of every ticket under the commitments of one kind.

    `initial`: first priority since opening. `retroactive`: last one since opening. `restart`: last one since
    the change. `proportional`: since the change, the share of its target that the first one left. A change
    after the clock stopped changes nothing, and a breach acquired before a change is never erased by it: the
    first priority then rules. A change that nothing dates leaves `initial` its first priority, any other policy
    the last one since opening. Raises ValueError for another policy.
    """
    if unknown := {terms.raised, terms.lowered, terms.lowered_approved} - set(POLICIES):
        raise ValueError(f"unknown policy of priority changes: {unknown.pop()!r}")
    kind = promises[0].kind if promises else ""
    policy = _policies(tickets, terms, kind)
    begun = tickets.starts(kind, terms)
    priority, start = tickets.priority.copy(), begun.copy()
    spent = np.zeros(len(tickets), dtype=np.int64)
    first = np.ones(len(tickets), dtype=np.int64)
    undated = (policy == "initial") & np.isnat(tickets.priority_changed)
    priority[undated] = tickets.initial_priority[undated]
    rows = np.flatnonzero((policy != "") & ~undated)
    if rows.size:
        lost, used, target = _before_change(tickets, rows, promises, (calendars, waits, terms))
        kept = lost | (policy[rows] == "initial")
        priority[rows[kept]] = tickets.initial_priority[rows[kept]]
        again = rows[~kept & np.isin(policy[rows], ["restart", "proportional"])]
        start[again] = np.maximum(begun[again], tickets.priority_changed[again])
        shared = ~kept & (policy[rows] == "proportional")
        spent[rows[shared]], first[rows[shared]] = used[shared], target[shared]
    return Ruling(priority, start, spent, first)


def _policies(tickets: TicketColumns, terms: Terms, kind: str) -> NDArray[np.str_]:
    """The policy that settles each change of priority; "" where nothing changed, or nothing tells when."""
    changed = (tickets.initial_priority != "") & (tickets.initial_priority != tickets.priority)
    order = terms.priorities
    raised = ranks(tickets.priority, order) < ranks(tickets.initial_priority, order)
    lowered = np.where(tickets.lowering_approved, terms.lowered_approved, terms.lowered)
    result = np.where(changed, np.where(raised, terms.raised, lowered), "").astype("U12")
    result[np.isnat(tickets.priority_changed) & (result != "initial")] = ""
    stops = np.where(tickets.cancelled, np.fmin(tickets.closed, tickets.resolved), tickets.stops(kind, terms))
    result[changed & (stops <= tickets.priority_changed)] = "initial"
    return result


def ranks(priorities: NDArray[np.str_], highest_first: Sequence[str]) -> NDArray[np.int64]:
    """Place of each priority, the highest first; one the contract does not know comes last."""
    order = {name: place for place, name in enumerate(highest_first)}
    names, inverse = np.unique(priorities, return_inverse=True)
    return np.array([order.get(str(name), len(order)) for name in names], dtype=np.int64)[inverse]


def _before_change(
    tickets: TicketColumns,
    rows: NDArray[np.int64],
    promises: Sequence[Promise],
    setting: tuple[Calendars, Waits, Terms],
) -> tuple[NDArray[np.bool_], NDArray[np.int64], NDArray[np.int64]]:
    """For the changed rows: whether the first target settles it, seconds spent, that target.

    It does where it was exceeded at the change, or where the service was already back by then.
    """
    calendars, waits, terms = setting
    group, waits = tickets.take(rows), waits.of_rows(rows, len(tickets))
    spent, target = np.zeros(rows.size, dtype=np.int64), np.ones(rows.size, dtype=np.int64)
    settled = np.zeros(rows.size, dtype=bool)
    for promise in promises:
        covering = covering_delays(group, group.initial_priority, promise)
        begun = group.starts(promise.kind, terms)
        back = group.stops(promise.kind, terms, restore=promise.restore) <= group.priority_changed
        for clock, here in calendars.groups(group, covering, promise, terms):
            held = waits.of_rows(here, rows.size).on(clock, begun[here])
            used = elapsed(clock, begun[here], group.priority_changed[here], held)
            allowed = targets(promise, covering[here], clock, begun[here], terms)
            late = used >= allowed if terms.judging.boundary == "under" else used > allowed
            settled[here] |= late | back[here]
            spent[here], target[here] = used, allowed
    return settled, spent, target
