"""What comes back, and where it gathers: K12, K13, and the list of what keeps failing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np

from core.engine.months import Month
from kpis.engine.indicators.facts import Labels, Periods, Tickets, instant
from kpis.engine.indicators.measures import NO_ELIGIBLE, Measure, missing, percentage

DAYS = 90
AT_LEAST = 3
TOP = 3
NO_PAIR = "Non mesurable : l’export ne donne ni service ni catégorie."
SHORT_HISTORY = "Non mesurable : moins de 90 jours de données continues."
Top = tuple[tuple[str, int], ...]
Tops = tuple[Top, int]
"""The most frequent names with their count, and the number of named incidents."""
BESIDE = {"site": "sites", "group": "groups", "requester": "requesters"}
"""Where incidents gather beside services: label of a ticket → part of K13."""
NAMED = frozenset({"site", "group"})


@dataclass(frozen=True)
class RecurrentPair:
    """Incidents of one service and category in the window: how many, which, first and last opening (UTC)."""

    service: str
    category: str
    count: int
    references: tuple[str, ...]
    first: datetime
    last: datetime


def recurrent_pairs(
    tickets: Tickets, end: datetime, days: int = DAYS, at_least: int = AT_LEAST
) -> tuple[RecurrentPair, ...]:
    """Pairs (service, category) seen `at_least` times among incidents opened in the `days` before `end`.

    `end`: aware datetime, excluded; give it in the contract's zone so that days are civil days.
    Most frequent first, then by name. An incident without service or category belongs to no pair.
    """
    rows = _window(tickets, end, days)
    pairs, _ = _pairs(tickets)
    order = rows[np.argsort(pairs[rows], kind="stable")]
    order = order[pairs[order] >= 0]
    starts = np.flatnonzero(np.diff(pairs[order], prepend=-1))
    groups = [group for group in np.split(order, starts[1:]) if len(group) >= at_least]
    found = [_pair(tickets, group) for group in groups]
    return tuple(sorted(found, key=lambda pair: (-pair.count, pair.service, pair.category)))


def recurrence(tickets: Tickets, periods: Periods) -> list[Measure]:
    """K12: incidents whose pair (service, category) was seen 3 times or more in the 90 civil days that end
    with the month, over all incidents of these days. `extra["pairs"]`: number of such pairs.

    Not computed while the 90 days reach back before the first data: a short window would look better.
    """
    pairs, size = _pairs(tickets)
    found = []
    for position, month in enumerate(periods.months):
        since = periods.days_before_end(position, DAYS)
        if not periods.is_covered(since, position):
            found.append(missing("K12", month, SHORT_HISTORY))
            continue
        rows = _window(tickets, periods.end(position), DAYS)
        named = pairs[rows][pairs[rows] >= 0]
        if len(rows) and not len(named):
            found.append(missing("K12", month, NO_PAIR))
            continue
        seen = np.bincount(named, minlength=size)
        often = seen[seen >= AT_LEAST]
        share = percentage("K12", month, int(often.sum()), len(rows))
        extra = {"pairs": len(often)}
        found.append(
            Measure("K12", month, share.value, share.numerator, len(rows), len(rows), share.reason, {}, extra)
        )
    return found


def concentration(tickets: Tickets, periods: Periods) -> list[Measure]:
    """K13: share of the three services with most incidents of the month, among incidents with a service.

    `parts`: the same for sites, groups that treat them and requesters. `extra`: the three (name, count), by count then
    name, as `top` for services, `top_site`, `top_group`; those who ask are counted, never named.
    """
    ranks = np.where(tickets.incident, periods.rank(tickets.opened), -1)
    found = {label: _tops(ranks, tickets.labels[label], periods) for label in ("service", *BESIDE)}
    return [
        _gathered(month, {label: rows[at] for label, rows in found.items()})
        for at, month in enumerate(periods.months)
    ]


def _gathered(month: Month, tops: Mapping[str, Tops]) -> Measure:
    shares = {
        label: percentage("K13", month, sum(number for _, number in top), total, NO_ELIGIBLE)
        for label, (top, total) in tops.items()
    }
    whole = shares["service"]
    named = {f"top_{label}": top for label, (top, _) in tops.items() if label in NAMED}
    return Measure(
        "K13",
        month,
        whole.value,
        whole.numerator,
        whole.denominator,
        whole.n,
        whole.reason,
        parts={part: shares[label] for label, part in BESIDE.items()},
        extra={"top": tops["service"][0]} | named,
    )


def _tops(ranks: np.ndarray, labels: Labels, periods: Periods) -> list[Tops]:
    """Per month: the three most frequent names with their count, and the number of named incidents."""
    width, kept = max(1, len(labels.names)), (ranks >= 0) & (labels.codes >= 0)
    flat = np.bincount(ranks[kept] * width + labels.codes[kept], minlength=len(periods.months) * width)
    found = []
    for row in flat.reshape(len(periods.months), width):
        present = np.flatnonzero(row).tolist()
        named = sorted((-int(row[code]), labels.names[code]) for code in present)
        found.append((tuple((name, -number) for number, name in named[:TOP]), int(row.sum())))
    return found


def _window(tickets: Tickets, end: datetime, days: int) -> np.ndarray:
    since, until = instant(end - timedelta(days=days)), instant(end)
    return np.flatnonzero(tickets.incident & (tickets.opened >= since) & (tickets.opened < until))


def _pairs(tickets: Tickets) -> tuple[np.ndarray, int]:
    """A number per (service, category), −1 where either is missing, and how many numbers there may be."""
    service, category = tickets.labels["service"], tickets.labels["category"]
    width = len(category.names)
    known = (service.codes >= 0) & (category.codes >= 0)
    return np.where(known, service.codes * width + category.codes, -1), len(service.names) * width


def _pair(tickets: Tickets, rows: np.ndarray) -> RecurrentPair:
    rows = rows[np.lexsort((tickets.reference[rows].astype(str), tickets.opened[rows]))]
    service, category = tickets.labels["service"], tickets.labels["category"]
    return RecurrentPair(
        service=service.names[service.codes[rows[0]]],
        category=category.names[category.codes[rows[0]]],
        count=len(rows),
        references=tuple(str(reference) for reference in tickets.reference[rows]),
        first=tickets.opened[rows[0]].item().replace(tzinfo=UTC),
        last=tickets.opened[rows[-1]].item().replace(tzinfo=UTC),
    )
