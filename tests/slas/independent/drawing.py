"""Contracts and months drawn at random: every setting that changes a figure, tickets odd in every way."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from tests.slas.independent.clock import holidays, midnight
from tests.slas.independent.terms import Commitment, Contract, Site, Ticket

HOUR, DAY = 3600, 86_400
MONTHS = [(2026, 3), (2026, 10), (2026, 5), (2026, 4), (2026, 12), (2026, 8)]
PRIORITIES = ["P1", "P2", "P3", "P4"]
POLICIES = ["restart", "retroactive", "proportional", "initial"]
REASONS = ["waiting_user", "waiting_client", "waiting_third_party", "waiting_provider", "other"]
CALENDARS: dict[str, dict[int, list[tuple[int, int]]] | None] = {
    "ho": {day: [(480, 1080)] for day in range(5)},
    "lunch": {day: [(480, 720), (840, 1080 if day < 4 else 960)] for day in range(5)},
    "night": {day: [(0, 150), (1320, 1440)] for day in range(7)},
    "always": None,
}
DELAYS = [
    (30, "minutes"), (90, "minutes"), (4, "hours"), (16, "hours"), (40, "hours"), (1, "business_days"),
    (2, "business_days"), (1, "working_days"), (3, "working_days"), (2, "calendar_days"), (5, "calendar_days"),
    (1, "days"), (2, "days"),
]  # fmt: skip


def settings(rng: Random) -> dict[str, Any]:
    """Every setting of the judgement, each drawn alone."""
    pick = rng.choice
    return {
        "priorities": pick([PRIORITIES, PRIORITIES[:3]]),
        "clock_start": pick(["opened", "opened", "picked_up"]),
        "clock_stop": pick(["resolved", "resolved", "closed"]),
        "date_evidence": pick(["corroborated", "corroborated", "export"]),
        "tto_evidence": pick(["first_work", "first_assignment"]),
        "day_unit": pick(["business", "working", "calendar"]),
        "day_count": pick(["service_time", "same_time", "end_of_day"]),
        "boundary": pick(["at_most", "under"]),
        "deadline_at_boundary": pick(["closing", "next_opening"]),
        "suspension_reasons": rng.sample(REASONS, rng.randrange(5)),
        "suspension_applies_to": pick(["TTR", "TTO", "both"]),
        "max_suspension_minutes": pick([0, 0, 30, 240, 1200]),
        "suspension_proof_required": pick([False, True]),
        "attribution": pick(["verdict", "verdict", "resolved", "opened"]),
        "priority_raised": pick(POLICIES),
        "priority_lowered": pick(POLICIES),
        "priority_lowered_approved": pick(POLICIES),
        "reopen_policy": pick(["cumulative", "from_origin", "new_ticket"]),
        "reopen_window_days": pick([0, 1, 3, 5]),
        "child_policy": pick(["parent_only", "all"]),
        "cancelled_policy": pick(["exclude_unless_breached", "exclude", "include"]),
        "min_volume": pick([0, 3, 8, 20]),
        "min_failures": pick([0, 1, 2]),
        "rolling": pick([False, True]),
    }


def contract(rng: Random, year: int, month: int) -> Contract:
    """One to three versions, four calendars, three sites, commitments of which some change on the way."""
    zone = ZoneInfo(rng.choice(["Europe/Paris"] * 4 + ["Europe/London", "Indian/Reunion"]))
    first = date(year, month, 1)
    dates = sorted({first + timedelta(days=rng.randrange(-20, 28)) for _ in range(rng.randrange(3))})
    versions = [(since, settings(rng)) for since in (date(2024, 1, 1), *dates)]
    return Contract(zone, versions, CALENDARS, sites(rng, first), commitments(rng, first))


def sites(rng: Random, first: date) -> dict[str, Site]:
    """The default place, one of its own, one of Alsace-Moselle that may have its hours and closures."""
    every = frozenset(first + timedelta(days=rng.randrange(28)) for _ in range(rng.randrange(3)))
    own = frozenset(first + timedelta(days=rng.randrange(28)) for _ in range(rng.randrange(3)))
    worked = rng.random() < 0.5
    years = range(2025, 2030)
    national = {day for year in years for day in holidays(year, "metropole", False)}
    eastern = {day for year in years for day in holidays(year, "alsace-moselle", worked)}
    return {
        "": Site("metropole", every | national, own=every),
        "siège": Site("metropole", every | national),
        "strasbourg": Site(
            "alsace-moselle", every | eastern | own, rng.choice(["", "", "lunch"]), own, whit_worked=worked
        ),
    }


def commitments(rng: Random, first: date) -> list[Commitment]:
    """For each kind, the priorities shared among commitments; one may be followed by another version of its code."""
    found: list[Commitment] = []
    for kind in ("resolution", "response"):
        names = PRIORITIES.copy()
        rng.shuffle(names)
        cut = rng.randrange(1, 4)
        for group in (names[:cut], names[cut:]):
            calendar = rng.choice(list(CALENDARS))
            change = first + timedelta(days=rng.randrange(28)) if rng.random() < 0.4 else None
            code = f"E{len(found):02}"
            for since, until in [(date(2024, 1, 1), change)] + (
                [(change + timedelta(days=1), None)] if change else []
            ):
                found.append(
                    Commitment(
                        key=len(found) + 1, code=code, kind=kind, calendar=calendar, since=since, until=until,
                        restore=kind == "resolution" and rng.random() < 0.4,
                        required=rng.choice(["50", "66.6667", "80", "90", "95", "100"]),
                        min_volume=rng.choice([None, None, 0, 6]), delays=delays(rng, group),
                    )
                )  # fmt: skip
    return found


def delays(rng: Random, priorities: list[str]) -> list[tuple[str, str, int, str]]:
    """One delay a priority, sometimes another one for its requests, the more precise first."""
    found = []
    for priority in priorities:
        if rng.random() < 0.3:
            found.append((priority, "request", *rng.choice(DELAYS)))
        found.append((priority, "", *rng.choice(DELAYS)))
    return sorted(found, key=lambda delay: delay[1] == "")


def tickets(rng: Random, terms: Contract, year: int, month: int) -> list[Ticket]:
    """Tickets opened in the month and the one before, many around a change of clocks or the end of the month."""
    start, end = (midnight(date(year, n, 1), terms.zone) for n in (month, month + 1)) if month < 12 else (
        midnight(date(year, 12, 1), terms.zone), midnight(date(year + 1, 1, 1), terms.zone))  # fmt: skip
    return [ticket(rng, f"T{n:03}", start, end) for n in range(rng.randrange(15, 41))]


def ticket(rng: Random, reference: str, start: int, end: int) -> Ticket:
    """One ticket; whole minutes now and then, so that targets are met to the second."""
    opened = rng.choice(
        [rng.randrange(start, end), rng.randrange(end - 8 * DAY, end), rng.randrange(start - 25 * DAY, start)]
    )
    step = rng.choice([1, 60, 1800, HOUR])
    opened -= opened % step
    length = rng.choice([4 * HOUR, 30 * HOUR, 300 * HOUR])
    length = rng.randrange(length) // step * step
    t = Ticket(
        reference, rng.choice(["incident", "request"]), rng.choice(["", "Siège", "Strasbourg", "Ailleurs"]),
        rng.choice(PRIORITIES), opened,
    )  # fmt: skip
    if rng.random() < 0.85:
        t.resolved = opened + length
        t.closed = t.resolved + rng.choice([0, 0, HOUR, 30 * HOUR]) if rng.random() < 0.8 else None
    late = max(length, step)
    if rng.random() < 0.8:
        t.picked_up = opened + rng.randrange(late) // step * step
    if rng.random() < 0.4:
        t.assigned = opened + rng.randrange(late)
    if rng.random() < 0.3:
        t.restored = opened + rng.randrange(late)
    oddities(rng, t, late)
    for _ in range(rng.choice([0, 0, 1, 2, 3])):
        begun = opened - HOUR + rng.randrange(late + 3 * HOUR) // step * step
        ended = begun + step + rng.randrange(40 * HOUR) // step * step if rng.random() < 0.9 else None
        t.pauses.append((begun, ended, rng.choice(REASONS)))
    if rng.random() < 0.2:
        t.declared_pause = rng.randrange(20 * HOUR)
        t.pause_reason = rng.choice(["Attente utilisateur", "Attente prestataire", ""])
    untold(rng, t)
    return t


def untold(rng: Random, t: Ticket) -> None:
    """What an export may leave out: the status, the dates of one that is over, pick-ups, the priority; other dates."""
    over = t.resolved is not None or t.closed is not None
    t.status = "cancelled" if t.cancelled else "closed" if over else rng.choice(["new", "in_progress"])
    if rng.random() < 0.06:
        t.status = "unknown"
    elif not t.cancelled and rng.random() < 0.05:
        t.status, t.resolved, t.closed = rng.choice(["resolved", "closed"]), None, None
    if rng.random() < 0.12:
        t.pickup_untold, t.picked_up = True, rng.choice([None, None, t.picked_up])
    if rng.random() < 0.05:
        t.priority = ""
    t.told_opened, t.told_resolved = t.opened, t.resolved
    if rng.random() < 0.1:
        t.told_opened += rng.choice([-20 * HOUR, HOUR, 2 * DAY])
    if t.resolved is not None and rng.random() < 0.1:
        t.told_resolved = t.resolved + rng.choice([-2 * HOUR, DAY])
    if rng.random() < 0.15:
        t.told_first = rng.choice([*PRIORITIES, "P9"])
        t.told_changed = rng.choice([None, t.changed, t.opened + DAY])
        month = t.opened + rng.randrange(10 * DAY)
        t.moved_in = rng.choice([None, (month, month + 31 * DAY)])


def oddities(rng: Random, t: Ticket, length: int) -> None:
    """Cancelled, child, duplicate, never resolved though closed, re-prioritised, reopened."""
    draw = rng.random()
    if draw < 0.1:
        t.cancelled, t.resolved = True, rng.choice([None, None, t.resolved])
        t.closed = t.opened + rng.randrange(length) if rng.random() < 0.8 else None
        t.cancelled_by = rng.choice(["", "Prestataire", "Client"])
        t.cancel_reason = rng.choice(["", "", "demande du client"])
    elif draw < 0.15:
        t.parent = "MAJEUR"
    elif draw < 0.19:
        t.duplicate_of = "AUTRE"
    elif draw < 0.22:
        t.resolved, t.closed = None, t.opened + length
    if rng.random() < 0.3:
        t.first_priority = rng.choice([*PRIORITIES, "P9"])
        t.changed = t.opened + rng.randrange(2 * length) if rng.random() < 0.9 else None
        t.approved = rng.choice([None, False, True])
    if t.resolved is not None and rng.random() < 0.3:
        moves, at = [], t.resolved if rng.random() < 0.2 else t.opened + rng.randrange(length)
        for _ in range(rng.choice([1, 1, 2, 3])):
            back = at + rng.choice([60, 5 * HOUR, 60 * HOUR, 240 * HOUR])
            moves.append((at, back))
            at = back + rng.randrange(1, 30 * HOUR)
        t.moves = moves
        if rng.random() < 0.8:
            t.resolved = rng.choice([at, None])
            t.closed = t.resolved
