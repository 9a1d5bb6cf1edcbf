"""What the availability of a month rests on: its outages and maintenances, each with its service time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np

from contracts.engine.rules import Rules
from contracts.models import Contract
from contracts.selectors.versions import version_at
from core.engine import formats
from core.engine.months import Month
from core.engine.typography import NBSP
from reports import selectors as reports
from reports.models import Maintenance, Outage
from reports.models.facts import Liability
from slas.engine import availability as engine
from slas.models import Commitment
from slas.selectors.hours import hours_book

UNMEASURED = {
    "not_counted": "sans mesure, non compté",
    "down": "sans mesure, compté comme une panne",
    "excluded_from_both": "sans mesure, retiré des deux termes",
}


@dataclass(frozen=True)
class Stop:
    """An outage or a maintenance; `seconds`: its service time within the month."""

    kind: str
    started_at: datetime
    ended_at: datetime | None
    seconds: int
    about: str
    counts: str


def stops_for(contract: Contract, month: Month, commitment: Commitment) -> list[Stop]:
    """The outages, then the maintenances, of the commitment's service that touch the month, in time order."""
    service = commitment.service.casefold()
    outages = [o for o in reports.outages_for(contract, month) if o.service.casefold() == service]
    works = [m for m in reports.maintenances_for(contract, month) if m.service.casefold() == service]
    spans: list[Outage | Maintenance] = [*outages, *works]
    lengths = _service_seconds(contract, month, commitment, spans)
    rules = version_at(contract, month.last_day).rules
    found = [
        Stop("Panne", o.started_at, o.ended_at, seconds, o.cause, _counts(o, rules))
        for o, seconds in zip(outages, lengths, strict=False)
    ]
    found += [
        Stop("Maintenance", m.started_at, m.ended_at, seconds, "", "dans la limite du préavis et du quota")
        for m, seconds in zip(works, lengths[len(outages) :], strict=True)
    ]
    return found


def _service_seconds(
    contract: Contract, month: Month, commitment: Commitment, spans: list[Outage | Maintenance]
) -> list[int]:
    """The service time of each span alone, within the month."""
    hours = hours_book(contract, [month.year - 1, month.year + 1]).hours(commitment.calendar_id or 0)
    start, end = (_utc(instant) for instant in (month.start(contract.timezone), month.end(contract.timezone)))
    outages = [engine.Outage(_utc(span.started_at), _utc(span.ended_at)) for span in spans]
    return engine.outage_seconds(hours, engine.Facts(start, end, outages))


def _counts(outage: Outage, rules: Rules) -> str:
    if outage.unmeasured:
        return UNMEASURED[rules.unknown_policy]
    if outage.liability != Liability.PROVIDER:
        return f"non compté, imputable{NBSP}: {outage.get_liability_display().lower()}"
    if not outage.degraded:
        return "compté"
    if rules.degraded_counted:
        return f"service dégradé, compté pour {formats.number(rules.degraded_weight)}"
    return "service dégradé, non compté"


def _utc(instant: datetime | None) -> np.datetime64:
    return np.datetime64("NaT" if instant is None else int(instant.timestamp()), "s")
