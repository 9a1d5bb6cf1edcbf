"""The clock of a ticket under a commitment: segments that tile its life, and their drawing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Self

import numpy as np

from contracts.models import Contract, ContractVersion
from core.engine.holidays import holiday_name
from core.svg import clock
from core.svg.drawing import Drawing
from reports.models import Ticket, TicketPause
from slas.engine.explanation import (
    Pause,
    Segment,
    SegmentKind,
    counted_seconds,
    segments,
    split_at,
    without_first,
)
from slas.engine.promise_verdicts import PromiseJudgement
from slas.models import TicketVerdict
from slas.selectors.months import judged_until
from slas.services.ground.facts import Facts
from slas.services.ground.judging import Judged, judge_facts
from slas.services.ground.promising import PromiseBook

DRAWN = {
    SegmentKind.COUNTED: "counted",
    SegmentKind.CLOSED: "closed",
    SegmentKind.HOLIDAY: "holiday",
    SegmentKind.PAUSED: "suspended",
    SegmentKind.SUPERSEDED: "closed",
    SegmentKind.AWAITED: "closed",
}
UNDATED = "durée déclarée, sans horaires"
REOPENED = "résolu, puis rouvert"
AWAITED = "la prise en charge fait partir le délai"


@dataclass(frozen=True)
class Life:
    """What a ticket lived under one commitment, from its opening to its stop, or to the instant of judgement.

    No segment where it cannot be measured, or is no longer judged on the facts in force.
    """

    verdict: TicketVerdict
    opened: datetime
    segments: tuple[Segment, ...]
    version: ContractVersion
    stop: datetime
    running: bool


@dataclass(frozen=True)
class Began:
    """The priority a ticket began with, when it changed (None: unknown), and whether its last export tells it."""

    priority: str
    changed_at: datetime | None
    told: bool


@dataclass(frozen=True)
class Watch:
    """What is needed to tell the life of some tickets of a contract: they are judged again, alone (12 queries)."""

    contract: Contract
    as_of: datetime
    book: PromiseBook
    pauses: dict[int, list[tuple[str, Pause]]]
    gaps: dict[int, list[Pause]]
    began: dict[int, Began]
    places: dict[tuple[int, int, int], tuple[PromiseJudgement, int]]

    @classmethod
    def over(cls, contract: Contract, tickets: Iterable[Ticket]) -> Self | None:
        """None before any month was judged, or without tickets."""
        wanted = list(tickets)
        until = judged_until(contract) if wanted else None
        if until is None:
            return None
        facts = Facts.measured(contract, [ticket.pk for ticket in wanted])
        book = PromiseBook.of(contract, priced=False)
        judged = judge_facts(facts, book, until)
        ids = judged.ticket_ids
        places = {
            (key, int(ids[row]), life): (result, place)
            for key, (result, _) in judged.by_commitment.items()
            for place, (row, life) in enumerate(zip(result.rows, result.life.tolist(), strict=True))
        }
        pauses: dict[int, list[tuple[str, Pause]]] = {ticket.pk: [] for ticket in wanted}
        for ticket, reason, pause in _pauses_in(facts):
            pauses[ticket].append((reason, pause))
        gaps: dict[int, list[Pause]] = {ticket.pk: [] for ticket in wanted}
        for ticket, resolved, reopened in facts.reopenings.itertuples(index=False):
            gaps[ticket].append(Pause(_aware(resolved), _aware(reopened), REOPENED))
        began = began_under(judged)
        return cls(contract, until.end(contract.timezone), book, pauses, gaps, began, places)

    def life(self, verdict: TicketVerdict) -> Life:
        """The segments of `[opening, stop)`: the counted ones sum to the elapsed time, to the second."""
        ticket = verdict.ticket
        place = self.places.get((verdict.commitment_id, ticket.pk, verdict.life))
        if place is None or not _judged_so(verdict, place):
            version = self._version_at(ticket.opened_at)
            return Life(verdict, ticket.opened_at, (), version, self.as_of, verdict.verdict_at is None)
        result, row = place
        opened, start = _aware(result.opened[row]), _aware(result.start[row])
        until, running = result.judgement.until[row], bool(result.judgement.open[row])
        version = self._version_at(opened)
        if np.isnat(until):
            return Life(verdict, opened, (), version, self.as_of, running)
        stop = _aware(until)
        parts = segments(
            result.clocks[result.clock[row]],
            start,
            stop,
            list(self._held(verdict, version, place)),
            self._holidays(ticket, start, stop),
        )
        if (in_sum := counted_seconds(parts) - int(result.judgement.elapsed[row])) > 0:
            parts = without_first(parts, in_sum, UNDATED)
        if start > opened:
            parts = (self._before_start(ticket, opened, start), *parts)
        if verdict.deadline_at:
            parts = split_at(parts, verdict.deadline_at)
        return Life(verdict, opened, parts, version, stop, running)

    def _before_start(self, ticket: Ticket, opened: datetime, start: datetime) -> Segment:
        """The time before the clock began: a pick-up that starts it, or a change of priority that starts it again."""
        if start == ticket.picked_up_at:
            return Segment(opened, start, SegmentKind.AWAITED, AWAITED)
        first = self.began[ticket.pk].priority
        return Segment(opened, start, SegmentKind.SUPERSEDED, f"priorité {first} jusque-là")

    def _version_at(self, opened: datetime) -> ContractVersion:
        """The version in force at an opening, in the contract's zone; the first one before the contract starts."""
        return next(
            version
            for version, rows in self.book.by_version(
                np.array([opened.astimezone(UTC).replace(tzinfo=None)], "M8[s]")
            )
            if rows.size
        )

    def _held(
        self, verdict: TicketVerdict, version: ContractVersion, place: tuple[PromiseJudgement, int]
    ) -> Iterator[Pause]:
        """What stopped the clock, each piece with its reason: a suspension beyond its ceiling is not there."""
        result, row = place
        rules = version.rules
        named = [
            pause
            for reason, pause in self.pauses.get(verdict.ticket_id, [])
            if reason in rules.suspension_reasons
        ]
        gaps = self.gaps.get(verdict.ticket_id, [])
        own = np.flatnonzero(result.held.row == row)
        for start, end in zip(result.held.start[own], result.held.end[own], strict=True):
            low, high = _aware(start), None if np.isnat(end) else _aware(end)
            for pause in (*gaps, *named):
                begun, ended = max(low, pause.start), _sooner(high, pause.end)
                if ended is None or begun < ended:
                    yield Pause(begun, ended, pause.reason)

    def _holidays(self, ticket: Ticket, start: datetime, end: datetime) -> dict[date, str]:
        """The named public holidays of the ticket's site during its life."""
        zone = self.book.calendars.zone_of(ticket.site)
        first = start.date() - timedelta(days=1)
        days = (first + timedelta(days=step) for step in range((end.date() - first).days + 2))
        return {day: name for day in days if (name := holiday_name(day, zone))}


