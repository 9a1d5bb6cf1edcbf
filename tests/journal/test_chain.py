"""The chain of the journal: unbroken under concurrent acts, and what breaks it is named."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from django.db import transaction

from core import guards
from core.scope import for_contract
from journal.engine.chain import Break, first_break, link
from journal.models import Anchor, JournalEntry
from journal.selectors import first_fault, head_for
from journal.services import anchor, anchor_log, chain_hash, record
from tests.threads import copy_to_disk, in_threads

WRITERS = 50


def entry(sequence: int, previous: str, **values: object) -> dict[str, object]:
    content = {
        "contract": 1, "sequence": sequence, "at": "2026-04-16T08:00:00+00:00", "actor": None, "role": "",
        "action": "month.closed", "subject": "2026-03", "details": {}, "reason": "",
    } | values  # fmt: skip
    return content | {"previous": previous, "hash": link(previous, content)}


def chain(length: int) -> list[dict[str, object]]:
    made: list[dict[str, object]] = []
    for sequence in range(1, length + 1):
        made.append(entry(sequence, str(made[-1]["hash"]) if made else "0" * 64))
    return made


def test_a_whole_chain_has_no_break():
    assert first_break(chain(5)) is None


@pytest.mark.parametrize(
    ("change", "place", "field"),
    [
        (lambda c: c[2].update(reason="autre"), 3, "empreinte"),
        (lambda c: c.pop(1), 2, "numéro"),
        (lambda c: c.insert(0, c.pop(2)), 1, "numéro"),
        (lambda c: c[3].update(previous="0" * 64), 4, "empreinte précédente"),
        (lambda c: c[1].update(hash="f" * 64), 2, "empreinte"),
    ],
)
def test_the_first_break_is_named(change, place, field):
    made = chain(5)
    change(made)
    found = first_break(made)
    assert isinstance(found, Break)
    assert (found.sequence, found.field) == (place, field)


def test_a_withheld_entry_is_checked_by_its_links():
    made = chain(3)
    made[1] = {name: made[1][name] for name in ("sequence", "previous", "hash")}
    assert first_break(made) is None


def test_a_cut_tail_and_a_full_rewrite_show_by_the_heads_kept_apart(
    scope, django_capture_on_commit_callbacks
):
    for rank in range(4):
        record(contract_id=scope.pk, action="report.read", subject=str(rank))
    with django_capture_on_commit_callbacks(execute=True):
        kept = anchor(contract_id=scope.pk, place=Anchor.Place.CLOSING)
    assert kept is not None
    assert f"{scope.pk} {kept.sequence} {kept.hash}" in anchor_log().read_text()
    assert first_fault(scope.pk) is None

    with guards.lifted():
        Anchor.objects.all().delete()
        JournalEntry.objects.filter(sequence=kept.sequence).delete()
    found = first_fault(scope.pk)
    assert found is not None
    assert (found.sequence, found.found) == (kept.sequence, "ligne absente")

    with guards.lifted():
        previous = "0" * 64
        for row in JournalEntry.objects.order_by("sequence"):
            row.reason, row.previous_hash = "récrit", previous
            row.hash = previous = chain_hash(row)
            row.save()
    record(contract_id=scope.pk, action="report.read", subject="3")
    found = first_fault(scope.pk)
    assert found is not None
    assert (found.sequence, found.field) == (kept.sequence, "ancre (closing)")


@pytest.mark.django_db(transaction=True)
def test_fifty_acts_at_once_make_one_chain(contract, monkeypatch, tmp_path):
    copy_to_disk(monkeypatch, tmp_path)

    def act(rank: int) -> int:
        with for_contract(contract.pk), transaction.atomic():
            return record(contract_id=contract.pk, action="report.read", subject=str(rank)).sequence

    def look() -> Any:
        with for_contract(contract.pk):
            subjects = {row.subject for row in JournalEntry.objects.all()}
            return head_for(contract.pk)[0], len(subjects), first_fault(contract.pk)

    given = in_threads(*(partial(act, rank) for rank in range(WRITERS)))
    assert sorted(given) == list(range(1, WRITERS + 1))
    assert in_threads(look) == [(WRITERS, WRITERS, None)]
