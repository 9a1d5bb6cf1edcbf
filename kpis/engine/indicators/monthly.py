"""All indicators that the tickets can give, for all months, in one pass."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from core.engine.months import Month
from kpis.engine.indicators import activity, delays, lived, practices, quality, recurrence, surveys
from kpis.engine.indicators.facts import Tickets, cut_months, read_tickets
from kpis.engine.indicators.measures import NO_DATA, Measure, missing
from slas.engine.lived import LivedMonth


@dataclass(frozen=True)
class Context:
    """What the tickets do not say.

    `users`: people served, for all months or by month (K02). `gaps`: declared less recomputed, in points,
    one per commitment, None where not comparable (K26). `covered`: months for which the provider delivered
    data; the others have no figure (a month not reported is not a quiet month); None takes every month from
    the earliest opening on. `blocking`: priorities of K03. `lived`: outages of the delivered months (K04, K06).
    `surveyed` (K22) and `recommended` (K23, answers for each mark from 0 to 10): surveys closed in the month.
    `units`, with `booked` the last month in which any was booked (K24); `actions` at the end of each month (K25).
    """

    users: int | Mapping[Month, int] | None = None
    gaps: Mapping[Month, Sequence[Decimal | None]] = field(default_factory=dict)
    covered: frozenset[Month] | None = None
    blocking: tuple[str, ...] = ("P1", "P2")
    lived: Mapping[Month, LivedMonth] = field(default_factory=dict)
    surveyed: Mapping[Month, surveys.Asked] = field(default_factory=dict)
    recommended: Mapping[Month, Sequence[int]] = field(default_factory=dict)
    units: Sequence[practices.PlannedUnit] = ()
    booked: Month | None = None
    actions: Mapping[Month, practices.Actions] = field(default_factory=dict)


NOTHING_MORE = Context()


def series(
    tickets: Any, months: Iterable[Month], timezone: str, context: Context = NOTHING_MORE
) -> dict[str, list[Measure]]:
    """Code → one measure per month, from the first to the last month asked, in order.

    `tickets`: a DataFrame as `read_tickets` takes it, or its result. Raises what `read_tickets` raises, and
    ValueError without months.
    """
    facts = tickets if isinstance(tickets, Tickets) else read_tickets(tickets)
    periods = cut_months(months, timezone, facts.opened, context.covered)
    people = None if isinstance(context.users, Mapping) else context.users
    volumes = activity.incidents(facts, periods)
    stock, old = activity.backlog(facts, periods)
    found = [
        volumes,
        activity.incidents_per_hundred(volumes, context.users),
        activity.blocking_incidents(facts, periods, context.blocking),
        lived.user_hours(periods.months, context.lived, people),
        delays.resolution_delays(facts, periods),
        lived.between_failures(periods.months, context.lived),
        stock,
        old,
        activity.resolved_over_opened(facts, periods),
        quality.reopened_share(facts, periods),
        recurrence.recurrence(facts, periods),
        recurrence.concentration(facts, periods),
        delays.paused_share(facts, periods),
        quality.satisfaction(facts, periods, context.surveyed),
        practices.preventive_share(facts, periods),
    ]
    result = {
        measures[0].code: [
            measure if measure.month in periods.covered else missing(measure.code, measure.month, NO_DATA)
            for measure in measures
        ]
        for measures in found
    }
    return result | _beside(periods.months, context)


def _beside(months: Sequence[Month], context: Context) -> dict[str, list[Measure]]:
    """What no ticket tells: surveys, work units, actions, declared figures; measured whether or not a report came."""
    return {
        "K23": surveys.recommendation(months, context.recommended),
        "K24": practices.units_used(months, context.units, context.booked),
        "K25": practices.late_actions(months, context.actions),
        "K26": quality.declared_gaps(months, context.gaps),
    }
