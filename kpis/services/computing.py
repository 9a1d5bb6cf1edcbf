"""The indicators of a contract, from its facts: computed whole, replaced whole, closed months untouched."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction

from contracts.models import Contract
from core.engine.months import Month, month_range
from core.engine.ratios import round_half_up
from kpis.engine.indicators import Measure, read_tickets, series
from kpis.models import IndicatorValue
from kpis.selectors.following import followed_by, with_rebases
from kpis.selectors.told import told_values
from kpis.services.gathering import context_of, ticket_facts
from kpis.services.own_values import closed_months, own_rows
from kpis.services.recurrences import name_recurrences
from kpis.services.showings import propose_retirements
from kpis.services.signalling import replace_signals
from kpis.services.told_rows import place, told_rows, without
from kpis.services.watermelons import RECURRENCE, mark_watermelons
from reports import selectors as reports
from slas.selectors.results import results_for

DECIMALS = 6
Rows = dict[str, dict[Month, IndicatorValue]]


def compute_indicators(*, contract: Contract, months: Sequence[Month]) -> None:
    """Compute every indicator over all months from the first to the last one delivered or asked for.

    The whole series is one pass: a ticket corrected late changes several months. Values, then the signals of
    each month as known at its end, then the watermelon. Closed months keep what they hold. Running it twice
    changes nothing.
    """
    delivered = reports.delivered_months(contract)
    known = {*delivered, *months}
    if not known:
        return
    span = month_range(min(known), max(known))
    with transaction.atomic():
        closed = closed_months(contract)
        results = results_for(contract, span)
        tickets = read_tickets(ticket_facts(contract))
        context = context_of(contract, span, results, delivered)
        measured = series(tickets, span, contract.timezone, context)
        rows = rows_of(contract, measured.values(), closed)
        open_months, told = [month for month in span if month not in closed], told_values(contract)
        whole = _with_stored(contract, rows, closed)
        fresh = told_rows(contract, whole, told, open_months)
        rows = [*without(rows, fresh), *fresh]
        place(whole, fresh)
        followed = {one.code: one for one in with_rebases(contract, followed_by(contract))}
        name_recurrences(whole[RECURRENCE], tickets, open_months, contract.timezone)
        mark_watermelons(contract, followed, whole, results, open_months)
        own = own_rows(contract, whole, results, told, span, closed)
        place(whole, own)
        _replace(contract, [*rows, *own], closed)
        replace_signals(contract, followed.values(), whole, open_months)
        propose_retirements(contract)


def rows_of(
    contract: Contract, measured: Iterable[Sequence[Measure]], closed: frozenset[Month]
) -> list[IndicatorValue]:
    """New rows of the months that are not closed, parts included."""
    return [
        row
        for measures in measured
        for measure in measures
        if measure.month not in closed
        for row in (_row(contract, measure, ""), *(_row(contract, m, p) for p, m in measure.parts.items()))
    ]


def _row(contract: Contract, measure: Measure, part: str) -> IndicatorValue:
    return IndicatorValue(
        contract=contract,
        code=measure.code,
        part=part,
        month=measure.month,
        value=None if measure.value is None else round_half_up(measure.value, DECIMALS),
        numerator=measure.numerator,
        denominator=measure.denominator,
        n=measure.n,
        reason=measure.reason or "",
        extra={name: plain(value) for name, value in measure.extra.items()},
    )


def plain(value: Any) -> Any:
    """What JSON holds: companion figures are for display, six decimals are more than a page shows."""
    if isinstance(value, Decimal | float):
        return round(float(value), DECIMALS)
    return [plain(item) for item in value] if isinstance(value, tuple | list) else value


def _with_stored(contract: Contract, rows: Iterable[IndicatorValue], closed: frozenset[Month]) -> Rows:
    """Whole indicators by code and month: new rows, and the stored ones of closed months."""
    kept = IndicatorValue.objects.filter(contract=contract, part="", month__in=[str(m) for m in closed])
    found: Rows = defaultdict(dict)
    for row in (*kept, *rows):
        if not row.part:
            found[row.code][row.month] = row
    return found


def _replace(contract: Contract, rows: list[IndicatorValue], closed: frozenset[Month]) -> None:
    stale = IndicatorValue.objects.filter(contract=contract).exclude(month__in=[str(m) for m in closed])
    stale.delete()
    IndicatorValue.objects.bulk_create(rows, batch_size=500)
