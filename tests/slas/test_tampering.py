"""Two hundred tamperings by raw SQL, the guards taken down: all found, the first bad place named."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from core import guards
from core.engine.months import Month
from core.storage import private_path
from journal.models import Anchor, JournalEntry
from journal.services import chain_hash
from reports.models import (
    DeclaredFigure,
    Delivery,
    DeliveryFile,
    Ticket,
)
from slas.models import (
    Commitment,
    CommitmentMonth,
    MonthSnapshot,
    TicketVerdict,
)
from slas.services.closing.acts import close_month
from slas.services.closing.verifying import verify_contract
from tests.slas.rich import notified, rich
from tests.slas.targets import SPARED, TARGETS

MARCH = Month(2026, 3)
# Keys, and what no figure rests on.
SOME_DAY = datetime(2026, 1, 1, tzinfo=UTC)
LEFT_ALONE = {"id", "contract_id", "commitment_id", "ticket_id", "delivery_id", "job_id", "actor_id", "author_id",
              "finding_count", "is_current", "received_by_id", "mapping_id", "calendar_id", "site_id", "claim_id",
              "dispute_id", "act_id", "answer_id", "client_id", "provider_id", "opened_by_id", "settled_by_id",
              "first_delivery_id", "last_delivery_id", "settled_by_dispute_id"}  # fmt: skip
# A score follows from the answers; an end to come may be given to a commitment after the closing.
NOT_CHAINED = {Anchor: {"at", "place"}, Ticket: {"satisfaction"}, Commitment: {"effective_to"}}


@pytest.fixture
def closed(world, make_user):
    """March closed, with something in every table, and a penalty notified since."""
    contract = rich(world, make_user)
    close_month(contract=contract, month=MARCH, reason="Écart accepté en comité.")
    notified(contract, make_user)
    return contract


def test_every_table_a_closed_month_shows_is_attacked_or_spared_for_a_reason():
    apps_below = ("journal", "contracts", "reports", "slas")
    known = {model._meta.label for model in apps.get_models() if model._meta.app_label in apps_below}
    assert known == {model._meta.label for model in TARGETS} | set(SPARED)


def rows_of(model: Any) -> list[Any]:
    """The rows of the closed month, in order."""
    rows = model.objects.order_by("pk")
    names = {field.name for field in model._meta.fields}
    if "month" in names:
        rows = rows.filter(month=MARCH)
    elif "delivery" in names:
        rows = rows.filter(delivery__month=MARCH)
    found = list(rows)
    assert found, model
    return found


def run(statement: str, values: list[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def other_value(field: Any, value: Any) -> Any:
    """Another admissible value of a column."""
    kind = type(field).__name__
    if kind == "JSONField":
        return {"autre": 1} if value != {"autre": 1} else []
    if kind == "BooleanField":
        return not value
    if value is None:
        return {"DateTimeField": SOME_DAY, "DateField": SOME_DAY.date(), "MonthField": Month(2026, 1)}.get(
            kind, 7
        )
    if kind == "MonthField":
        return value.shift(1)
    if isinstance(value, str):
        return value[:-1] + ("1" if value[-1:] == "0" else "0")
    return value + (timedelta(days=1) if isinstance(value, date) else 1)


def edit(chance: random.Random, model: Any) -> str:
    row = chance.choice(rows_of(model))
    skipped = LEFT_ALONE | NOT_CHAINED.get(model, set())
    fields = [field for field in model._meta.concrete_fields if field.attname not in skipped]
    field = chance.choice(fields)
    value = field.get_db_prep_save(other_value(field, getattr(row, field.attname)), connection)
    run(f"UPDATE {model._meta.db_table} SET {field.column} = %s WHERE id = %s", [value, row.pk])
    return field.attname


def delete(chance: random.Random, model: Any) -> str:
    run(f"DELETE FROM {model._meta.db_table} WHERE id = %s", [chance.choice(rows_of(model)).pk])
    return "deleted"


def truncate(chance: random.Random, model: Any) -> str:
    """The table's tail, from a row on."""
    run(f"DELETE FROM {model._meta.db_table} WHERE id >= %s", [chance.choice(rows_of(model)).pk])
    return "cut"


def swap(chance: random.Random, model: Any) -> str:
    """Two rows change places."""
    column = {
        JournalEntry: "sequence", TicketVerdict: "ticket_id", CommitmentMonth: "commitment_id",
        DeliveryFile: "storage_name",
    }[model]  # fmt: skip
    first, second = chance.sample(rows_of(model)[: None if model is not TicketVerdict else 13], 2)
    table = model._meta.db_table
    kept = {row.pk: getattr(row, column) for row in (first, second)}
    spare = "x" * 40 if column == "storage_name" else None
    if column in {"ticket_id", "commitment_id"}:  # the other columns change places instead: no key is freed
        names = [f.column for f in model._meta.concrete_fields if f.column not in LEFT_ALONE | {"month"}]
        values = {
            row.pk: list(model.objects.filter(pk=row.pk).values_list(*names).get()) for row in (first, second)
        }
        if values[first.pk] == values[second.pk]:
            return delete(chance, model)
        for here, there in ((first, second), (second, first)):
            model.objects.filter(pk=here.pk).update(**dict(zip(names, values[there.pk], strict=True)))
        return "swapped"
    run(f"UPDATE {table} SET {column} = %s WHERE id = %s", [spare or 99_999, first.pk])
    run(f"UPDATE {table} SET {column} = %s WHERE id = %s", [kept[first.pk], second.pk])
    run(f"UPDATE {table} SET {column} = %s WHERE id = %s", [kept[second.pk], first.pk])
    return "swapped"


