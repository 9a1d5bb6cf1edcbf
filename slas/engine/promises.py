"""Which tickets a commitment covers: whole columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from slas.engine.clock import ServiceHours
from slas.engine.judgement import JudgingRules, response_stop

RESPONSE, RESOLUTION = "response", "resolution"
NAT = np.datetime64("NaT", "s")

HoursOf = Callable[[int, str], ServiceHours]
"""The service hours of a calendar for a site."""
DaysOf = Callable[[str], ServiceHours]
"""Monday to Friday of a site, whole days, its public holidays and closures left out."""


@dataclass(frozen=True)
class Delay:
    """A target for a priority and a type ("" = every one): `amount` of `unit`.

    Units: minutes, hours, business_days, working_days (Monday to Saturday), calendar_days, or days, of which
    the settings say the kind.
    """

    priority: str
    ticket_type: str
    amount: int
    unit: str


@dataclass(frozen=True)
class Promise:
    """A commitment on delays: `since` and `until` bound the openings it rules (`until` NaT: still in force).

    `restore`: putting the service back is enough to stop the clock of a resolution.
    """

    key: int
    kind: str
    calendar: int
    since: np.datetime64
    until: np.datetime64
    delays: tuple[Delay, ...]
    restore: bool = False


@dataclass(frozen=True, eq=False)
class TicketColumns:
    """Tickets as parallel columns: instants `datetime64[s]` in UTC (NaT: unknown), texts, flags, seconds.

    `declared_pause`: waiting known only as a sum, in seconds, without the intervals it is made of.
    `lowering_approved`: the client agreed to a lower priority. `unexplained`: cancelled by the provider without
    a reason. `life`: 1, or the rank of a reopening that counts as another ticket. `over`: its status says it is
    resolved or closed, dated or not. `stateless`: its status is not told. `pickup_untold`: it was delivered
    without any column of pick-ups, and is no longer new.
    """

    opened: NDArray[np.datetime64]
    picked_up: NDArray[np.datetime64]
    resolved: NDArray[np.datetime64]
    closed: NDArray[np.datetime64]
    priority_changed: NDArray[np.datetime64]
    type: NDArray[np.str_]
    priority: NDArray[np.str_]
    initial_priority: NDArray[np.str_]
    site: NDArray[np.str_]
    cancelled: NDArray[np.bool_]
    child: NDArray[np.bool_]
    declared_pause: NDArray[np.int64]
    assigned: NDArray[np.datetime64]
    restored: NDArray[np.datetime64]
    duplicate: NDArray[np.bool_]
    lowering_approved: NDArray[np.bool_]
    unexplained: NDArray[np.bool_]
    life: NDArray[np.int64]
    over: NDArray[np.bool_]
    stateless: NDArray[np.bool_]
    pickup_untold: NDArray[np.bool_]

    def __len__(self) -> int:
        return int(self.opened.size)

    def take(self, rows: NDArray[np.int64]) -> Self:
        """Some rows, in the order given."""
        return type(self)(**{column.name: getattr(self, column.name)[rows] for column in fields(self)})

    @property
    def ended(self) -> NDArray[np.datetime64]:
        """When each ticket left the stock: its resolution, or its closing where it was never resolved."""
        return np.where(np.isnat(self.resolved), self.closed, self.resolved)

    def known_at(self, as_of: np.datetime64) -> Self:
        """The same, with the priorities that held just before that instant."""
        later = (self.initial_priority != "") & (self.priority_changed >= as_of)
        return replace(
            self,
            priority=np.where(later, self.initial_priority, self.priority),
            priority_changed=np.where(later, NAT, self.priority_changed),
        )

    def untold(self, kind: str, terms: Terms) -> NDArray[np.bool_]:
        """Whose clock nothing delivered ends: neither met nor breached can be said of them."""
        if kind == RESPONSE:
            # A resolution bounds the pick-up without dating it: the export never told the response.
            unsaid = self.pickup_untold | (self.stateless & np.isnat(self.resolved))
            return np.isnat(self._taken(terms)) & unsaid
        return self.stateless & np.isnat(self.ended)

    def starts(self, kind: str, terms: Terms) -> NDArray[np.datetime64]:
        """What starts the clock of each ticket: its opening, or for a resolution its pick-up, where it says so.

        A pick-up that is missing, or not between the opening and the resolution, leaves the opening.
        """
        if kind == RESPONSE or terms.clock_start == "opened":
            return self.opened
        sound = (self.picked_up >= self.opened) & ~(self.picked_up > self.resolved)
        return np.where(sound, self.picked_up, self.opened)

    def stops(self, kind: str, terms: Terms, *, restore: bool = False) -> NDArray[np.datetime64]:
        """What ends the clock of each ticket under a kind of commitment; NaT while nothing did."""
        if kind == RESPONSE:
            return response_stop(self._taken(terms), self.resolved)
        done = self.resolved if terms.clock_stop == "resolved" else self.closed
        return np.where(np.isnat(self.restored), done, self.restored) if restore else done

    def _taken(self, terms: Terms) -> NDArray[np.datetime64]:
        """When each ticket was taken, by the evidence the contract admits."""
        assigned = terms.response_evidence == "first_assignment"
        return np.fmin(self.picked_up, self.assigned) if assigned else self.picked_up


@dataclass(frozen=True)
class Terms:
    """Settings that change which terms a ticket is judged on.

    `priorities`: highest first. `lowered_approved`: the policy of a lowering the client agreed to.
    `most_suspended`: service seconds of suspension that count for one clock (None: all of them). The other ones
    are named and valued as in the contract's settings.
    """

    priorities: Sequence[str]
    raised: str = "restart"
    lowered: str = "initial"
    lowered_approved: str = "retroactive"
    paused_kinds: frozenset[str] = frozenset({RESOLUTION})
    children_counted: bool = False
    clock_start: str = "opened"
    clock_stop: str = "resolved"
    response_evidence: str = "first_work"
    day_unit: str = "business"
    day_count: str = "service_time"
    most_suspended: int | None = None
    judging: JudgingRules = field(default_factory=JudgingRules)


def covering_delays(
    tickets: TicketColumns, priority: NDArray[np.str_], promise: Promise
) -> NDArray[np.int64]:
    """Index of the delay that covers each ticket under a priority, the first named; −1 where none does.

    The version in force at the opening rules the ticket, even if it is resolved under the next one. Of a
    reopening that counts as another ticket only the resolution is judged: who takes it again is not known. A
    ticket whose priority is not told may be under any of them: it is covered, and will not be measured.
    """
    covering = np.full(len(tickets), -1, dtype=np.int64)
    for index in reversed(range(len(promise.delays))):
        delay = promise.delays[index]
        fits = tickets.opened >= promise.since
        if not np.isnat(promise.until):
            fits &= tickets.opened < promise.until
        if delay.priority:
            fits &= (priority == delay.priority) | (priority == "")
        if delay.ticket_type:
            fits &= tickets.type == delay.ticket_type
        covering[fits] = index
    return np.where(tickets.life > 1, -1, covering) if promise.kind == RESPONSE else covering
