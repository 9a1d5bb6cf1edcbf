"""A closed month attacked on every write path: refused by the database whoever asks, and unchanged."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from contracts.models import Contract
from core import guards
from core.engine.months import Month
from journal.models import Anchor, JournalEntry
from journal.services import record
from reports.models import (
    DeclaredFigure,
    Delivery,
    DeliveryFile,
    Finding,
    Maintenance,
    Outage,
    Ticket,
    TicketChange,
)
from slas.models import (
    Commitment,
    CommitmentMonth,
    Detection,
    MonthRecord,
    MonthSnapshot,
    PenaltyClaim,
    TicketVerdict,
)
from slas.services.closing.acts import close_month
from slas.services.closing.snapshots import snapshot_digest
from slas.services.closing.verifying import verify_contract
from tests.slas.closable import closable

MARCH = Month(2026, 3)


@pytest.fixture
def closed(world):
    contract = closable(world)
    close_month(contract=contract, month=MARCH, reason="Écart accepté en comité.")
    return contract


def saved(row: Any, **values: Any) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


def bulk_updated(row: Any, name: str, value: Any) -> None:
    setattr(row, name, value)
    type(row).objects.bulk_update([row], [name])


def copied(row: Any, **values: Any) -> None:
    """A new row like this one."""
    row.pk, row._state.adding = None, True
    saved(row, **values)


def sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def act_told() -> None:
    record(contract_id=march(Delivery).get().contract_id, action="action.added", subject="autre")


def anchored_late() -> None:
    act_told()
    copied(Anchor.objects.get(), place="pack")


def forged() -> MonthSnapshot:
    """A second revision of March whose own digest and chain hold."""
    former = march(MonthSnapshot).get()
    made = MonthSnapshot(
        contract=former.contract, month=MARCH, revision=2, at=former.at, reason="Écart « corrigé »\n\tici",
        content=former.content, penalties=former.penalties, previous_sha256=former.sha256,
    )  # fmt: skip
    made.sha256 = snapshot_digest(made)
    return made


def follow(made: MonthSnapshot) -> MonthSnapshot:
    """The journal tells the forged revision, then another act."""
    told_by_hand(made)
    act_told()
    return made


def told_by_hand(made: MonthSnapshot) -> None:
    details = {"revision": 2, "sha256": made.sha256}
    record(contract_id=made.contract_id, action="month.revised", subject=str(MARCH), details=details)


def by_hand(allowed: Callable[[], Any], late: Callable[[], Any]) -> None:
    """A whole revision written by hand opens the month until the next act, no longer."""
    made = forged()
    told_by_hand(made)
    made.save(force_insert=True)
    allowed()
    act_told()
    late()


def march(model: Any) -> Any:
    return model.objects.filter(month=MARCH)


ATTACKS: dict[str, Callable[[], Any]] = {
    "record reopened by save": lambda: saved(march(MonthRecord).get(), state="submitted"),
    "record reopened by update": lambda: march(MonthRecord).update(state="contested"),
    "record's total": lambda: march(MonthRecord).update(penalty_due=0),
    "record's revision alone": lambda: march(MonthRecord).update(revision=2),
    "record deleted": lambda: march(MonthRecord).delete(),
    "record born closed": lambda: copied(march(MonthRecord).get(), month="2026-05"),
    "record by SQL": lambda: sql("UPDATE slas_monthrecord SET ticket_count = 0 WHERE month = '2026-03'"),
    "figure saved": lambda: saved(march(CommitmentMonth).first(), met=0),
    "figure updated": lambda: march(CommitmentMonth).update(met=0),
    "figure bulk updated": lambda: bulk_updated(march(CommitmentMonth).first(), "reason", "autre"),
    "figure deleted": lambda: march(CommitmentMonth).delete(),
    "figure moved away": lambda: march(CommitmentMonth).update(month="2026-05"),
    "figure moved in": lambda: (
        CommitmentMonth.objects.filter(month="2026-02").update(month="2026-09"),
        CommitmentMonth.objects.filter(month="2026-09").update(month="2026-03"),
    ),
    "figure by SQL": lambda: sql("UPDATE slas_commitmentmonth SET met = counted WHERE month = '2026-03'"),
    "figures deleted by SQL": lambda: sql("DELETE FROM slas_commitmentmonth WHERE month = '2026-03'"),
    "verdict saved": lambda: saved(march(TicketVerdict).first(), state="met", anomaly="x"),
    "verdict updated": lambda: march(TicketVerdict).update(state="met"),
    "verdict deleted": lambda: march(TicketVerdict).delete(),
    "verdict moved away": lambda: march(TicketVerdict).update(month=None),
    "verdict moved in": lambda: TicketVerdict.objects.filter(month=None).update(month="2026-03"),
    "verdict by SQL": lambda: sql("UPDATE slas_ticketverdict SET elapsed_seconds = 1 WHERE month = '2026-03'"),
    "ticket deleted": lambda: Ticket.objects.filter(reference="INC-030").delete(),
    "commitment deleted": lambda: Commitment.objects.get(code="E06").delete(),
    "snapshot saved": lambda: saved(march(MonthSnapshot).get(), reason="autre"),
    "snapshot updated": lambda: march(MonthSnapshot).update(content="{}"),
    "snapshot deleted": lambda: march(MonthSnapshot).delete(),
    "snapshot of a far revision": lambda: copied(march(MonthSnapshot).get(), revision=3, reason="autre"),
    "snapshot with a made-up digest": lambda: copied(
        march(MonthSnapshot).get(), revision=2, reason="autre", sha256="0" * 64
    ),
    "snapshot with a true digest that no line of the journal carries": lambda: forged().save(force_insert=True),
    "snapshot of a line that others followed": lambda: follow(forged()).save(force_insert=True),
    "a revision by hand, then the figures": lambda: by_hand(
        lambda: march(CommitmentMonth).update(met=0), lambda: march(CommitmentMonth).update(met=1)
    ),
    "snapshot by SQL": lambda: sql("UPDATE slas_monthsnapshot SET penalties = '{}'"),
    "delivery no longer in force": lambda: march(Delivery).update(is_current=False),
    "delivery's receipt": lambda: saved(march(Delivery).get(), no_outage_stated=True),
    "delivery deleted": lambda: march(Delivery).delete(),
    "another delivery published": lambda: copied(
        march(Delivery).get(), version=2, digest="1" * 64, is_current=False
    ),
    "file's digest": lambda: DeliveryFile.objects.filter(delivery__month=MARCH).update(sha256="0" * 64),
    "file deleted": lambda: DeliveryFile.objects.filter(delivery__month=MARCH).first().delete(),
    "outage changed": lambda: Outage.objects.update(liability="client"),
    "outage deleted": lambda: Outage.objects.first().delete(),
    "outage added": lambda: copied(Outage.objects.first()),
    "declared figure": lambda: DeclaredFigure.objects.update(numerator=0),
    "maintenance added": lambda: Maintenance.objects.create(
        contract=Outage.objects.first().contract, delivery=march(Delivery).get(), service="ERP",
        started_at=Outage.objects.first().started_at, ended_at=Outage.objects.first().ended_at,
    ),
    "journal updated": lambda: JournalEntry.objects.update(reason="autre"),
    "journal saved": lambda: saved(JournalEntry.objects.first(), subject="autre"),
    "journal deleted": lambda: JournalEntry.objects.filter(action="month.closed").delete(),
    "journal by SQL": lambda: sql("DELETE FROM journal_journalentry"),
    "journal with a hole": lambda: copied(JournalEntry.objects.order_by("sequence").last(), sequence=99),
    "anchor deleted": lambda: Anchor.objects.all().delete(),
    "anchor of another head": lambda: copied(Anchor.objects.get(), hash="0" * 64, place="pack"),
    "anchor of a former head": anchored_late,
    "journal beside its last line": lambda: copied(
        JournalEntry.objects.order_by("sequence").last(), sequence=JournalEntry.objects.count() + 1
    ),
    "finding added": lambda: Finding.objects.create(
        contract=march(Delivery).get().contract, delivery=march(Delivery).get(), severity="warning", code="x",
        message="autre", remedy="autre",
    ),
    "check rewritten": lambda: march(Detection).update(cases=0, state="clear"),
    "checks deleted": lambda: march(Detection).delete(),
    "history of tickets": lambda: TicketChange.objects.filter(delivery__month=MARCH).delete(),
    "penalty's amount": lambda: march(PenaltyClaim).update(firm=0),
    "penalty waived by SQL": lambda: sql("UPDATE slas_penaltyclaim SET state = 'waived', waived = firm"),
    "penalty deleted": lambda: march(PenaltyClaim).delete(),
    "penalty of another revision": lambda: copied(march(PenaltyClaim).get(), revision=2),
    "penalty's line": lambda: sql("UPDATE slas_penaltyline SET amount = 0"),
    "penalty's lines deleted": lambda: sql("DELETE FROM slas_penaltyline"),
    "anchor updated": lambda: Anchor.objects.update(hash="0" * 64),
    "contract deleted": lambda: Contract.objects.get().delete(),
}  # fmt: skip


def everything() -> dict[str, list[Any]]:
    """Every row of the tables that a closed month rests on."""
    models = [
        *(MonthRecord, CommitmentMonth, TicketVerdict, MonthSnapshot, Delivery, DeliveryFile),
        *(Outage, DeclaredFigure, Maintenance, JournalEntry, Anchor, Detection, PenaltyClaim, TicketChange),
    ]
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


def test_no_write_path_changes_a_closed_month(closed):
    before = everything()
    passed = []
    for name, attack in ATTACKS.items():
        try:
            with transaction.atomic():
                attack()
        except IntegrityError:
            continue
        passed.append(name)
    assert passed == []
    assert everything() == before
    assert verify_contract(closed).fault is None


COLUMNS = {
    "record": ("slas_monthrecord", {"state": "'submitted'", "revision": "0"}),
    "anchor": ("journal_anchor", {"hash": "'" + "0" * 64 + "'"}),
    "verdict": ("slas_ticketverdict", {"state": "'met'"}),
    "figure": ("slas_commitmentmonth", {"met": "0"}),
    "claim": ("slas_penaltyclaim", {"firm": "0"}),
    "snapshot": ("slas_monthsnapshot", {"content": "'{}'"}),
    "journal": ("journal_journalentry", {"reason": "'autre'"}),
}


@pytest.mark.parametrize("name", COLUMNS)
def test_no_replacement_takes_the_place_of_a_closed_row(closed, name):
    """A row written over another one, by its keys."""
    table, changes = COLUMNS[name]
    with connection.cursor() as cursor:
        described = connection.introspection.get_table_description(cursor, table)
    columns = [column.name for column in described]
    given = ", ".join(changes.get(column, f'"{column}"') for column in columns)
    named = ", ".join(f'"{column}"' for column in columns)
    is_sqlite = connection.vendor == "sqlite"
    set_to = ", ".join(f"{column} = {value}" for column, value in changes.items())
    rows = f"INTO {table} ({named}) SELECT {given} FROM {table}"
    upsert = f"INSERT {rows} ON CONFLICT (id) DO UPDATE SET {set_to}"
    asked = [f"INSERT OR REPLACE {rows}" if is_sqlite else upsert]
    if name == "record" and is_sqlite:
        asked.append("UPDATE OR REPLACE slas_monthrecord SET month = '2026-03' WHERE month = '2026-02'")
    for statement in asked:
        with pytest.raises(IntegrityError), transaction.atomic():
            sql(statement)


def test_a_revision_written_whole_by_hand_is_found(closed):
    """Nothing stops who writes a line, a snapshot and figures that agree: the originals tell."""
    made = forged()
    told_by_hand(made)
    made.save(force_insert=True)
    march(CommitmentMonth).update(met=0)
    march(MonthRecord).update(revision=2, penalty_due=0)
    assert verify_contract(closed).fault is not None


def test_emptying_a_table_is_refused_too(closed):
    emptying = "TRUNCATE" if connection.vendor == "postgresql" else "DELETE FROM"
    connection.check_constraints()  # what PostgreSQL leaves for later would hold the tables
    for table in ("journal_journalentry", "slas_monthsnapshot", "slas_ticketverdict"):
        with pytest.raises(IntegrityError), transaction.atomic():
            sql(f"{emptying} {table}")


def test_every_guard_stands(closed):
    assert guards.missing() == []


def test_a_whole_contract_is_removed_with_the_guards_lifted(closed):
    with guards.lifted():
        Ticket.objects.all().delete()
        Commitment.objects.all().delete()
        closed.delete()
    assert not JournalEntry.objects.exists()
    assert guards.missing() == []
