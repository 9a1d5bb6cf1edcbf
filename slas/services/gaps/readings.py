"""The month judged again under other readings of the contract: each one relaxes one rule, as a provider may."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from contracts.engine.rules import CHOICES
from reports.models import TicketPause
from slas.engine.reconciliation import Cause
from slas.engine.settlements import NO_SETTLEMENT
from slas.selectors.other_hours import other_hours
from slas.services.ground.facts import Facts
from slas.services.ground.promising import PromiseBook

if TYPE_CHECKING:
    from pandas import DataFrame

Ground = tuple[Facts, PromiseBook]
Rows = NDArray[np.bool_]
FIRST = ("initial_priority", "first_priority")
ANY_REASON = TicketPause.Reason.USER.label


@dataclass(frozen=True)
class Relaxed:
    """One rule relaxed: what it changes in the facts or the promises, and which tickets it may touch.

    `traced`: those it touches bear the trace of an anomaly, which a month counted by the rules would not hold.
    """

    cause: Cause
    act: Callable[[Facts, PromiseBook], Ground]
    touches: Callable[[Facts], Rows]
    traced: bool = True


def relaxed_rules(book: PromiseBook) -> list[Relaxed]:
    """The other readings that are tried, in the fixed order of causes."""
    return [
        Relaxed(Cause.SETTLED, _before_decisions, _settled),
        Relaxed(Cause.OMITTED, _ruled(attribution="resolved"), _all, traced=False),
        Relaxed(Cause.REQUALIFIED, _final_priority, _requalified),
        Relaxed(Cause.REDATED, _ruled(date_evidence="export"), _redated),
        *_calendars(book),
        *_pauses(),
        Relaxed(Cause.DUPLICATE, _every_ticket_apart, _linked),
        Relaxed(Cause.DUPLICATE, _ruled(child_policy="parent_only"), _linked),
        *(
            Relaxed(Cause.CANCELLED, _ruled(cancelled_policy=policy), _cancelled)
            for policy in CHOICES["cancelled_policy"]
        ),
        Relaxed(Cause.CANCELLED, _cancelled_as_resolved, _cancelled),
    ]


def _calendars(book: PromiseBook) -> list[Relaxed]:
    def counted_in(hours: Any) -> Callable[[Facts, PromiseBook], Ground]:
        return lambda facts, own: (facts, replace(own, calendars=hours))

    return [
        Relaxed(Cause.WRONG_CALENDAR, counted_in(hours), _all, traced=False)
        for hours in other_hours(book.calendars)
    ]


def _pauses() -> list[Relaxed]:
    free = {
        "suspension_reasons": list(TicketPause.Reason.values),
        "suspension_proof_required": False,
        "max_suspension_minutes": 0,
    }
    every, both = _ruled(**free), _ruled(**free, suspension_applies_to="both")
    return [
        Relaxed(Cause.UNJUSTIFIED_PAUSE, _then(_sums_accepted, every), _waiting),
        Relaxed(Cause.UNJUSTIFIED_PAUSE, _then(_sums_accepted, both), _waiting),
        Relaxed(Cause.UNJUSTIFIED_PAUSE, _then(_sums_alone, every), _waiting),
        Relaxed(Cause.UNJUSTIFIED_PAUSE, _ruled(suspension_reasons=[]), _waiting, traced=False),
    ]


def _ruled(**settings: Any) -> Callable[[Facts, PromiseBook], Ground]:
    """Every version of the contract with these settings instead of its own."""

    def act(facts: Facts, book: PromiseBook) -> Ground:
        versions = [copy(version) for version in book.versions]
        for version in versions:
            version.settings = {**version.settings, **settings}
        return facts, replace(book, versions=versions)

    return act


def _then(*acts: Callable[[Facts, PromiseBook], Ground]) -> Callable[[Facts, PromiseBook], Ground]:
    def act(facts: Facts, book: PromiseBook) -> Ground:
        for step in acts:
            facts, book = step(facts, book)
        return facts, book

    return act


def both(first: Relaxed, second: Relaxed) -> Relaxed:
    """Two rules relaxed together; the cause is the first one's."""
    return Relaxed(
        first.cause,
        _then(first.act, second.act),
        lambda facts: first.touches(facts) & second.touches(facts),
    )


def narrowed(facts: Facts, ids: NDArray[np.int64] | Sequence[int]) -> Facts:
    """The same facts for some tickets only."""
    frame, pauses = facts.frame, facts.pauses
    return replace(
        facts,
        frame=frame[frame["id"].isin(ids)].reset_index(drop=True),
        pauses=pauses[pauses["ticket_id"].isin(ids)],
    )


def _changed(facts: Facts, **columns: Any) -> Facts:
    return replace(facts, frame=facts.frame.assign(**columns))


def _before_decisions(facts: Facts, book: PromiseBook) -> Ground:
    """The verdicts as computed, before the parties decided otherwise."""
    return replace(facts, settlements=NO_SETTLEMENT), book


def _final_priority(facts: Facts, book: PromiseBook) -> Ground:
    """The last priority since the opening, as if it had never changed."""
    never = np.full(len(facts.frame), np.datetime64("NaT", "s"))
    return _changed(facts, initial_priority="", priority_changed=never, first_priority=""), book


def _sums_accepted(facts: Facts, book: PromiseBook) -> Ground:
    """Waiting given as a sum, accepted whatever its reason."""
    return _changed(facts, pause_reason=ANY_REASON), book


def _sums_alone(facts: Facts, book: PromiseBook) -> Ground:
    """The sums the export states, whatever intervals the status journal tells."""
    return replace(_changed(facts, pause_reason=ANY_REASON), pauses=facts.pauses[:0]), book


def _every_ticket_apart(facts: Facts, book: PromiseBook) -> Ground:
    """Children and duplicates counted as tickets of their own."""
    return _changed(facts, **dict.fromkeys(_links(facts.frame), "")), book


def _cancelled_as_resolved(facts: Facts, book: PromiseBook) -> Ground:
    """Cancelled tickets counted as resolved ones."""
    frame = facts.frame
    return _changed(facts, cancelled=False, resolved=frame["resolved"].fillna(frame["closed"])), book


def _all(facts: Facts) -> Rows:
    return np.ones(len(facts.frame), dtype=bool)


def _settled(facts: Facts) -> Rows:
    return np.isin(facts.frame["id"].to_numpy(), facts.settlements.settled_tickets())


def _requalified(facts: Facts) -> Rows:
    frame = facts.frame
    changed = [(frame[name] != "") & (frame[name] != frame["priority"]) for name in FIRST]
    return (changed[0] | changed[1]).to_numpy()


def _redated(facts: Facts) -> Rows:
    frame = facts.frame
    moved = [
        (frame[name] != frame[told]) & ~(frame[name].isna() & frame[told].isna())
        for name, told in (("opened", "told_opened"), ("resolved", "told_resolved"))
    ]
    return (moved[0] | moved[1]).to_numpy()


def _waiting(facts: Facts) -> Rows:
    frame = facts.frame
    paused = frame["id"].isin(facts.pauses["ticket_id"]) | (frame["declared_pause_seconds"] > 0)
    return paused.to_numpy()


def _links(frame: DataFrame) -> list[str]:
    """The columns that tie a ticket to another one."""
    return [name for name in ("parent_reference", "duplicate_of") if name in frame]


def _linked(facts: Facts) -> Rows:
    return (facts.frame[_links(facts.frame)] != "").any(axis=1).to_numpy()


def _cancelled(facts: Facts) -> Rows:
    return facts.frame["cancelled"].to_numpy().astype(bool)
