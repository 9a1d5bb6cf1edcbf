"""What comes in, what goes out, what stays: K01, K02, K03, K08, K09, K10."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

import numpy as np

from core.engine.months import Month
from kpis.engine.indicators.facts import Periods, Tickets, instant
from kpis.engine.indicators.measures import Measure, count, missing, percentage
from kpis.engine.numbers import as_decimal

NO_USERS = "Nombre d’utilisateurs inconnu pour ce mois."
NO_OPENING = "Sans objet : aucun ticket ouvert ce mois-ci."
NO_BACKLOG = "Sans objet : aucun ticket ouvert en fin de mois."
OLD_DAYS = 30


def incidents(tickets: Tickets, periods: Periods) -> list[Measure]:
    """K01: incidents opened in the month, cancelled ones left out; one part per priority."""
    ranks = np.where(tickets.incident, periods.rank(tickets.opened), -1)
    priority = tickets.labels["priority"]
    by_priority = {
        name: periods.counts(np.where(priority.codes == code, ranks, -1))
        for code, name in enumerate(priority.names)
    }
    return [
        Measure(
            "K01",
            month,
            Decimal(number),
            numerator=number,
            n=number,
            parts={name: count("K01", month, by_priority[name][at]) for name in sorted(by_priority)},
        )
        for at, (month, number) in enumerate(zip(periods.months, periods.counts(ranks), strict=True))
    ]


def incidents_per_hundred(volumes: list[Measure], users: int | Mapping[Month, int] | None) -> list[Measure]:
    """K02: incidents of K01 for 100 users; `users` for all months or by month."""
    found = []
    for volume in volumes:
        people = users.get(volume.month) if isinstance(users, Mapping) else users
        number = volume.numerator
        if not people or number is None:
            found.append(missing("K02", volume.month, NO_USERS))
            continue
        value = as_decimal(Fraction(100 * number, people))
        found.append(Measure("K02", volume.month, value, number, people, number))
    return found


def blocking_incidents(tickets: Tickets, periods: Periods, blocking: Iterable[str]) -> list[Measure]:
    """K03: incidents opened in the month at one of the `blocking` priorities."""
    priority = tickets.labels["priority"]
    codes = [code for code, name in enumerate(priority.names) if name in set(blocking)]
    chosen = tickets.incident & np.isin(priority.codes, codes)
    ranks = np.where(chosen, periods.rank(tickets.opened), -1)
    return [
        count("K03", month, number)
        for month, number in zip(periods.months, periods.counts(ranks), strict=True)
    ]


def backlog(tickets: Tickets, periods: Periods) -> tuple[list[Measure], list[Measure]]:
    """K08 and K09: tickets opened before the end of the month and not ended by then; among them the share
    opened more than 30 civil days before that end."""
    stock, old = [], []
    opened, ended = tickets.opened[tickets.eligible], tickets.ended[tickets.eligible]
    arrival, departure = np.sort(opened), np.sort(ended[~np.isnat(ended)])
    for position, month in enumerate(periods.months):
        end = periods.edges[position + 1]
        limit = instant(periods.days_before_end(position, OLD_DAYS))
        open_now = int(np.searchsorted(arrival, end) - np.searchsorted(departure, end))
        ageing = int(np.count_nonzero((opened < limit) & (np.isnat(ended) | (ended >= end))))
        stock.append(count("K08", month, open_now))
        old.append(percentage("K09", month, ageing, open_now, NO_BACKLOG))
    return stock, old


def resolved_over_opened(tickets: Tickets, periods: Periods) -> list[Measure]:
    """K10: tickets resolved in the month over tickets opened in it; above 100 % the stock shrinks."""
    rows = tickets.eligible
    resolved = periods.counts(np.where(rows, periods.rank(tickets.resolved), -1))
    opened = periods.counts(np.where(rows, periods.rank(tickets.opened), -1))
    return [
        percentage("K10", month, out, entered, NO_OPENING)
        for month, out, entered in zip(periods.months, resolved, opened, strict=True)
    ]
