"""What was delivered and what was promised, and the lives of a ticket that came back, in plain Python."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from tests.slas.independent.clock import Clock, Span, days_after

WHOLE = [(0, 1440)]


@dataclass
class Ticket:
    """What was delivered of a ticket. Pauses: start, end or None, reason. Moves: resolved, reopened."""

    reference: str
    kind: str
    site: str
    priority: str
    opened: int
    picked_up: int | None = None
    assigned: int | None = None
    restored: int | None = None
    resolved: int | None = None
    closed: int | None = None
    first_priority: str = ""
    changed: int | None = None
    approved: bool | None = None
    cancelled: bool = False
    cancelled_by: str = ""
    cancel_reason: str = ""
    parent: str = ""
    duplicate_of: str = ""
    declared_pause: int = 0
    pause_reason: str = ""
    status: str = "in_progress"
    pickup_untold: bool = False
    told_opened: int = 0
    told_resolved: int | None = None
    told_first: str = ""
    told_changed: int | None = None
    moved_in: tuple[int, int] | None = None
    pauses: list[tuple[int, int | None, str]] = field(default_factory=list)
    moves: list[tuple[int, int]] = field(default_factory=list)
    life: int = 1
    gaps: list[Span] = field(default_factory=list)

    @property
    def ended(self) -> int | None:
        return self.closed if self.closed is not None else self.resolved

    def dated(self, contract: Contract) -> Ticket:
        """With the dates of the last export where the contract takes them, else with the priority first told."""
        rules = contract.settings(self.told_opened)
        if rules["date_evidence"] == "export":
            return replace(self, opened=self.told_opened, resolved=self.told_resolved)
        if not self.told_first:
            return self
        known, changed = rules["priorities"], self.told_changed
        places = [known.index(p) if p in known else len(known) for p in (self.told_first, self.priority)]
        if self.moved_in and places[1] > places[0]:
            changed = max(self.moved_in[0], changed if changed is not None else self.moved_in[0])
        elif self.moved_in and changed is None:
            changed = self.moved_in[1]
        return replace(self, first_priority=self.told_first, changed=changed)


@dataclass
class Commitment:
    """Delays: priority, type, amount, unit; the first that fits rules. Service: the one whose availability is promised."""

    key: int
    code: str
    kind: str
    calendar: str
    since: date
    until: date | None
    restore: bool
    required: str
    min_volume: int | None
    delays: list[tuple[str, str, int, str]] = field(default_factory=list)
    service: str = ""


@dataclass
class Site:
    """Holidays and closures of a place, and its own hours where it has some."""

    zone: str
    closed: frozenset[date]
    calendar: str = ""
    own: frozenset[date] = frozenset()
    whit_worked: bool = False


@dataclass
class Contract:
    """The promises: settings by the date they take effect. Commitments on tickets, others on availability."""

    zone: ZoneInfo
    versions: list[tuple[date, dict[str, Any]]]
    calendars: dict[str, dict[int, list[tuple[int, int]]] | None]
    sites: dict[str, Site]
    commitments: list[Commitment]
    availabilities: list[Commitment] = field(default_factory=list)
    clocks: dict[Any, Clock] = field(default_factory=dict)

    def settings(self, instant: int) -> dict[str, Any]:
        day = datetime.fromtimestamp(instant, self.zone).date()
        return next((s for since, s in reversed(self.versions) if since <= day), self.versions[0][1])

    def clock(self, kind: str, calendar: str, site: str) -> Clock:
        """kind: service, office, working or calendar."""
        key = (kind, calendar, site)
        if key not in self.clocks:
            self.clocks[key] = self._clock(kind, calendar, self.sites.get(site.lower(), self.sites[""]))
        return self.clocks[key]

    def _clock(self, kind: str, calendar: str, site: Site) -> Clock:
        days = {"office": 5, "working": 6, "calendar": 7}
        if kind in days:
            closed = frozenset() if kind == "calendar" else site.closed
            return Clock(self.zone, {day: WHOLE for day in range(days[kind])}, closed)
        if self.calendars[calendar] is None:
            return Clock(self.zone, {day: WHOLE for day in range(7)})
        week = self.calendars[site.calendar or calendar]
        return Clock(self.zone, week or {day: WHOLE for day in range(7)}, site.closed)

    def in_force(self, row: Commitment, opened: int) -> bool:
        day = datetime.fromtimestamp(opened, self.zone).date()
        return row.since <= day and (row.until is None or day <= row.until)


@dataclass(frozen=True)
class Found:
    """A verdict."""

    life: int
    state: str
    elapsed: int | None
    target: int
    at: int | None
    month: str | None


def lives(ticket: Ticket, contract: Contract, as_of: int) -> list[Ticket]:
    """The tickets this one counts as, at an instant."""
    ticket = replace(ticket, gaps=[])
    if ticket.changed is not None and ticket.changed >= as_of and ticket.first_priority:
        ticket.priority, ticket.changed = ticket.first_priority, None
    rules = contract.settings(ticket.opened)
    moves = sorted((m for m in ticket.moves if ticket.opened <= m[0] <= m[1]), key=lambda m: m[1])
    past = [move for move in moves if move[1] < as_of]
    if len(past) < len(moves):
        ticket.resolved = ticket.closed = moves[len(past)][0]
        ticket.cancelled = False
    if past and ticket.resolved is not None and ticket.resolved < past[-1][1]:
        if ticket.closed is not None and ticket.closed < past[-1][1]:
            ticket.closed = None
        ticket.resolved = ticket.closed
    office = contract.clock("office", "", ticket.site)
    found = [ticket]
    for resolved, reopened in past:
        end = days_after(office, resolved, rules["reopen_window_days"], closing=False)
        if rules["reopen_policy"] == "new_ticket" or reopened > end:
            found.append(_next_life(found, resolved, reopened))
            continue
        current = found[-1]
        if rules["reopen_policy"] == "cumulative":
            current.gaps.append((resolved, reopened))
        if current.restored is not None and current.restored < reopened:
            current.restored = None
    return found


def _next_life(found: list[Ticket], resolved: int, reopened: int) -> Ticket:
    before = found[-1]
    after = replace(
        before, opened=reopened, life=before.life + 1, picked_up=None, assigned=None, declared_pause=0, gaps=[],
        pauses=[pause for pause in before.pauses if pause[0] >= reopened],
        restored=before.restored if before.restored is not None and before.restored >= reopened else None,
    )  # fmt: skip
    if after.changed is not None and after.changed <= reopened:
        after.first_priority, after.changed = "", None
    before.resolved = before.closed = resolved
    before.cancelled = False
    if before.restored is not None and before.restored > resolved:
        before.restored = None
    return after


def known_until(tickets: list[Ticket], as_of: int) -> int:
    """The latest date the files give."""
    dates = [d for t in tickets for d in (t.picked_up, t.resolved, t.closed, t.assigned, t.restored)]
    dates += [d for t in tickets for move in t.moves for d in move]
    return max([as_of, *(d for d in dates if d is not None)])
