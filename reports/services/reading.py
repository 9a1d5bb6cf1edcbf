"""Reading a delivery: parse aside, then publish everything in one transaction, or nothing."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain
from typing import Any

from django.db import transaction

from contracts.models import Contract
from journal.services import record
from reports.engine.findings import Findings
from reports.engine.leftout import LeftOut
from reports.models import Delivery, DeliveryFile
from reports.models import Finding as StoredFinding
from reports.selectors.leftout import SETTLED, left_out_of
from reports.selectors.mappings import mappings_of
from reports.services.door import is_sealed, sealed_finding
from reports.services.originals import context_for, file_list, unreadable
from reports.services.publishing import publish
from reports.services.restoring import restore_facts
from reports.services.sandbox import ParserDied, parsed

Progress = Callable[[str, int, int], None]
KEPT = {"changes", "unknown_references"}
"""What publishing said of a delivery, beside how its files were read."""
ACCEPTED = {"ACCEPT", "WARN"}
STATES = {"REJECT": Delivery.State.REFUSED, "ASK": Delivery.State.WAITING}


def read_delivery(*, delivery: Delivery, progress: Progress | None = None) -> Delivery:
    """Parse, check and publish one delivery; returns it in its new state. Doing it again changes nothing.

    `progress(step, done, total)` is told of each step. A file that kills the parser is a refused file.
    """
    tell = progress or (lambda step, done, total: None)
    if delivery.state in SETTLED:
        if delivery.state == Delivery.State.LEAVING:
            tell("Relecture des versions en vigueur", 0, 0)
            restore_facts(delivery=delivery)
        return delivery
    Delivery.objects.filter(pk=delivery.pk).update(state=Delivery.State.READING)
    while not _read(delivery, tell):
        pass  # another version came in force during the reading: each turn needs one more
    tell("Enregistrement", delivery.ticket_count, delivery.ticket_count)
    return delivery


def _read(delivery: Delivery, tell: Progress) -> bool:
    """Read once; False when what was read is to be set against another version than the one it was read against."""
    tell("Lecture des fichiers", 0, 0)
    # What the files were read with, kept so that they can be read again alike whatever the contract becomes.
    delivery.reading = context_for(delivery).to_mapping()
    try:
        with parsed(file_list(delivery), delivery.reading) as lines:
            summary = next(lines)
            tell("Enregistrement", 0, summary["tickets"])
            return _settle(delivery, summary, lines)
    except (ParserDied, ValueError, KeyError):
        return _settle(delivery, *unreadable(file_list(delivery)))


def _settle(delivery: Delivery, summary: dict[str, Any], lines: Any) -> bool:
    """Write the outcome and, when it allows, the facts: one transaction, so that nothing is half published.

    False, and nothing written, when another version came in force during the reading and changes what is asked.
    """
    with transaction.atomic():
        Contract.objects.select_for_update().get(pk=delivery.contract_id)
        if Delivery.objects.get(pk=delivery.pk).state in SETTLED:
            delivery.refresh_from_db()  # another process read the same files meanwhile
            return True
        if summary["outcome"] in ACCEPTED and _is_overtaken(delivery):
            return False
        StoredFinding.objects.filter(delivery=delivery).delete()
        total = summary["findings"]
        outcome = summary["outcome"]
        facts = []
        for line in lines:
            if line["type"] == "findings":
                _store_findings(delivery, line["items"])
            elif line["type"] != "end":
                facts.append(line)
                break
        if is_sealed(delivery.contract, delivery.month):
            outcome, total = "REJECT", total + 1
            _store_findings(delivery, [sealed_finding(delivery.month).to_mapping()])
        if outcome in ACCEPTED and not delivery.is_draft:
            later = Findings()
            publish(delivery, summary, chain(facts, lines), later)
            _store_findings(delivery, [f.to_mapping() for f in later.items])
            total += later.total
            outcome = "WARN" if later.total else outcome
        _write_state(delivery, summary, outcome, total)
        _note_mappings(delivery, summary["mappings"])
        _record(delivery)
    return True


def _is_overtaken(delivery: Delivery) -> bool:
    return left_out_of(delivery) != LeftOut.from_mapping(delivery.reading["left_out"])


def _record(delivery: Delivery) -> None:
    if delivery.is_draft:
        return  # the other side knows nothing of it
    record(
        contract_id=delivery.contract_id,
        action="report.read",
        subject=f"{delivery.month} v{delivery.version}",
        details={
            "outcome": delivery.outcome,
            "tickets": delivery.ticket_count,
            "findings": delivery.finding_count,
        },
    )


def _write_state(delivery: Delivery, summary: dict[str, Any], outcome: str, total: int) -> None:
    read = Delivery.State.DRAFT if delivery.is_draft else Delivery.State.PUBLISHED
    delivery.state = STATES.get(outcome, read)
    delivery.outcome = outcome
    delivery.profile = summary["profile"] or delivery.profile
    delivery.row_count, delivery.ticket_count = summary["rows"], summary["tickets"]
    delivery.finding_count = total
    delivery.assumptions = {
        **summary["assumptions"],
        **{k: v for k, v in delivery.assumptions.items() if k in KEPT},
    }
    delivery.cannot_tell = summary["cannot_tell"]
    delivery.is_current = delivery.state == Delivery.State.PUBLISHED
    if outcome not in ACCEPTED:
        delivery.ticket_count = 0  # read, not kept
    delivery.save()


def _note_mappings(delivery: Delivery, used: dict[str, str]) -> None:
    """Name on each file the version of the correspondence it was read with."""
    files = delivery.files.filter(kind=DeliveryFile.Kind.TICKETS)
    files.update(mapping=None)
    by_title = {str(mapping): mapping for mapping in mappings_of(delivery.contract)} if used else {}
    for name, title in used.items():
        files.filter(name=name).update(mapping=by_title[title])


def _store_findings(delivery: Delivery, items: list[dict[str, Any]]) -> None:
    limits = {
        "key": 60,
        "file": 120,
        "sheet": 80,
        "column": 80,
        "value": 200,
        "cell": 12,
        "reference": 60,
        "code": 40,
    }
    rows = []
    for item in items:
        cut = {name: str(item[name])[:longest] for name, longest in limits.items()}
        rows.append(
            StoredFinding(
                contract_id=delivery.contract_id, delivery=delivery, severity=item["severity"], line=item["line"],
                message=item["message"], remedy=item["remedy"], options=item["options"], **cut,
            )
        )  # fmt: skip
    StoredFinding.objects.bulk_create(rows, batch_size=500)
