"""What people live through, and how far the report is from the facts: K11, K22, K26."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

import numpy as np

from core.engine.months import Month
from kpis.engine.indicators.facts import Periods, Tickets
from kpis.engine.indicators.measures import Measure, missing, percentage
from kpis.engine.indicators.surveys import Asked
from kpis.engine.numbers import as_decimal, exact
from kpis.engine.proportions import wilson

SATISFIED = 4
NOTHING_ASKED: Mapping[Month, Asked] = {}
NO_REOPENING_KNOWN = "Non mesurable : l’export ne donne pas les réouvertures."
NO_RESOLUTION = "Sans objet : aucun ticket résolu ce mois-ci."
NO_ANSWER = "Sans objet : aucune réponse à l’enquête ce mois-ci."
NO_GAP = "Sans objet : aucun chiffre déclaré comparable ce mois-ci."


def reopened_share(tickets: Tickets, periods: Periods) -> list[Measure]:
    """K11: tickets reopened at least once, among those resolved in the month whose count is known."""
    times = tickets.whole["reopen_count"]
    resolved = np.where(tickets.eligible, periods.rank(tickets.resolved), -1)
    known = np.where(times >= 0, resolved, -1)
    rows = zip(
        periods.months,
        periods.counts(np.where(times > 0, resolved, -1)),
        periods.counts(known),
        periods.counts(resolved),
        strict=True,
    )
    return [
        percentage("K11", month, again, whole, NO_REOPENING_KNOWN if all_of_them else NO_RESOLUTION)
        for month, again, whole, all_of_them in rows
    ]


def satisfaction(
    tickets: Tickets, periods: Periods, surveyed: Mapping[Month, Asked] = NOTHING_ASKED
) -> list[Measure]:
    """K22: answers of 4 or 5 over answers, for tickets resolved in the month, with those of the surveys by link
    that closed in it (`surveyed`).

    `extra`: `low`, `high` (Wilson, 95 %, per cent), `alarm_high` (upper Wilson bound at 90 %, per cent), `answers`,
    `resolved`, `sent` (links), `response_rate` (answers over resolved tickets and links sent, per cent).
    """
    notes = tickets.satisfaction
    resolved = np.where(tickets.eligible, periods.rank(tickets.resolved), -1)
    rows = zip(
        periods.months,
        periods.counts(np.where(notes >= SATISFIED, resolved, -1)),
        periods.counts(np.where(np.isnan(notes), -1, resolved)),
        periods.counts(resolved),
        strict=True,
    )
    found = []
    for month, happy, answers, whole in rows:
        by_link = surveyed.get(month, Asked(0, 0, 0))
        told = Asked(happy + by_link.satisfied, answers + by_link.answers, by_link.sent)
        found.append(_satisfied(month, told, whole))
    return found


def declared_gaps(months: Sequence[Month], gaps: Mapping[Month, Sequence[Decimal | None]]) -> list[Measure]:
    """K26: mean of |declared − recomputed|, in points, over the commitments of the month that can be
    compared; `extra["max"]` is the largest. `gaps`: one value per commitment, None where not comparable."""
    found = []
    for month in months:
        sizes = [abs(size) for size in map(exact, gaps.get(month, ())) if size is not None]
        if not sizes:
            found.append(missing("K26", month, NO_GAP))
            continue
        mean = as_decimal(sum(sizes, Fraction(0)) / len(sizes))
        found.append(Measure("K26", month, mean, n=len(sizes), extra={"max": as_decimal(max(sizes))}))
    return found


def _satisfied(month: Month, told: Asked, resolved: int) -> Measure:
    share = percentage("K22", month, told.satisfied, told.answers, NO_ANSWER)
    asked = resolved + told.sent
    rate = as_decimal(Fraction(100 * told.answers, asked)) if asked else None
    extra: dict[str, object] = {
        "answers": told.answers,
        "resolved": resolved,
        "sent": told.sent,
        "response_rate": rate,
    }
    usual, alarm = wilson(told.satisfied, told.answers), wilson(told.satisfied, told.answers, 0.90)
    if usual and alarm:
        extra |= {"low": 100 * usual.low, "high": 100 * usual.high, "alarm_high": 100 * alarm.high}
    return Measure(
        "K22", month, share.value, told.satisfied, told.answers, told.answers, share.reason, extra=extra
    )
