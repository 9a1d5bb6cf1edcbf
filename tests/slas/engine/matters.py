"""Tickets as the columns of the engine, each given by the few dates that matter, and one kind of promise over them."""

from __future__ import annotations

from typing import Any

import numpy as np

from slas.engine.ceilings import Calendars, Waits
from slas.engine.clock import Suspensions
from slas.engine.hours import ServiceHours
from slas.engine.lives import Reopenings, ReopenTerms
from slas.engine.promise_verdicts import Matter, PromiseJudgement, judge_promises
from slas.engine.promises import NAT, Delay, Promise, Terms, TicketColumns
from tests.slas.engine.golden_clock import hours, instant, instants

LATER = instant("2026-12-01T00:00:00+01:00")
INSTANTS = ("opened", "picked_up", "resolved", "closed", "priority_changed", "assigned", "restored")
TEXTS = {"type": "incident", "priority": "P3", "initial_priority": "", "site": ""}
FLAGS = (
    *("cancelled", "child", "duplicate", "lowering_approved", "unexplained"),
    *("over", "stateless", "pickup_untold"),
)


def columns(*tickets: dict[str, Any]) -> TicketColumns:
    """One row a ticket: ISO texts for instants, what is not given is absent."""
    return TicketColumns(
        **{name: instants(*(ticket.get(name) for ticket in tickets)) for name in INSTANTS},
        **{n: np.array([t.get(n, word) for t in tickets], dtype="U12") for n, word in TEXTS.items()},
        **{name: np.array([ticket.get(name, False) for ticket in tickets], dtype=bool) for name in FLAGS},
        declared_pause=np.array([ticket.get("declared_pause", 0) for ticket in tickets], dtype=np.int64),
        life=np.ones(len(tickets), dtype=np.int64),
    )


def office(holidays: str = "FR") -> ServiceHours:
    """Whole days of office, Monday to Friday."""
    return ServiceHours(
        "Europe/Paris", {day: [("00:00", "24:00")] for day in range(5)}, hours(holidays=holidays).closed
    )


def promise(*delays: tuple[str, int, str], kind: str = "resolution", restore: bool = False) -> Promise:
    """A promise in force for ever, in the only calendar there is."""
    since = np.datetime64("2000-01-01", "s")
    return Promise(1, kind, 1, since, NAT, tuple(Delay(p, "", n, unit) for p, n, unit in delays), restore)


def judged(
    tickets: TicketColumns,
    *promises: Promise,
    terms: Terms | None = None,
    waits: Waits | None = None,
    clock: ServiceHours | None = None,
    as_of: np.datetime64 = LATER,
) -> PromiseJudgement:
    """The verdicts under the promises: the first one that covers anything."""
    none = Suspensions([], [], [])
    calendars = Calendars(lambda _calendar, _site: clock or hours(), lambda _site: office())
    matter = Matter(
        tickets, waits or Waits(none, none), calendars, terms or Terms(("P1", "P2", "P3", "P4")), as_of
    )
    found = [result for _, result in judge_promises(matter, promises)]
    return next((result for result in found if result.rows.size), found[0])


def reopened(*moves: tuple[int, str, str]) -> Reopenings:
    """Row, resolution, reopening of each."""
    return Reopenings(
        np.array([move[0] for move in moves], dtype=np.int64),
        instants(*(move[1] for move in moves)),
        instants(*(move[2] for move in moves)),
    )


def reopen_terms(policy: str, window: int = 5, tickets: int = 1) -> ReopenTerms:
    return ReopenTerms(np.full(tickets, policy, dtype="U12"), np.full(tickets, window, dtype=np.int64))
