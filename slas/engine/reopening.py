"""What reopenings do to tickets, for whole columns: one clock with gaps, one clock without, or another ticket."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
from numpy.typing import NDArray

from slas.engine.clock import Suspensions
from slas.engine.lives import Instants, Lives, Reopenings, ReopenTerms, Rows
from slas.engine.promises import NAT, DaysOf, TicketColumns
from slas.engine.working_days import shift_business_days


def lives_of(
    tickets: TicketColumns,
    reopenings: Reopenings,
    terms: ReopenTerms,
    days_of: DaysOf,
    as_of: np.datetime64,
) -> Lives:
    """The lives of the tickets as known at an instant: a later reopening has not happened, its resolution holds."""
    sound = ~np.isnat(reopenings.resolved) & (reopenings.reopened >= reopenings.resolved)
    known = reopenings.kept(sound & (reopenings.resolved >= tickets.opened[reopenings.row])).in_order()
    tickets = _as_known(tickets, known.kept(known.reopened >= as_of))
    past = known.kept(known.reopened < as_of)
    if not past.row.size:
        return Lives.single(tickets)
    beyond = _beyond(tickets, past, terms, days_of)
    tickets = _last_end(tickets, past)
    starts = past.kept(beyond)
    rows = np.concatenate([np.arange(len(tickets)), starts.row])
    lives = tickets.take(rows)
    if starts.row.size:
        lives = _split(lives, len(tickets), starts)
    within = past.kept(~beyond)
    summed = terms.policy[within.row] == "cumulative"
    owner = _owner(len(tickets), starts, within)
    lives = _without_stale_restoration(lives, owner, within.reopened)
    return Lives(lives, rows, Suspensions(owner, within.resolved, within.reopened).kept(summed))


def _as_known(tickets: TicketColumns, later: Reopenings) -> TicketColumns:
    """Where a reopening is still to come, the ticket stands as its first such resolution left it."""
    if not later.row.size:
        return tickets
    rows, first = np.unique(later.row, return_index=True)
    resolved, closed, cancelled = tickets.resolved.copy(), tickets.closed.copy(), tickets.cancelled.copy()
    resolved[rows] = closed[rows] = later.resolved[first]
    cancelled[rows] = False
    return replace(tickets, resolved=resolved, closed=closed, cancelled=cancelled)


def _beyond(
    tickets: TicketColumns, past: Reopenings, terms: ReopenTerms, days_of: DaysOf
) -> NDArray[np.bool_]:
    """Which reopenings begin another ticket."""
    beyond: NDArray[np.bool_] = terms.policy[past.row] == "new_ticket"
    sites = tickets.site[past.row]
    for site in np.unique(sites[~beyond]):
        here = np.flatnonzero((sites == site) & ~beyond)
        window = terms.window_days[past.row[here]]
        ends = shift_business_days(days_of(str(site)), past.resolved[here], window)
        beyond[here] = past.reopened[here] > ends
    return beyond


def _last_end(tickets: TicketColumns, past: Reopenings) -> TicketColumns:
    """A tool that keeps the first resolution of a reopened ticket says nothing of the last: its closing does."""
    rows = np.unique(past.row)
    latest = past.reopened[np.searchsorted(past.row, rows, side="right") - 1]
    stale = tickets.resolved[rows] < latest
    if not stale.any():
        return tickets
    closed = tickets.closed[rows]
    resolved = tickets.resolved.copy()
    closed = np.where(stale & (closed < latest), NAT, closed)
    resolved[rows] = np.where(stale, closed, tickets.resolved[rows])
    closings = tickets.closed.copy()
    closings[rows] = closed
    return replace(tickets, resolved=resolved, closed=closings)


def _split(lives: TicketColumns, tickets: int, starts: Reopenings) -> TicketColumns:
    """Each life its own dates: it begins at its reopening and ends at the resolution before the next one."""
    columns = {field.name: getattr(lives, field.name).copy() for field in fields(lives)}
    own = np.arange(starts.row.size)
    same = starts.row[1:] == starts.row[:-1]
    first = np.append(True, ~same)
    ended = np.concatenate([starts.row[first], tickets + own[:-1][same]])  # lives another one follows
    by = np.concatenate([starts.resolved[first], starts.resolved[1:][same]])
    columns["resolved"][ended] = columns["closed"][ended] = by
    columns["cancelled"][ended] = False
    late = columns["restored"][ended] > by
    columns["restored"][ended[late]] = NAT
    more = tickets + own
    columns["opened"][more] = starts.reopened
    columns["picked_up"][more] = columns["assigned"][more] = NAT
    columns["declared_pause"][more] = 0
    early = columns["restored"][more] < starts.reopened
    columns["restored"][more[early]] = NAT
    settled = more[columns["priority_changed"][more] <= starts.reopened]
    columns["initial_priority"][settled] = ""
    columns["priority_changed"][settled] = NAT
    count = np.arange(starts.row.size) - np.maximum.accumulate(np.where(first, own, 0))
    columns["life"][more] = count + 2
    return TicketColumns(**columns)


def _owner(tickets: int, starts: Reopenings, within: Reopenings) -> Rows:
    """The life to which each reopening within the window belongs: the last one begun by then."""
    if not starts.row.size:
        return within.row
    order = np.lexsort(
        (
            np.append(np.zeros(starts.row.size), np.ones(within.row.size)),
            np.append(starts.reopened, within.reopened),
            np.append(starts.row, within.row),
        )
    )
    begun = np.where(order < starts.row.size, order, -1)
    begun = np.maximum.accumulate(begun)
    asked = order >= starts.row.size
    places, life = order[asked] - starts.row.size, begun[asked]
    result = within.row.copy()
    mine = (life >= 0) & (starts.row[life] == within.row[places])
    result[places[mine]] = tickets + life[mine]
    return result


def _without_stale_restoration(lives: TicketColumns, owner: Rows, reopened: Instants) -> TicketColumns:
    """A service put back before the ticket came back was not put back for good."""
    stale = np.flatnonzero(lives.restored[owner] < reopened)
    if not stale.size:
        return lives
    restored = lives.restored.copy()
    restored[owner[stale]] = NAT
    return replace(lives, restored=restored)
