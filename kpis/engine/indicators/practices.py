"""What is prevented, planned and followed up: K24, K25, K27."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from unicodedata import combining, normalize

import numpy as np

from core.engine.months import Month
from kpis.engine.indicators.facts import Periods, Tickets
from kpis.engine.indicators.measures import Measure, missing, percentage
from kpis.engine.numbers import as_decimal

PREVENTIVE = "preventi"
NO_PREVENTIVE = "Non mesurable : aucune catégorie de ticket ne dit « préventif ». Saisissez la part, ou faites-la déclarer."
NO_WORK = "Sans objet : ni ticket préventif ni incident ce mois-ci."
NO_PLAN = "Sans objet : ni quota, ni minimum, ni bon de commande d’une unité d’œuvre qui ait un prix."
NOT_BOOKED = "Non mesuré : aucune unité d’œuvre n’est encore inscrite pour ce mois."
NO_ACTION = "Sans objet : aucune action de comité ouverte en fin de mois."


@dataclass(frozen=True)
class PlannedUnit:
    """One work unit: its price (euros), what was used of it and what was foreseen, by month."""

    code: str
    price: Fraction
    used: Mapping[Month, Fraction] = field(default_factory=dict)
    planned: Mapping[Month, Fraction] = field(default_factory=dict)


@dataclass(frozen=True)
class Actions:
    """Committee actions at the end of a month: open, and late among them; done in the month, and in time among these."""

    late: int
    open: int
    kept: int
    done: int


def preventive_share(tickets: Tickets, periods: Periods) -> list[Measure]:
    """K27: tickets of a category that says « préventif », over these and the other incidents, opened in the month.

    Without any such category in the whole history nothing is told: the provider's tool may simply not name it.
    """
    category = tickets.labels["category"]
    named = [code for code, name in enumerate(category.names) if PREVENTIVE in _plain(name)]
    if not named:
        return [missing("K27", month, NO_PREVENTIVE) for month in periods.months]
    ranks = np.where(tickets.eligible, periods.rank(tickets.opened), -1)
    preventive = np.isin(category.codes, named)
    prevented = periods.counts(np.where(preventive, ranks, -1))
    cured = periods.counts(np.where(tickets.incident & ~preventive, ranks, -1))
    return [
        percentage("K27", month, good, good + bad, NO_WORK)
        for month, good, bad in zip(periods.months, prevented, cured, strict=True)
    ]


def units_used(months: Sequence[Month], units: Sequence[PlannedUnit], booked: Month | None) -> list[Measure]:
    """K24: euros of work units used over euros foreseen to date, from January on, at the price of each unit.

    Prices weigh: a visit and a server do not add up otherwise. `booked`: last month in which something was booked; what
    comes after is not nothing, it is not known yet. One part per unit.
    """
    return [_used(month, units, booked) for month in months]


def late_actions(months: Sequence[Month], actions: Mapping[Month, Actions]) -> list[Measure]:
    """K25: actions past their date over actions open, at the end of the month. `extra`: `kept` among `done` in it."""
    found = []
    for month in months:
        here = actions.get(month, Actions(0, 0, 0, 0))
        share = percentage("K25", month, here.late, here.open, NO_ACTION)
        extra = {"kept": here.kept, "done": here.done}
        found.append(
            Measure("K25", month, share.value, here.late, here.open, here.open, share.reason, extra=extra)
        )
    return found


def _used(month: Month, units: Sequence[PlannedUnit], booked: Month | None) -> Measure:
    if not any(unit.price and sum(unit.planned.values()) for unit in units):
        return missing("K24", month, NO_PLAN)
    if booked is None or month > booked:
        return missing("K24", month, NOT_BOOKED)
    parts = {unit.code: _ratio(month, [unit]) for unit in units if _to_date(unit.planned, month)}
    whole = _ratio(month, units)
    return Measure("K24", month, whole.value, reason=whole.reason, parts=parts)


def _ratio(month: Month, units: Sequence[PlannedUnit]) -> Measure:
    used = sum((unit.price * _to_date(unit.used, month) for unit in units), Fraction(0))
    planned = sum((unit.price * _to_date(unit.planned, month) for unit in units), Fraction(0))
    if not planned:
        return missing("K24", month, NO_PLAN)
    return Measure("K24", month, as_decimal(100 * used / planned))


def _to_date(quantities: Mapping[Month, Fraction], until: Month) -> Fraction:
    """From January to a month, both included."""
    return sum(
        (size for month, size in quantities.items() if month.year == until.year and month <= until),
        Fraction(0),
    )


def _plain(text: str) -> str:
    """Without case nor accents."""
    return "".join(sign for sign in normalize("NFKD", text.casefold()) if not combining(sign))
