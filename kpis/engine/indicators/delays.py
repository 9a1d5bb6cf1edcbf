"""How long it takes, and how much of it the clock did not count: K05, K14."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from core.engine.months import Month
from kpis.engine.durations import MEDIAN, MINIMUM_P90, P90, quantile
from kpis.engine.indicators.facts import Periods, Tickets
from kpis.engine.indicators.measures import Measure, missing, percentage
from kpis.engine.numbers import as_decimal

HOUR = 3600
NO_RESOLVED = "Sans objet : aucun incident résolu ce mois-ci avec un délai mesuré."
NO_GROSS = "Sans objet : aucun ticket résolu ce mois-ci avec une durée mesurée."


def resolution_delays(tickets: Tickets, periods: Periods) -> list[Measure]:
    """K05: median, in service hours, of the delay of incidents resolved in the month; `extra["p90"]`
    from 5 incidents on, `extra["values"]` under 5; one part per priority.

    Seconds come from `elapsed_seconds`; a negative one is not a measure.
    """
    elapsed, priority = tickets.whole["elapsed_seconds"], tickets.labels["priority"]
    ranks = np.where(tickets.incident & (elapsed >= 0), periods.rank(tickets.resolved), -1)
    rows = np.lexsort((elapsed, ranks))
    rows = rows[ranks[rows] >= 0]
    cuts = np.searchsorted(ranks[rows], np.arange(len(periods.months) + 1))
    found = []
    for position, month in enumerate(periods.months):
        chosen = rows[cuts[position] : cuts[position + 1]]
        if not len(chosen):
            found.append(missing("K05", month, NO_RESOLVED))
            continue
        seconds, codes = elapsed[chosen], priority.codes[chosen]
        present = sorted((priority.names[code], code) for code in np.unique(codes) if code >= 0)
        parts = {name: _delay(month, seconds[codes == code], {}) for name, code in present}
        found.append(_delay(month, seconds, parts))
    return found


def paused_share(tickets: Tickets, periods: Periods) -> list[Measure]:
    """K14: suspended seconds over total seconds, from opening to resolution, of the tickets resolved in the
    month. Numerator and denominator are seconds, `n` tickets."""
    paused, gross = tickets.whole["paused_seconds"], tickets.whole["gross_seconds"]
    measured = tickets.eligible & (paused >= 0) & (gross >= 0)
    ranks = np.where(measured, periods.rank(tickets.resolved), -1)
    sums = zip(
        periods.months,
        periods.counts(ranks, paused),
        periods.counts(ranks, gross),
        periods.counts(ranks),
        strict=True,
    )
    found = []
    for month, part, whole, n in sums:
        share = percentage("K14", month, part, whole, NO_GROSS)
        found.append(Measure("K14", month, share.value, part, whole, n, share.reason))
    return found


def _delay(month: Month, seconds: np.ndarray, parts: dict[str, Measure]) -> Measure:
    ordered = seconds.tolist()
    extra: dict[str, object] = {"p90": None}
    if len(ordered) >= MINIMUM_P90:
        extra["p90"] = as_decimal(quantile(ordered, P90) / HOUR)
    else:
        extra["values"] = tuple(as_decimal(Fraction(value, HOUR)) for value in ordered)
    value = as_decimal(quantile(ordered, MEDIAN) / HOUR)
    return Measure("K05", month, value, n=len(ordered), parts=parts, extra=extra)
