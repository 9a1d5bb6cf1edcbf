"""Availability promised and what happened to it, drawn at random: after the tickets, which stay those they were."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from random import Random
from typing import Any

from tests.slas.independent.availability import Outage, Statement, Works
from tests.slas.independent.drawing import CALENDARS, DAY, HOUR
from tests.slas.independent.months import after, shifted
from tests.slas.independent.terms import Commitment, Contract

SERVICES = ["ERP", "Messagerie"]
NAMES = [*SERVICES, *SERVICES, "erp", "MESSAGERIE", "Téléphonie"]
LIABILITIES = [*["provider"] * 6, "client", "third_party", "force_majeure"]


def settings(rng: Random) -> dict[str, Any]:
    """Every setting of availability, each drawn alone."""
    pick = rng.choice
    return {
        "maintenance_deducted": pick([True, False]),
        "maintenance_notice_days": pick([0, 1, 3, 5, 10]),
        "maintenance_quota_minutes": pick([0, 90, 240, 240, 50_000]),
        "unknown_policy": pick(["not_counted", "down", "excluded_from_both"]),
        "degraded_weight": pick(["0", "0.25", "0.5", "0.5", "0.3333", "1"]),
        "degraded_counted": pick([True, True, False]),
    }


def promise(rng: Random, terms: Contract, year: int, month: int) -> None:
    """Settings in every version, and the availability of two services, one of which may change on the way."""
    for _, rules in terms.versions:
        rules.update(settings(rng))
    change = date(year, month, 1) + timedelta(days=rng.randrange(28)) if rng.random() < 0.3 else None
    spans = [(SERVICES[0], date(2024, 1, 1), change), (SERVICES[1], date(2024, 1, 1), None)]
    if change:
        spans.append((SERVICES[0], change + timedelta(days=1), None))
    for n, (service, since, until) in enumerate(spans):
        terms.availabilities.append(
            Commitment(
                key=100 + n, code=f"A{SERVICES.index(service)}", kind="availability",
                calendar=rng.choice(list(CALENDARS)), since=since, until=until, restore=False,
                required=rng.choice(["80", "90", "95", "97.5", "99", "99.5", "99.9", "100"]), min_volume=None,
                service=service,
            )
        )  # fmt: skip


def statement(rng: Random, terms: Contract, year: int, month: int) -> Statement:
    """A month as the provider tells it; now and then without a file, nor a word."""
    start, end = after(terms, *shifted(year, month, -1)), after(terms, year, month)
    has_file, says_none = rng.random() < 0.75, rng.random() < 0.3
    if rng.random() < 0.1:
        return Statement(has_file, says_none, [at_the_limit(rng, terms, start, end)], [])
    planned = [works(rng, start, end) for _ in range(rng.randrange(9))]
    stops: list[Outage] = []
    for _ in range(rng.randrange(16)):
        others = [window.start for window in planned] + [stop.start for stop in stops]
        stops.append(outage(rng, start, end, others))
    return Statement(has_file, says_none, stops, planned)


def outage(rng: Random, start: int, end: int, others: list[int]) -> Outage:
    """One stop: alone, or begun about when another one or a planned window did; some have no end yet."""
    begun, length = span(rng, start, end)
    if others and rng.random() < 0.5:
        begun = rng.choice(others) + rng.choice([0, 0, HOUR, -HOUR])
    return Outage(
        rng.choice(NAMES), begun, None if rng.random() < 0.02 else begun + length, rng.choice(LIABILITIES),
        degraded=rng.random() < 0.3, unmeasured=rng.random() < 0.2,
    )  # fmt: skip


def works(rng: Random, start: int, end: int) -> Works:
    """One planned window, told some days before, often at the same time of the day to the second."""
    begun, length = span(rng, start, end)
    told = (
        begun
        - rng.choice([0, 1, 3, 5, 7, 7, 8, 14, 15, 20]) * DAY
        - rng.choice([0, 0, 0, 1, -1, rng.randrange(DAY)])
    )
    return Works(rng.choice(NAMES), begun, begun + length, None if rng.random() < 0.1 else told)


def span(rng: Random, start: int, end: int) -> tuple[int, int]:
    """A start in the month, near its end or before it, and a length that is never nothing; rarely the whole month."""
    if rng.random() < 0.03:
        return start - DAY, end - start + 2 * DAY
    step = rng.choice([1, 1, 60, 900, HOUR])
    begun = rng.choice(
        [rng.randrange(start, end), rng.randrange(end - 8 * DAY, end), rng.randrange(start - 2 * DAY, start)]
    )
    if rng.random() < 0.6:
        begun += (9 * HOUR - begun) % DAY + rng.randrange(9 * HOUR)
    return begun - begun % step, step + rng.randrange(rng.choice([HOUR, 6 * HOUR, 60 * HOUR])) // step * step


def at_the_limit(rng: Random, terms: Contract, start: int, end: int) -> Outage:
    """An outage that uses up, to the second or to one more, what a service around the clock may lose in a month."""
    row = rng.choice(terms.availabilities)
    allowed = int((end - start) * (100 - Fraction(row.required)) / 100) + rng.choice([0, 0, 1])
    return Outage(row.service, start + HOUR, start + HOUR + max(allowed, 1))
