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
from reports.models import DeclaredFigure, Delivery, DeliveryFile, Maintenance, Outage, Ticket
from slas.models import Commitment, CommitmentMonth, MonthRecord, MonthSnapshot, TicketVerdict
from slas.services.closing.acts import close_month
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


def march(model: Any) -> Any:
    return model.objects.filter(month=MARCH)


ATTACKS: dict[str, Callable[[], Any]] = {
    "record reopened by save": lambda: saved(march(MonthRecord).get(), state="submitted"),
    "record reopened by update": lambda: march(MonthRecord).update(state="contested"),
    "record's total": lambda: march(MonthRecord).update(penalty_due=0),
    "record's revision alone": lambda: march(MonthRecord).update(revision=2),
    "record deleted": lambda: march(MonthRecord).delete(),
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
    "anchor updated": lambda: Anchor.objects.update(hash="0" * 64),
    "contract deleted": lambda: Contract.objects.get().delete(),
}  # fmt: skip


def everything() -> dict[str, list[Any]]:
    """Every row of the tables that a closed month rests on."""
    models = [
        *(MonthRecord, CommitmentMonth, TicketVerdict, MonthSnapshot, Delivery, DeliveryFile),
        *(Outage, DeclaredFigure, Maintenance, JournalEntry, Anchor),
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
