"""Random tickets around both changes of clocks, judged twice: by the services, and by a recount that shares nothing."""

from __future__ import annotations

import itertools
from collections import Counter
from datetime import UTC, date, datetime
from random import Random

import pytest

from core.engine.months import Month
from reports.models import Ticket, TicketPause
from slas.models import CommitmentMonth, TicketVerdict
from slas.selectors.explanations import ticket_page
from tests.slas.recount import Case, Hours, Promise, counted, judged

HOLIDAYS = frozenset(
    date(2026, month, day)
    for month, day in (
        (1, 1),
        (4, 6),
        (5, 1),
        (5, 8),
        (5, 14),
        (5, 25),
        (7, 14),
        (8, 15),
        (11, 1),
        (11, 11),
        (12, 25),
    )
)
ALSACE = HOLIDAYS | {date(2026, 4, 3), date(2026, 12, 26)}
HOUR = 3600
SEASONS = {
    "spring": (date(2026, 3, 1), date(2026, 6, 15), Month(2026, 3)),
    "autumn": (date(2026, 10, 1), date(2027, 1, 31), Month(2026, 10)),
}


def stamp(month: Month, *, end: bool = False) -> int:
    zone = "Europe/Paris"
    return int((month.end(zone) if end else month.start(zone)).timestamp())


def cases(seed: int, count: int, month: Month) -> list[Case]:
    """Tickets opened in a month, many of them around the night of the change, some odd in every way."""
    rng = Random(seed)
    start, end = stamp(month), stamp(month, end=True)
    night = end - 3 * 86_400 if month.number == 3 else end - 7 * 86_400
    found = []
    for n in range(count):
        opened = rng.randrange(night, end) if rng.random() < 0.4 else rng.randrange(start, end)
        length = rng.choice(
            [rng.randrange(0, 4 * HOUR), rng.randrange(0, 12 * HOUR), rng.randrange(0, 200 * HOUR)]
        )
        resolved = opened + length if rng.random() < 0.85 else None
        case = Case(
            f"T{n:04}", opened, rng.choice(["P1", "P2", "P3", "P3", "P4"]), resolved=resolved, closed=resolved,
            site=rng.choice(["Siège", "Strasbourg", "Inconnu", ""]), kind=rng.choice(["incident", "request"]),
        )  # fmt: skip
        if rng.random() < 0.8:
            case.picked_up = (
                opened + rng.randrange(0, max(length, 1) + 1)
                if resolved
                else opened + rng.randrange(9 * HOUR)
            )
        _oddities(rng, case)
        for _ in range(rng.choice([0, 0, 1, 2, 3])):
            begin = opened - HOUR + rng.randrange(length + 3 * HOUR)
            case.pauses.append((begin, begin + rng.randrange(30 * HOUR) if rng.random() < 0.9 else None))
        case.pauses = list(dict.fromkeys(case.pauses))
        found.append(case)
    return found


def _oddities(rng: Random, case: Case) -> None:
    draw = rng.random()
    if draw < 0.06:
        case.cancelled, case.resolved = True, None
        case.closed = case.closed if rng.random() < 0.8 else None
    elif draw < 0.1:
        case.child = True
    elif draw < 0.13 and case.resolved:
        case.resolved = None
        case.picked_up = None
    elif draw < 0.25:
        case.first_priority = rng.choice(["P1", "P2", "P3", "P4"])
        case.changed = case.opened + rng.randrange(8 * HOUR)