def insert(chance: random.Random, model: Any) -> str:
    """A row more, like another one but for its keys."""
    row = chance.choice(rows_of(model))
    row.pk, row._state.adding = None, True
    if model is JournalEntry:
        row.sequence = JournalEntry.objects.count() + 1
    elif model is MonthSnapshot:
        row.revision, row.reason = 2, "autre motif"
    elif model is CommitmentMonth:
        row.commitment.pk, row.commitment._state.adding = None, True
        row.commitment.code = "E99"
        row.commitment.save()
        row.commitment = row.commitment
    elif model is TicketVerdict:
        row.ticket.pk, row.ticket._state.adding, row.ticket.reference = None, True, "INC-999"
        row.ticket.save()
        row.ticket = row.ticket
    elif model is Delivery:
        row.version, row.digest, row.is_current = 2, "1" * 64, False
    elif model is DeliveryFile:
        row.storage_name = "y" * 40
    elif model is DeclaredFigure:
        row.commitment_code = "E99"
    row.save()
    return "inserted"


def rewrite(chance: random.Random, _: Any) -> str:
    """The whole chain made again from an entry on, hashes included: only the heads kept apart tell."""
    entries = list(JournalEntry.objects.order_by("sequence"))
    start = chance.randrange(len(entries))
    for rank in range(start, len(entries)):
        entry = entries[rank]
        entry.reason = f"{entry.reason} récrit"
        entry.previous_hash = entries[rank - 1].hash if rank else "0" * 64
        entry.hash = chain_hash(entry)
        entry.save()
    return "rewritten"


@contextmanager
def touched_file(chance: random.Random) -> Iterator[None]:
    """An original with one byte changed, cut or gone; as it was afterwards."""
    path = private_path(chance.choice(rows_of(DeliveryFile)).storage_name)
    before = path.read_bytes()
    way = chance.choice(["byte", "cut", "gone"])
    place = chance.randrange(len(before))
    if way == "gone":
        path.unlink()
    else:
        path.write_bytes(
            before[:place]
            if way == "cut"
            else before[:place] + bytes([before[place] ^ 1]) + before[place + 1 :]
        )
    yield
    path.write_bytes(before)


EVERYWHERE = list(TARGETS)
BORN = [JournalEntry, MonthSnapshot, CommitmentMonth, TicketVerdict, Delivery, DeliveryFile, DeclaredFigure]
"""Where a row more is a tampering, like another but for its keys."""
WAYS: list[tuple[Callable[..., str], list[Any]]] = [
    *[(edit, EVERYWHERE)] * 5,
    (delete, EVERYWHERE),
    (truncate, EVERYWHERE),
    (insert, BORN),
    (swap, [JournalEntry, TicketVerdict, CommitmentMonth, DeliveryFile]),
    (rewrite, [JournalEntry]),
]


def tampered(chance: random.Random, first: Any = None) -> tuple[str, Any, str]:
    """One tampering that the tables' own constraints let through; the savepoint before it, where, and how.

    `first`: the table to edit, any table in any way otherwise.
    """
    while True:
        way, models_ = (edit, [first]) if first else chance.choice(WAYS)
        model, mark = chance.choice(models_), transaction.savepoint()
        try:
            with transaction.atomic():
                return mark, model, way(chance, model)
        except IntegrityError:
            transaction.savepoint_rollback(mark)


def test_two_hundred_tamperings_are_found_and_clean_data_raises_no_alarm(closed):
    chance, told, missed, misnamed = random.Random(20260416), {}, [], []
    done: Counter[str] = Counter()
    untried = list(TARGETS)
    guards.take_down()
    for rank in range(200):
        if rank % 10 == 9:
            with touched_file(chance):
                fault = verify_contract(closed, told).fault
            what, names = ("file", "bytes"), TARGETS[DeliveryFile]
        else:
            mark, model, way = tampered(chance, untried.pop() if untried else None)
            what = (model.__name__, way)
            fault = verify_contract(closed, told).fault
            transaction.savepoint_rollback(mark)
            names = TARGETS[model]
        done[what[0]] += 1
        if fault is None:
            missed.append((rank, what))
        elif not fault.table.startswith(names):
            misnamed.append((rank, what, fault.words))
        if rank % 20 == 0:
            clean = verify_contract(closed, told).fault
            assert clean is None, clean.words
    guards.put_up()
    assert missed == []
    assert misnamed == [], "\n".join(map(str, misnamed))
    assert sum(done.values()) == 200
    assert set(done) == {model.__name__ for model in TARGETS} | {"file"}
