"""Loading many rows at once: new ones, known ones, equal ones, on either database."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from core.bulk import PIECE, Watch, upsert_rows
from core.engine.months import Month
from core.scope import for_contract
from reports.models import Delivery, Ticket

COLUMNS = ("reference", "title", "opened_at")
OPENED = "2026-03-02 08:00:00"
REST = {
    "type": "incident", "priority": "P1", "initial_priority": "", "status": "closed", "declared_pause_seconds": 0,
    "pause_reason": "", "category": "", "site": "", "service": "", "requester": "", "group": "", "reopen_count": 0,
    "parent_reference": "", "duplicate_of": "", "cancelled_by": "", "cancel_reason": "",
}  # fmt: skip


@pytest.fixture
def deliveries(contract, db):
    with for_contract(contract.pk):
        yield [
            Delivery.objects.create(
                contract=contract, month=Month(2026, 3), version=version, digest=str(version), side="provider",
                received_at="2026-04-01T08:00:00Z",
            )
            for version in (1, 2)
        ]  # fmt: skip


def load(delivery, rows, watch=None):
    with transaction.atomic():
        return upsert_rows(
            Ticket,
            COLUMNS,
            rows,
            key=("contract_id", "reference"),
            constants={
                "contract_id": delivery.contract_id,
                "first_delivery_id": delivery.pk,
                "last_delivery_id": delivery.pk,
                **REST,
            },
            insert_only=("first_delivery_id",),
            watch=watch,
        )


def titles():
    return dict(Ticket.objects.values_list("reference", "title"))


def test_new_rows_are_written_and_equal_ones_are_not(deliveries):
    rows = [("A", "un", OPENED), ("B", "deux", OPENED)]
    assert load(deliveries[0], rows) == 2
    assert load(deliveries[0], rows) == 0
    assert load(deliveries[0], []) == 0
    assert titles() == {"A": "un", "B": "deux"}
    ticket = Ticket.objects.get(reference="A")
    assert (ticket.status, ticket.opened_at.isoformat()) == ("closed", "2026-03-02T08:00:00+00:00")


def test_known_and_new_rows_in_one_load(deliveries):
    load(deliveries[0], [("A", "un", OPENED), ("B", "deux", OPENED)])
    told = []
    watch = Watch(("title",), told.extend)
    rows = iter([("C", "trois", OPENED), ("A", "autrement", OPENED), ("D", "quatre", OPENED)])
    assert load(deliveries[1], rows, watch) == 3
    assert titles() == {"A": "autrement", "B": "deux", "C": "trois", "D": "quatre"}
    assert [row[1:] for row in told] == [("un", "autrement")]
    seen = {t.reference: (t.first_delivery_id, t.last_delivery_id) for t in Ticket.objects.all()}
    first, second = (delivery.pk for delivery in deliveries)
    assert seen == {"A": (first, second), "B": (first, first), "C": (second, second), "D": (second, second)}


def test_more_rows_than_a_piece(deliveries):
    size = PIECE * 2 + 5
    load(deliveries[0], [(f"T{number}", "un", OPENED) for number in range(0, size, 2)])
    changed = [(f"T{number}", "deux", OPENED) for number in range(size)]
    assert load(deliveries[0], iter(changed)) == size
    assert load(deliveries[0], changed) == 0
    assert Ticket.objects.filter(title="deux").count() == size


def test_the_same_reference_in_another_contract_is_another_ticket(deliveries, make_contract):
    load(deliveries[0], [("A", "un", OPENED)])
    other = make_contract("INF-2024-08", "Client B", "Prestataire B")
    with for_contract(other.pk):
        theirs = Delivery.objects.create(
            contract=other, month=Month(2026, 3), version=1, digest="x", side="provider",
            received_at="2026-04-01T08:00:00Z",
        )  # fmt: skip
        assert load(theirs, [("A", "ailleurs", OPENED)]) == 1
        assert titles() == {"A": "ailleurs"}
    assert titles() == {"A": "un"}


def test_a_failing_load_leaves_nothing_behind(deliveries):
    load(deliveries[0], [("A", "un", OPENED)])
    with pytest.raises(DatabaseError):
        load(deliveries[0], [("B", "deux", OPENED), ("A", "autre", None)])
    assert titles() == {"A": "un"}
    assert load(deliveries[0], [("B", "deux", OPENED)]) == 1