def began_under(judged: Judged) -> dict[int, Began]:
    """The first priority of each ticket as it was judged, by ticket, where it has another one now."""
    tickets, last = judged.tickets, judged.frame["priority"].to_numpy()
    told = judged.frame["initial_priority"].to_numpy()
    changed = (tickets.initial_priority != "") & (tickets.initial_priority != last)
    return {
        int(judged.ticket_ids[row]): Began(
            str(tickets.initial_priority[row]),
            None if np.isnat(at := tickets.priority_changed[row]) else _aware(at),
            bool(told[row] == tickets.initial_priority[row]),
        )
        for row in np.flatnonzero(changed)
    }


def _judged_so(verdict: TicketVerdict, place: tuple[PromiseJudgement, int]) -> bool:
    """Whether the facts in force still give the verdict's time: a closed month keeps its own when they change."""
    result, row = place
    elapsed = int(result.judgement.elapsed[row])
    return verdict.elapsed_seconds == (None if elapsed < 0 else elapsed)


def _aware(instant: Any) -> datetime:
    """A UTC instant of numpy or pandas as an aware one."""
    return np.datetime64(instant, "s").item().replace(tzinfo=UTC)


def _pauses_in(facts: Facts) -> Iterator[tuple[int, str, Pause]]:
    """Each waiting interval with its ticket and the code of its reason."""
    frame = facts.pauses
    ends = frame["ended"].to_numpy("datetime64[s]")
    for ticket, start, end, reason in zip(
        frame["ticket_id"], frame["started"], ends, frame["reason"], strict=True
    ):
        ended = None if np.isnat(end) else _aware(end)
        yield ticket, reason, Pause(_aware(start), ended, TicketPause.Reason(reason).label.lower())


def _sooner(one: datetime | None, other: datetime | None) -> datetime | None:
    return min((end for end in (one, other) if end is not None), default=None)


def clock_of(life: Life, span: Any = None) -> clock.Clock:
    """The strip of a life, on its own scale or on a shared one."""
    verdict = life.verdict
    return clock.Clock(
        title=f"Horloge de {verdict.subject} pour {verdict.commitment.name}",
        segments=[
            clock.Segment(
                part.start,
                part.end,
                DRAWN[part.kind],  # type: ignore[arg-type]
                part.seconds if part.kind is SegmentKind.COUNTED else 0,
                part.reason,
            )
            for part in life.segments
        ],
        limit_at=verdict.deadline_at,
        running=life.running,
        span=span,
        timezone=verdict.contract.timezone,
    )


def compact_clocks(watch: Watch, verdicts: list[TicketVerdict]) -> dict[int, Drawing]:
    """Bare strips of a few verdicts on one shared scale, by verdict."""
    lives = [watch.life(verdict) for verdict in verdicts]
    longest = max(life.stop - life.opened for life in lives)
    return {
        life.verdict.pk: clock.draw(
            clock_of(life, (life.opened, life.opened + longest)),
            width=230,
            compact=True,
        )
        for life in lives
        if life.segments
    }
