"""A real ServiceNow audit export, ticket by ticket against a plain re-reading of the same file.

`PORTAL_REAL_DATA` names the folder of `servicenow_incidents_2016_raw.csv.gz` (UCI, « Incident management process
enriched event log », CC BY 4.0): 2,804 incidents opened from 29 February 2016.
"""

from __future__ import annotations

import csv
import gzip
import io
import os
from collections import defaultdict
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from contracts.models import Contract, ContractVersion
from core.engine.months import Month
from core.scope import for_contract, unscoped
from reports.models import Ticket, TicketPause
from reports.services import DepositRefused, IncomingFile, deposit, read_delivery

REASONS = {
    "Awaiting User Info": "waiting_user",
    "Awaiting Vendor": "waiting_third_party",
    "Awaiting Problem": "waiting_provider",
    "Awaiting Evidence": "other",
}
PRIORITIES = {"1 - Critical": "P1", "2 - High": "P2", "3 - Moderate": "P3", "4 - Low": "P4"}
OVER = ("Resolved", "Closed")


@pytest.fixture
def raw():
    return gzip.decompress(
        Path(os.environ["PORTAL_REAL_DATA"], "servicenow_incidents_2016_raw.csv.gz").read_bytes()
    )


@pytest.fixture
def served(contract):
    """The contract, begun before the file."""
    with unscoped("tests build their world"):
        Contract.objects.filter(pk=contract.pk).update(starts_on=date(2016, 1, 1))
        ContractVersion.objects.filter(contract=contract).update(effective_on=date(2016, 1, 1))
        contract.refresh_from_db()
    return contract


def moment(text):
    """A wall time of Paris as UTC, None for « ? »."""
    if text == "?":
        return None
    return datetime.strptime(text, "%d/%m/%Y %H:%M").replace(tzinfo=ZoneInfo("Europe/Paris")).astimezone(UTC)


def read_again(raw):
    """Tickets and pauses as plain Python reads them."""
    groups = defaultdict(list)
    for number, row in enumerate(csv.DictReader(io.StringIO(raw.decode()))):
        groups[row["number"]].append((moment(row["sys_updated_at"]), int(row["sys_mod_count"]), number, row))
    tickets, pauses = {}, set()
    for reference, updates in groups.items():
        updates.sort(key=lambda update: update[:3])
        last = updates[-1][3]
        opened, resolved, closed = (moment(last[f"{name}_at"]) for name in ("opened", "resolved", "closed"))
        if resolved is None and last["incident_state"] in OVER:
            resolved = closed
            for at, _, _, row in reversed(updates):
                if row["incident_state"] not in OVER:
                    break
                resolved = at
        picked = next((at for at, _, _, row in updates if row["incident_state"] != "New"), None)
        if picked is not None:
            picked = opened if picked < opened else min(picked, resolved or picked)
        tickets[reference] = (
            PRIORITIES[last["priority"]], PRIORITIES[updates[0][3]["priority"]], opened, picked, resolved, closed,
            int(last["reopen_count"]), last["made_sla"] == "true",
        )  # fmt: skip
        for (start, _, _, row), (end, _, _, _) in pairwise(updates):
            if row["incident_state"] in REASONS and end > start:
                pauses.add((reference, start, end, REASONS[row["incident_state"]]))
    return tickets, merged(pauses)


def merged(pauses):
    """Touching intervals of one ticket and one reason as one."""
    found = []
    for reference, start, end, reason in sorted(pauses, key=lambda p: (p[0], p[3], p[1])):
        if found and found[-1][0] == reference and found[-1][3] == reason and found[-1][2] == start:
            found[-1] = (reference, found[-1][1], end, reason)
        else:
            found.append((reference, start, end, reason))
    return set(found)


def test_every_ticket_and_pause_equals_a_plain_reading(served, raw):
    tickets, pauses = read_again(raw)
    with for_contract(served.pk):
        files = [IncomingFile("tickets", "incidents.csv", raw)]
        delivery = read_delivery(delivery=deposit(contract=served, month=Month(2016, 3), files=files))
        assert (delivery.outcome, delivery.profile) == ("WARN", "servicenow")
        assert (delivery.row_count, delivery.ticket_count) == (20_004, 2_804)
        stored = {
            t.reference: (
                t.priority, t.initial_priority, t.opened_at, t.picked_up_at, t.resolved_at, t.closed_at,
                t.reopen_count, t.declared_met,
            )
            for t in Ticket.objects.all()
        }  # fmt: skip
        waits = TicketPause.objects.values_list("ticket__reference", "started_at", "ended_at", "reason")
        assert stored == tickets
        assert set(waits) == pauses
        assert len(pauses) > 1_000


def test_the_archive_itself_is_refused(served):
    files = [IncomingFile("tickets", "incidents.csv", gzip.compress(b"number"))]
    with for_contract(served.pk), pytest.raises(DepositRefused) as refusal:
        deposit(contract=served, month=Month(2016, 3), files=files)
    assert refusal.value.findings[0].code == "unsupported_type"
