"""Closing a month and revising it: what is frozen, what is refused, what is written."""

from __future__ import annotations

import json

import pytest

from core.engine.months import Month
from journal.models import Anchor, JournalEntry
from slas.models import CommitmentMonth, MonthRecord, MonthSnapshot, TicketVerdict
from slas.services.closing import ClosingRefused, MonthClosed, MonthOpen, close_month, revise_month
from slas.services.snapshots import snapshot_digest, stored_verdicts
from tests.slas.closable import closable

MARCH = Month(2026, 3)
REASON = "Écart accepté en comité."


@pytest.fixture
def closed(world):
    contract = closable(world)
    close_month(contract=contract, month=MARCH, reason=REASON)
    return contract


def test_a_closed_month_keeps_its_figures_its_verdicts_and_their_ground(world):
    contract = closable(world)
    snapshot = close_month(contract=contract, month=MARCH, reason=REASON)
    record = MonthRecord.objects.get(contract=contract, month=MARCH)
    assert (record.state, record.revision, snapshot.revision) == ("closed", 1, 1)
    content = json.loads(snapshot.content)
    figures = {line["code"]: (line["met"], line["counted"], line["verdict"]) for line in content["results"]}
    assert figures["E06"] == (12, 14, "breached")
    assert content["verdicts"]["rows"] == json.loads(json.dumps(stored_verdicts(contract, MARCH)))
    assert [source["month"] for source in content["sources"]] == ["2026-02", "2026-03"]
    assert snapshot.sha256 == snapshot_digest(snapshot)
    line = JournalEntry.objects.get(action="month.closed")
    assert line.details["sha256"] == snapshot.sha256
    assert Anchor.objects.get(place="closing").hash == line.hash


def test_a_month_is_closed_once(closed):
    with pytest.raises(MonthClosed):
        close_month(contract=closed, month=MARCH, reason=REASON)
    assert MonthSnapshot.objects.filter(month=MARCH).count() == 1


def test_clean_months_verify(closed):
    from slas.services.verifying import verify_contract

    found = verify_contract(closed)
    assert found.fault is None, found.fault.words
    assert (found.months, found.revisions) == (1, 1)