def instant(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def store(world, found: list[Case], delivery) -> None:
    """The cases as rows; of each pause, a copy and a piece change nothing."""
    tickets = [
        Ticket(
            contract=world.contract, reference=case.reference, type=case.kind, priority=case.priority, site=case.site,
            initial_priority=case.first_priority, priority_changed_at=instant(case.changed),
            status="cancelled" if case.cancelled else "closed" if case.closed else "in_progress",
            opened_at=instant(case.opened), picked_up_at=instant(case.picked_up), resolved_at=instant(case.resolved),
            closed_at=instant(case.closed), parent_reference="MAJEUR" if case.child else "",
            first_delivery=delivery, last_delivery=delivery,
        )
        for case in found
    ]  # fmt: skip
    Ticket.objects.bulk_create(tickets)
    TicketPause.objects.bulk_create(
        TicketPause(
            contract=world.contract,
            ticket=ticket,
            started_at=instant(start),
            ended_at=instant(end),
            reason=reason,
        )
        for ticket, case in zip(tickets, found, strict=True)
        for start, end in case.pauses
        for reason in ("waiting_user", "waiting_client")
    )
    # Waiting for the provider itself is never opposable.
    TicketPause.objects.bulk_create(
        TicketPause(
            contract=world.contract,
            ticket=ticket,
            started_at=ticket.opened_at,
            ended_at=None,
            reason="waiting_provider",
        )
        for ticket in tickets
    )


def promises_of(world, start: date, end: date) -> list[Promise]:
    """The same commitments in the contract and in the recount."""
    from contracts.models import Site

    Site.objects.create(contract=world.contract, code="sxb", name="Strasbourg", holiday_zone="alsace-moselle")
    world.promise("E01", "response", ("P1", 15, "minutes"), hours="24x7")
    world.promise("E03", "response", ("P2", 30, "minutes"), ("P3", 2, "hours"), ("P4", 4, "hours"))
    world.promise("E04", "resolution", ("P1", 4, "hours"), hours="24x7")
    world.promise("E05", "resolution", ("P2", 8, "hours"))
    world.promise("E06", "resolution", ("P3", 2, "business_days"))
    always = {"": Hours.always(start, end)}
    office = {
        "": Hours.office(start, end, 8, 18, HOLIDAYS),
        "Strasbourg": Hours.office(start, end, 8, 18, ALSACE),
    }
    return [
        Promise("E01", True, {"P1": 900}, always),
        Promise("E03", True, {"P2": 1800, "P3": 2 * HOUR, "P4": 4 * HOUR}, office),
        Promise("E04", False, {"P1": 4 * HOUR}, always),
        Promise("E05", False, {"P2": 8 * HOUR}, office),
        Promise("E06", False, {"P3": 20 * HOUR}, office),
    ]


@pytest.mark.parametrize("season", SEASONS)
def test_every_ticket_agrees(world, season):
    start, end, month = SEASONS[season]
    promises = promises_of(world, start, end)
    found = cases(20260 + month.number, 250, month)
    store(world, found, world.delivery(str(month)))
    world.delivery(str(month.shift(1)))
    world.compute(str(month), str(month.shift(1)))
    as_of = stamp(month.shift(1), end=True)
    stored = {
        (v.commitment.code, v.ticket.reference): v
        for v in TicketVerdict.objects.select_related("commitment", "ticket")
    }
    tallies: Counter[tuple[str, str, str]] = Counter()
    for promise in promises:
        for case in found:
            expected, got = (
                judged(case, promises, promise, as_of),
                stored.pop((promise.code, case.reference), None),
            )
            assert (expected is None) == (got is None), (promise.code, case)
            if expected is None or got is None:
                continue
            verdict_at = None if got.verdict_at is None else int(got.verdict_at.timestamp())
            assert (got.state, got.target_seconds) == (expected.state, expected.target), (promise.code, case)
            assert verdict_at == expected.at, (promise.code, case)
            assert (str(got.month) if got.month else None) == expected.month, (promise.code, case)
            if expected.elapsed is not None:
                assert got.elapsed_seconds == expected.elapsed, (promise.code, case)
            tallies[promise.code, expected.month or "", expected.state] += 1
    assert not stored
    assert {state for _, _, state in tallies} == {
        "met",
        "breached",
        "pending",
        "not_applicable",
        "not_measurable",
    }
    check_months(tallies)


def check_months(tallies):
    """The stored figures of every month are the sums of the verdicts recounted here."""
    for result in CommitmentMonth.objects.select_related("commitment"):
        key = result.commitment.code, str(result.month)
        met, breached = tallies[*key, "met"], tallies[*key, "breached"]
        assert (result.met, result.counted) == (met, met + breached), key
        assert result.excluded == tallies[*key, "not_applicable"], key
        assert result.not_measurable == tallies[*key, "not_measurable"], key


@pytest.mark.parametrize("season", SEASONS)
def test_segments_tile_the_life_and_count_the_elapsed_time(world, season):
    start, end, month = SEASONS[season]
    promises = {promise.code: promise for promise in promises_of(world, start, end)}
    found = {case.reference: case for case in cases(31 + month.number, 60, month)}
    store(world, list(found.values()), world.delivery(str(month)))
    world.compute(str(month))
    told = 0
    for reference, case in found.items():
        for item in ticket_page(world.contract, reference).explanations:
            parts, verdict = item.life.segments, item.verdict
            if not parts:
                continue
            assert parts[0].start == instant(case.opened)
            assert parts[-1].end == item.life.stop
            assert all(a.end == b.start for a, b in itertools.pairwise(parts))
            if verdict.elapsed_seconds is not None:
                served = sum(part.seconds for part in parts if part.kind == "counted")
                assert served == verdict.elapsed_seconds, (verdict.commitment.code, case)
                told += 1
            if case.priority == "P4" and not case.first_priority and not case.pauses and case.picked_up:
                hours = promises["E03"].of(case.site)
                assert verdict.elapsed_seconds == counted(hours, case.opened, case.picked_up, [])
    assert told > 80
