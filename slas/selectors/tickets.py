"""The tickets behind a figure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from contracts.models import Contract
from core.engine.months import Month
from slas.engine.verdicts import Verdict
from slas.models import TicketVerdict
from slas.selectors.months import record_for

FILTERS = {
    "hors-delai": "Hors délai",
    "ouverts": "Ouverts échus",
    "dans-le-delai": "Dans le délai",
    "juges": "Jugés",
    "exclus": "Exclus",
    "tous": "Tous",
}
STATES = {
    "hors-delai": [Verdict.BREACHED],
    "ouverts": [Verdict.BREACHED],
    "dans-le-delai": [Verdict.MET],
    "juges": [Verdict.MET, Verdict.BREACHED],
    "exclus": [Verdict.NOT_APPLICABLE, Verdict.NOT_MEASURABLE],
    "tous": [Verdict.MET, Verdict.BREACHED, Verdict.NOT_APPLICABLE, Verdict.NOT_MEASURABLE],
}


@dataclass(frozen=True)
class Choice:
    """One filter of a list, with its count."""

    code: str
    label: str
    count: int
    url: str
    active: bool


def verdicts_for(contract: Contract, code: str, month: Month, chosen: str = "tous") -> list[TicketVerdict]:
    """Verdicts of a commitment's month under a filter, oldest opening first."""
    return list(
        _filtered(contract, code, month, chosen).select_related("ticket").order_by("ticket__opened_at")
    )


def choices_for(contract: Contract, code: str, month: Month, active: str, address: str) -> list[Choice]:
    """The filters with their counts (1 query each); empty ones are left out, but not the active one."""
    found = [
        Choice(
            key,
            label,
            _filtered(contract, code, month, key).count(),
            f"{address}?tickets={key}",
            key == active,
        )
        for key, label in FILTERS.items()
    ]
    return [choice for choice in found if choice.count or choice.active]


def vanished_in(contract: Contract, month: Month) -> frozenset[str]:
    """References known open before and absent from the month's files."""
    record = record_for(contract, month)
    return frozenset(record.omissions.get("vanished", ())) if record else frozenset()


def _filtered(contract: Contract, code: str, month: Month, chosen: str) -> QuerySet[TicketVerdict]:
    rows = TicketVerdict.objects.filter(
        contract=contract, commitment__code=code, month=month, state__in=STATES[chosen]
    )
    return rows.filter(_open_at(month.end(contract.timezone))) if chosen == "ouverts" else rows


def _open_at(instant: datetime) -> Q:
    return Q(ticket__resolved_at=None) | Q(ticket__resolved_at__gte=instant)
