"""Reading a delivery: parse aside, then publish everything in one transaction, or nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from itertools import chain
from typing import Any

from django.db import transaction

from contracts.models import Contract
from contracts.selectors.versions import rules_at
from core.engine.months import Month
from core.storage import private_path
from journal.services import record
from reports.engine.context import Context
from reports.engine.findings import ERROR, Finding, Findings
from reports.models import Delivery, DeliveryFile
from reports.models import Finding as StoredFinding
from reports.selectors.mappings import mappings_for, mappings_of
from reports.services.publishing import publish
from reports.services.sandbox import ParserDied, parsed

Progress = Callable[[str, int, int], None]
KEPT = {"changes", "unknown_references"}
"""What publishing said of a delivery, beside how its files were read."""
STATES = {"REJECT": Delivery.State.REFUSED, "ASK": Delivery.State.WAITING}


def read_delivery(*, delivery: Delivery, progress: Progress | None = None) -> Delivery:
    """Parse, check and publish one delivery; returns it in its new state. Doing it again changes nothing.

    `progress(step, done, total)` is told of each step. A file that kills the parser is a refused file.
    """
    tell = progress or (lambda step, done, total: None)
    if delivery.state == Delivery.State.PUBLISHED:
        return delivery
    Delivery.objects.filter(pk=delivery.pk).update(state=Delivery.State.READING)
    tell("Lecture des fichiers", 0, 0)
    # What the files were read with, kept so that they can be read again alike whatever the contract becomes.
    delivery.reading = context_for(delivery).to_mapping()
    try:
        with parsed(files_of(delivery), delivery.reading) as lines:
            summary = next(lines)
            tell("Enregistrement", 0, summary["tickets"])
            _settle(delivery, summary, lines)
    except (ParserDied, ValueError, KeyError):
        _settle(delivery, *unreadable(files_of(delivery)))
    tell("Enregistrement", delivery.ticket_count, delivery.ticket_count)
    return delivery


def context_for(delivery: Delivery) -> Context:
    """What the parser must know of the contract, as in force at the end of the delivered month."""
    context = context_of(delivery.contract, delivery.month, delivery.received_at, delivery.profile)
    return replace(context, mappings=tuple(m.to_mapping() for m in mappings_for(delivery)))


def context_of(contract: Contract, month: Month, received_at: datetime, profile: str = "") -> Context:
    """The same for files that are not a delivery, with the last correspondences of the contract."""
    rules = rules_at(contract, month.last_day)
    return Context(
        month=month,
        timezone=contract.timezone,
        received_at=received_at,
        priorities=rules.priorities,
        priority_map=rules.priority_map,
        parties=(contract.client.name, contract.provider.name),
        profile=profile,
        mappings=tuple(mapping.to_mapping() for mapping in mappings_of(contract)),
    )


def files_of(delivery: Delivery) -> list[dict[str, str]]:
    """The stored files of a delivery as the parser is told of them."""
    files = DeliveryFile.objects.filter(delivery=delivery).order_by("pk")
    return [{"kind": f.kind, "name": f.name, "path": str(private_path(f.storage_name))} for f in files]


def unreadable(files: list[dict[str, str]]) -> tuple[dict[str, Any], Any]:
    """The result of a reading that killed its process."""
    names = ", ".join(file["name"] for file in files)
    finding = Finding(
        ERROR,
        "unreadable",
        "Fichier illisible sans risque : sa lecture a dépassé les limites de temps ou de mémoire, ou s’est interrompue.",
        "Vérifiez le fichier dans le tableur, enregistrez-le de nouveau en CSV UTF-8, puis déposez-le.",
        file=names[:120],
    )
    nothing: dict[str, Any] = {"assumptions": {}, "cannot_tell": [], "mappings": {}, "samples": []}
    summary = {"outcome": "REJECT", "rows": 0, "tickets": 0, "profile": "", "findings": 1} | nothing
    return summary, iter([{"type": "findings", "items": [finding.to_mapping()]}, {"type": "end"}])


def _settle(delivery: Delivery, summary: dict[str, Any], lines: Any) -> None:
    """Write the outcome and, when it allows, the facts: one transaction, so that nothing is half published."""
    with transaction.atomic():
        Contract.objects.select_for_update().get(pk=delivery.contract_id)
        if Delivery.objects.get(pk=delivery.pk).state == Delivery.State.PUBLISHED:
            delivery.refresh_from_db()  # another process read the same files meanwhile
            return
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
        if outcome in {"ACCEPT", "WARN"}:
            later = Findings()
            publish(delivery, summary, chain(facts, lines), later)
            _store_findings(delivery, [f.to_mapping() for f in later.items])
            total += later.total
            outcome = "WARN" if later.total else outcome
        _write_state(delivery, summary, outcome, total)
        _note_mappings(delivery, summary["mappings"])
        record(
            contract_id=delivery.contract_id,
            action="report.read",
            subject=f"{delivery.month} v{delivery.version}",
            details={"outcome": outcome, "tickets": delivery.ticket_count, "findings": total},
        )


def _write_state(delivery: Delivery, summary: dict[str, Any], outcome: str, total: int) -> None:
    delivery.state = STATES.get(outcome, Delivery.State.PUBLISHED)
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
    if not delivery.is_current:
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
    limits = {"file": 120, "sheet": 80, "column": 80, "value": 200, "cell": 12, "reference": 60, "code": 40}
    rows = []
    for item in items:
        cut = {name: str(item[name])[:longest] for name, longest in limits.items()}
        rows.append(
            StoredFinding(
                contract_id=delivery.contract_id, delivery=delivery, severity=item["severity"], line=item["line"],
                message=item["message"], remedy=item["remedy"], **cut,
            )
        )  # fmt: skip
    StoredFinding.objects.bulk_create(rows, batch_size=500)
