"""What the services read of a contract-month drawn for the independent judge: the same facts, no row stored."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import numpy as np
import pandas as pd

from contracts.models import ContractVersion, Site
from core.engine.months import Month
from reports.models import Delivery, Maintenance, Outage
from slas.engine.promises import Delay, Promise
from slas.models import Commitment
from slas.selectors.hours import HoursBook
from slas.services.ground.contexts import MonthFacts
from slas.services.ground.facts import Facts, local_midnight
from slas.services.ground.promising import PromiseBook
from tests.slas.independent import availability
from tests.slas.independent import terms as told

TEXTS = {
    "reference": "reference", "type": "kind", "priority": "priority", "initial_priority": "first_priority",
    "site": "site", "parent_reference": "parent", "pause_reason": "pause_reason", "duplicate_of": "duplicate_of",
    "cancelled_by": "cancelled_by", "cancel_reason": "cancel_reason", "status": "status",
    "first_priority": "told_first",
}  # fmt: skip
INSTANTS = {
    "opened": "opened", "picked_up": "picked_up", "resolved": "resolved", "closed": "closed",
    "priority_changed": "changed", "assigned": "assigned", "restored": "restored",
    "told_opened": "told_opened", "told_resolved": "told_resolved", "first_changed": "told_changed",
}  # fmt: skip
CODES = {"ho": 1, "lunch": 2, "night": 3, "always": 4}
UNTIL = np.datetime64("NaT", "s")


def instants(values):
    return pd.Series(np.array(["NaT" if v is None else np.datetime64(v, "s") for v in values], "M8[s]"))


def facts_of(tickets: list[told.Ticket]) -> Facts:
    """What the services read, from the same tickets."""
    frame = pd.DataFrame(
        {
            "id": np.arange(len(tickets), dtype=np.int64) + 1,
            **{
                name: pd.Series([getattr(t, own) for t in tickets], dtype="object")
                for name, own in TEXTS.items()
            },
            **{name: instants(getattr(t, own) for t in tickets) for name, own in INSTANTS.items()},
            "changed_after": instants(t.moved_in and t.moved_in[0] for t in tickets),
            "changed_by": instants(t.moved_in and t.moved_in[1] for t in tickets),
            "declared_pause_seconds": np.array([t.declared_pause for t in tickets], dtype=np.int64),
            "last_delivery_id": 1,
            "lowering_approved": pd.Series([t.approved for t in tickets], dtype="object"),
            "cancelled": [t.cancelled for t in tickets],
            "pickup_untold": [t.pickup_untold for t in tickets],
        }
    )
    waits = [(n, *pause) for n, t in enumerate(tickets, 1) for pause in t.pauses]
    moves = [(n, *move) for n, t in enumerate(tickets, 1) for move in t.moves]
    return Facts(
        frame,
        pd.DataFrame(
            {
                "ticket_id": pd.Series([w[0] for w in waits], dtype="int64"),
                "started": instants(w[1] for w in waits),
                "ended": instants(w[2] for w in waits),
                "reason": pd.Series([w[3] for w in waits], dtype="object"),
            }
        ),
        pd.DataFrame(
            {
                "ticket_id": pd.Series([m[0] for m in moves], dtype="int64"),
                "resolved": instants(m[1] for m in moves),
                "reopened": instants(m[2] for m in moves),
            }
        ),
        {1: Month(2026, 1)},
    )


def book_of(terms: told.Contract) -> PromiseBook:
    """The same promises as the services hold them; no row is stored."""
    zone = terms.zone.key
    rows = [
        Commitment(
            pk=row.key, code=row.code, name=row.code, kind=row.kind, calendar_id=CODES[row.calendar],
            gtr_kind="restore" if row.restore else "", required_rate=Decimal(row.required),
            min_volume=row.min_volume, effective_from=row.since, effective_to=row.until, service=row.service,
        )
        for row in [*terms.commitments, *terms.availabilities]
    ]  # fmt: skip
    promises = [
        Promise(
            row.key, row.kind, CODES[row.calendar], local_midnight(zone, row.since),
            UNTIL if row.until is None else local_midnight(zone, row.until + timedelta(days=1)),
            tuple(Delay(*delay) for delay in row.delays), row.restore,
        )
        for row in terms.commitments
    ]  # fmt: skip
    versions = [
        ContractVersion(number=n, effective_on=since, settings=settings, monthly_fee=1)
        for n, (since, settings) in enumerate(terms.versions)
    ]
    return PromiseBook(
        zone, date(2024, 1, 1), date(2026, 12, 31), versions, rows, promises, {}, calendars_of(terms)
    )


def stated_of(said: availability.Statement) -> MonthFacts:
    """The same statement of the provider; no row is stored."""
    outages = [
        Outage(
            service=o.service, started_at=moment(o.start), ended_at=None if o.end is None else moment(o.end),
            liability=o.liability, degraded=o.degraded, unmeasured=o.unmeasured,
        )
        for o in said.outages
    ]  # fmt: skip
    maintenances = [
        Maintenance(
            service=w.service, started_at=moment(w.start), ended_at=moment(w.end),
            notified_at=None if w.told is None else moment(w.told),
        )
        for w in said.works
    ]  # fmt: skip
    delivery = Delivery(pk=1, no_outage_stated=said.says_none)
    return MonthFacts(delivery, {}, outages, maintenances, said.has_file, None)


def moment(second: int) -> datetime:
    return datetime.fromtimestamp(second, UTC)


def calendars_of(terms: told.Contract) -> HoursBook:
    east = terms.sites["strasbourg"]
    sites = {
        "siège": Site(pk=1, code="siege", name="Siège"),
        "strasbourg": Site(
            pk=2, code="sxb", name="Strasbourg", holiday_zone="alsace-moselle", whit_monday_worked=east.whit_worked,
            calendar_id=CODES.get(east.calendar),
        ),
    }  # fmt: skip
    windows = {
        CODES[name]: {day: [(clock(a), clock(b)) for a, b in spans] for day, spans in week.items()}
        for name, week in terms.calendars.items()
        if week is not None
    }
    closures = {None: terms.sites[""].own, 2: east.own}
    return HoursBook(terms.zone.key, windows, frozenset({4}), sites, closures, (2026, 2026), {})


def clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
