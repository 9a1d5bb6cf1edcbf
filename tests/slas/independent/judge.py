"""The judgement of one ticket, told again in plain Python from the contract's wording; nothing is vectorised."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tests.slas.independent.clock import Clock, Span, ceiling, counted, days_after, exceeded
from tests.slas.independent.terms import Commitment, Contract, Found, Ticket

FOREVER = 2**33


@dataclass
class Bench:
    """One life under the settings of its opening, in front of the commitments of one kind."""

    ticket: Ticket
    contract: Contract
    as_of: int
    known_until: int

    def __post_init__(self) -> None:
        self.rules = self.contract.settings(self.ticket.opened)

    # What starts and stops a clock

    def start(self, kind: str) -> int:
        t = self.ticket
        if kind == "response" or self.rules["clock_start"] == "opened" or t.picked_up is None:
            return t.opened
        late = t.resolved is not None and t.picked_up > t.resolved
        return t.opened if t.picked_up < t.opened or late else t.picked_up

    def stop(self, kind: str, *, restore: bool) -> int | None:
        t = self.ticket
        if kind == "response":
            known = [t.picked_up] + ([t.assigned] if self.rules["tto_evidence"] == "first_assignment" else [])
            return min((k for k in known if k is not None), default=t.resolved)
        done = t.resolved if self.rules["clock_stop"] == "resolved" else t.closed
        return t.restored if restore and t.restored is not None else done

    def waits(self, kind: str, clock: Clock, start: int) -> tuple[list[Span], bool]:
        """What stops a clock, and whether some accepted suspension has dates."""
        accepted: list[Span] = []
        if self._suspended(kind):
            accepted = [
                (a, FOREVER if b is None else b)
                for a, b, reason in self.ticket.pauses
                if reason in self.rules["suspension_reasons"]
            ]
        dated = bool(accepted)
        if most := self.rules["max_suspension_minutes"] * 60:
            limited = [(a, min(b, self.as_of + 3 * 366 * 86_400)) for a, b in accepted]
            accepted = ceiling(clock, start, limited, most)
        return accepted + self.ticket.gaps, dated

    def _suspended(self, kind: str) -> bool:
        applies = self.rules["suspension_applies_to"]
        return applies in {"both", "TTO" if kind == "response" else "TTR"}

    def undated(self, kind: str, *, dated: bool) -> int:
        t, rules = self.ticket, self.rules
        reasons = {"Attente utilisateur": "waiting_user", "Attente prestataire": "waiting_provider"}
        if dated or not self._suspended(kind) or rules["suspension_proof_required"]:
            return 0
        if reasons.get(t.pause_reason) not in rules["suspension_reasons"]:
            return 0
        most = rules["max_suspension_minutes"] * 60
        return min(t.declared_pause, most) if most else t.declared_pause

    # Which delay rules

    def delay(self, row: Commitment, priority: str) -> tuple[Clock, str, int, str] | None:
        if not self.contract.in_force(row, self.ticket.opened) or (
            row.kind == "response" and self.ticket.life > 1
        ):
            return None
        for wanted, kind, amount, unit in row.delays:
            if (wanted in ("", priority) or not priority) and kind in ("", self.ticket.kind):
                days = {"business_days": "business", "working_days": "working", "calendar_days": "calendar"}
                counted_in = self.rules["day_unit"] if unit == "days" else days.get(unit, "")
                of = counted_in if counted_in in ("working", "calendar") else "service"
                return self.contract.clock(of, row.calendar, self.ticket.site), counted_in, amount, unit
        return None

    def ranks(self, row: Commitment) -> bool:
        """Whether a ticket of unknown priority has its delay all the same: one that holds for every priority."""
        return next(wanted for wanted, kind, _, _ in row.delays if kind in ("", self.ticket.kind)) == ""

    def target(self, delay: tuple[Clock, str, int, str], start: int) -> int:
        clock, days, amount, unit = delay
        if not days:
            return amount * (60 if unit == "minutes" else 3600)
        way = self.rules["day_count"]
        if way == "service_time" and days != "calendar":
            lengths = [sum(b - a for a, b in windows) for windows in clock.week.values() if windows]
            usual = max(lengths, key=lambda n: (lengths.count(n), n))
            return amount * usual * 60
        due = days_after(clock, start, amount, closing=way == "end_of_day")
        return max(counted(clock, start, due), 1)

    # A change of priority

    def terms(self, kind: str) -> tuple[str, int, int, int]:
        """Priority, start, and the share spent of the first target (0 of 1 when none is)."""
        t, start = self.ticket, self.start(kind)
        if not t.first_priority or t.first_priority == t.priority:
            return t.priority, start, 0, 1
        policy = self._policy(kind)
        if t.changed is None:
            return t.first_priority if policy == "initial" else t.priority, start, 0, 1
        settled, spent, first = self._before_change(kind, t.changed)
        if settled or policy == "initial":
            return t.first_priority, start, 0, 1
        if policy == "retroactive":
            return t.priority, start, 0, 1
        again = max(start, t.changed)
        return (t.priority, again, spent, first) if policy == "proportional" else (t.priority, again, 0, 1)

    def _policy(self, kind: str) -> str:
        t, rules = self.ticket, self.rules
        known = rules["priorities"]
        rank = [known.index(p) if p in known else len(known) for p in (t.first_priority, t.priority)]
        policy = rules["priority_raised"]
        if rank[1] >= rank[0]:
            policy = rules["priority_lowered_approved" if t.approved else "priority_lowered"]
        stop = self.stop(kind, restore=False)
        if t.cancelled:
            stop = min((end for end in (t.closed, t.resolved) if end is not None), default=None)
        over = stop is not None and t.changed is not None and stop <= t.changed
        return "initial" if over else str(policy)

    def _before_change(self, kind: str, changed: int) -> tuple[bool, int, int]:
        start, settled, spent, first = self.start(kind), False, 0, 1
        for row in self.contract.commitments:
            delay = self.delay(row, self.ticket.first_priority) if row.kind == kind else None
            if delay is None:
                continue
            waits, _ = self.waits(kind, delay[0], start)
            spent, first = counted(delay[0], start, changed, waits), self.target(delay, start)
            stop = self.stop(kind, restore=row.restore)
            late = spent >= first if self.rules["boundary"] == "under" else spent > first
            settled |= late or (stop is not None and stop <= changed)
        return settled, spent, first

    # The verdict

    def verdict(self, row: Commitment) -> Found | None:
        t, kind = self.ticket, row.kind
        priority, start, spent, first = self.terms(kind)
        delay = self.delay(row, priority)
        if delay is None:
            return None
        target = self.target(delay, start)
        if spent:
            target = max(target * (first - spent) // first, 1)
        out = (t.parent and self.rules["child_policy"] != "all") or t.duplicate_of
        if out or (t.cancelled and t.ended is None):
            left = t.ended if t.ended is not None else t.opened
            return Found(t.life, "not_applicable", None, target, None, self.month(left))
        cancelled_at = t.ended if t.cancelled else None
        stop = self._own_stop(row, start)
        ranked = priority or self.ranks(row)
        if self._impossible(start, stop, cancelled_at) or self._untold(kind) or not ranked:
            return Found(t.life, "not_measurable", None, target, None, self.month(t.opened))
        return self._measured(row, (delay[0], start, target), stop, cancelled_at)

    def _own_stop(self, row: Commitment, start: int) -> int | None:
        t = self.ticket
        stop = self.stop(row.kind, restore=row.restore)
        if stop is not None and start > t.opened and stop >= t.opened:
            stop = max(stop, start)
        return None if t.cancelled and row.kind == "resolution" else stop

    def _impossible(self, start: int, stop: int | None, cancelled_at: int | None) -> bool:
        ends = [end for end in (stop, cancelled_at) if end is not None]
        over = self.ticket.closed is not None or self.ticket.status in ("resolved", "closed")
        no_end = over and not self.ticket.cancelled and not ends
        return no_end or any(end < start for end in ends) or any(d > self.known_until for d in (start, *ends))

    def _untold(self, kind: str) -> bool:
        """Nothing delivered says when the clock stopped, or whether it did."""
        t, stateless = self.ticket, self.ticket.status == "unknown"
        if t.cancelled:
            return False
        if kind == "resolution":
            return stateless and t.ended is None
        by_assignment = self.rules["tto_evidence"] == "first_assignment" and t.assigned is not None
        unsaid = (t.pickup_untold and t.status != "new") or (stateless and t.resolved is None)
        return t.picked_up is None and not by_assignment and unsaid

    def _measured(
        self, row: Commitment, clock: tuple[Clock, int, int], stop: int | None, cancelled_at: int | None
    ) -> Found:
        (hours, start, target), t, rules = clock, self.ticket, self.rules
        stop = None if stop is not None and stop > self.as_of else stop
        left = cancelled_at is not None and cancelled_at <= self.as_of
        if left and cancelled_at is not None:
            stop = cancelled_at if stop is None else min(stop, cancelled_at)
        until = self.as_of if stop is None else stop
        waits, dated = self.waits(row.kind, hours, start)
        waits = [(a, min(b, until)) for a, b in waits]
        undated = self.undated(row.kind, dated=dated)
        gross = counted(hours, start, until, waits)
        under = rules["boundary"] == "under"
        late = gross >= target + undated if under else gross > target + undated
        state = "breached" if late else "pending" if stop is None else "met"
        if left:
            state = self._cancelled(state, late=late)
        at = None
        if state in ("met", "breached"):
            at = exceeded(hours, start, target + undated, waits, reached=under) if late else stop
        return Found(t.life, state, max(gross - undated, 0), target, at, self._month_of(state, at))

    def _cancelled(self, state: str, *, late: bool) -> str:
        policy, t = self.rules["cancelled_policy"], self.ticket
        if policy == "exclude":
            return "not_applicable"
        if t.cancelled_by.lower() in ("prestataire", "provider") and not t.cancel_reason:
            return "breached"
        return "not_applicable" if policy == "exclude_unless_breached" and not late else state

    def _month_of(self, state: str, at: int | None) -> str | None:
        t = self.ticket
        if state == "pending":
            return None
        if state == "not_applicable":
            return self.month(t.ended if t.ended is not None else t.opened)
        return self.month(
            {"verdict": at, "resolved": t.resolved, "opened": t.opened}[self.rules["attribution"]]
        )

    def month(self, instant: int | None) -> str | None:
        if instant is None:
            return None
        local = datetime.fromtimestamp(instant, self.contract.zone)
        return f"{local.year}-{local.month:02}"
