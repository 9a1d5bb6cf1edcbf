"""Closing a month and revising it: what is frozen, what is refused, what is written."""

from __future__ import annotations

import json

import pytest

from core.engine.months import Month
from core.scope import for_contract
from journal.models import Anchor, JournalEntry
from reports.models import Delivery
from reports.services.door import DepositRefused
from reports.services.restoring import restore_facts
from reports.services.withdrawing import withdraw_delivery
from slas.models import CommitmentMonth, MonthRecord, MonthSnapshot
from slas.selectors.revisions import revisions_for
from slas.services.closing.acts import ClosingRefused, MonthClosed, MonthOpen, close_month, revise_month
from slas.services.closing.snapshots import snapshot_digest, stored_verdicts
from slas.services.closing.verifying import verify_contract
from tests.slas.closable import FEBRUARY, closable, deliver, line, promise
from tests.slas.closable import MARCH as MARCH_LINES
from tests.slas.parties import loaded
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
    loaded(closed)
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


LOG = (
    "ticket;de;à;le;acteur;motif\n"
    "INC-010;;Nouveau;03/03/2026 08:30;;\n"
    "INC-010;Nouveau;En cours;03/03/2026 09:00;;\n"
    "INC-010;En cours;Résolu;03/03/2026 12:00;;\n"
    "INC-010;Résolu;En cours;03/03/2026 15:00;;\n"
    "INC-010;En cours;Résolu;04/03/2026 11:00;;\n"
)


def test_a_month_with_journal_and_reopening_verifies(world):
    promise(world)
    deliver(world.contract, "2026-02", FEBRUARY, "2026-03-06 10:00")
    deliver(world.contract, "2026-03", MARCH_LINES, "2026-04-07 10:00", status_log=LOG)
    world.compute("2026-02", "2026-03")
    close_month(contract=world.contract, month=MARCH, reason=REASON)
    found = verify_contract(world.contract)
    assert found.fault is None, found.fault.words


def test_a_deposit_for_a_closed_month_is_refused_at_the_door(closed):
    before = Delivery.objects.count()
    with pytest.raises(DepositRefused, match="Le mois de mars 2026 est clos"):
        deliver(closed, "2026-03", [line("INC-099", "06/03/2026 09:00", "")], "2026-04-08 10:00")
    assert Delivery.objects.count() == before


def test_a_version_withdrawn_after_the_closing_raises_no_alarm(closed, world):
    own = line("INC-040", "06/04/2026 09:00", "")
    first = [line("INC-010", "03/03/2026 09:00", "20/03/2026 10:00"), own]
    deliver(closed, "2026-04", first, "2026-05-06 10:00")
    wrong = deliver(closed, "2026-04", [line("INC-011", "03/03/2026 09:00", ""), own], "2026-05-07 10:00")
    withdraw_delivery(delivery=wrong, reason="Fichier du mauvais mois.")
    restore_facts(delivery=wrong)
    world.compute("2026-03", "2026-04")
    found = verify_contract(closed)
    assert found.fault is None, found.fault.words
