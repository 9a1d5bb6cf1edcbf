"""Closing a month and revising it: what is frozen, what is refused, what is written."""

from __future__ import annotations

import json

import pytest

from core.engine.months import Month
from core.scope import for_contract
from journal.models import Anchor, JournalEntry
from slas.models import CommitmentMonth, MonthRecord, MonthSnapshot
from slas.selectors.revisions import revisions_for
from slas.services.closing import ClosingRefused, MonthClosed, MonthOpen, close_month, revise_month
from slas.services.snapshots import snapshot_digest, stored_verdicts
from slas.services.verifying import verify_contract
from tests.slas.closable import closable, deliver, line
from tests.threads import copy_to_disk, in_threads

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
    found = verify_contract(closed)
    assert found.fault is None, found.fault.words
    assert (found.months, found.revisions) == (1, 1)


def test_a_revision_stands_beside_the_closing(closed, world):
    before = MonthSnapshot.objects.get(month=MARCH)
    april = [line("INC-010", "03/03/2026 09:00", "20/03/2026 10:00"), line("INC-040", "06/04/2026 09:00", "")]
    deliver(closed, "2026-04", april, "2026-05-06 10:00")
    world.compute("2026-04")
    assert CommitmentMonth.objects.get(month=MARCH, commitment__code="E06").met == 12
    assert verify_contract(closed).fault is None

    after = revise_month(contract=closed, month=MARCH, reason="Date de résolution corrigée par avril.")

    record = MonthRecord.objects.get(month=MARCH)
    assert (record.state, record.revision, after.revision) == ("closed", 2, 2)
    assert CommitmentMonth.objects.get(month=MARCH, commitment__code="E06").met == 11
    assert MonthSnapshot.objects.get(month=MARCH, revision=1).sha256 == before.sha256
    [change] = [c for c in revisions_for(closed, MARCH)[1].changes if c.code == "E06"]
    assert (change.before, change.after, change.flipped) == ("85,7\u00a0%", "78,6\u00a0%", ["INC-010"])
    entry = JournalEntry.objects.get(action="month.revised")
    assert (entry.details["before"], entry.details["sha256"]) == (before.sha256, after.sha256)
    found = verify_contract(closed)
    assert found.fault is None, found.fault.words
    assert found.revisions == 2


def test_a_revision_says_why_and_changes_something(closed):
    with pytest.raises(ClosingRefused, match="se motive"):
        revise_month(contract=closed, month=MARCH, reason="Erreur")
    with pytest.raises(ClosingRefused, match="Rien n’a changé"):
        revise_month(contract=closed, month=MARCH, reason="Vérification de routine.")
    with pytest.raises(MonthOpen):
        revise_month(contract=closed, month=Month(2026, 2), reason="Vérification de routine.")


def test_what_is_still_open_asks_for_a_reason(world):
    contract = closable(world)
    with pytest.raises(ClosingRefused, match="points restent ouverts"):
        close_month(contract=contract, month=MARCH)
    with pytest.raises(ClosingRefused, match="n’est pas déposé"):
        close_month(contract=contract, month=Month(2026, 5), reason=REASON)
    assert not MonthSnapshot.objects.exists()


def test_a_later_change_of_the_contract_moves_nothing(closed, world):
    from contracts.models import ContractVersion, ServiceWindow
    from slas.models import CommitmentTarget

    CommitmentTarget.objects.update(amount=1)
    ServiceWindow.objects.update(closes=720)
    ContractVersion.objects.update(monthly_fee=1)
    world.compute("2026-03")
    assert CommitmentMonth.objects.get(month=MARCH, commitment__code="E06").met == 12
    assert verify_contract(closed).fault is None


@pytest.mark.django_db(transaction=True)
def test_twenty_closings_at_once_make_one(world, monkeypatch, tmp_path):
    contract = closable(world)
    copy_to_disk(monkeypatch, tmp_path)

    def close() -> str:
        with for_contract(contract.pk):
            try:
                return close_month(contract=contract, month=MARCH, reason=REASON).sha256
            except MonthClosed:
                return "closed"

    def look() -> tuple[int, int]:
        with for_contract(contract.pk):
            return MonthSnapshot.objects.count(), JournalEntry.objects.filter(action="month.closed").count()

    given = in_threads(*[close] * 20)
    assert given.count("closed") == 19, given
    assert in_threads(look) == [(1, 1)]
