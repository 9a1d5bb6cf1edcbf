"""The originals of a contract as stored: their rows, their bytes, and what they say when read again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Max

from contracts.models import Contract
from core.storage import private_path
from journal.engine.acts import CLOSINGS
from journal.engine.chain import canonical, sha256
from journal.models import JournalEntry
from reports.models import (
    DeclaredFigure,
    Delivery,
    DeliveryFile,
    Maintenance,
    Outage,
    SatisfactionAnswer,
    SatisfactionComment,
)
from reports.services.replaying import NotReadAgain, Told, read_again
from slas.services.closing.comparing import Fault, differing_values
from slas.services.closing.recomputing import fact_lines, facts_of, stored_fact
from slas.services.closing.snapshots import READ_ANEW, delivery_line

FACTS: dict[str, tuple[Any, str]] = {
    "outages": (Outage, "pannes"),
    "maintenance": (Maintenance, "maintenances"),
    "declared": (DeclaredFigure, "chiffres déclarés"),
}


class Originals:
    """The originals of a contract, checked against their digests and read again once each."""

    def __init__(self, contract: Contract, told: dict[str, Told]) -> None:
        self._contract, self._told = contract, told
        rows = Delivery.objects.filter(contract=contract).prefetch_related("files")
        self._deliveries = {row.pk: row for row in rows}
        self._checked: set[str] = set()

    def faults(self, content: Mapping[str, Any]) -> Iterator[Fault]:
        """Sources of a month against the stored deliveries, and their files against their digests."""
        yield from self._count_faults(content)
        withdrawn = self._withdrawn_since(content["month"])
        for source in content["sources"]:
            name = f"{source['month']} v{source['version']}"
            delivery = self._deliveries.get(source["key"])
            if delivery is None:
                yield Fault("dépôts", name, "ligne", "absente", "présente")
                continue
            due = source["row"]
            if name in withdrawn:
                due = {column: value for column, value in due.items() if column not in READ_ANEW}
            yield from differing_values(f"dépôt {name}", [delivery_line(delivery)], [due])
            files = sorted(delivery.files.all(), key=lambda file: file.pk)
            yield from differing_values(
                f"fichiers du dépôt {name}",
                [{"code": file.name} | _filed(file) for file in files],
                [{"code": file["name"]} | file for file in source["files"]],
            )
            for file in files:
                yield from self._file_faults(name, file)
            if source["month"] == content["month"]:
                yield from self._delivery_faults(source, delivery)

    def _withdrawn_since(self, month: str) -> set[str]:
        """The versions that the journal says withdrawn after the month's last closing: those may be read anew."""
        lines = JournalEntry.objects.filter(contract=self._contract)
        closed = lines.filter(action__in=CLOSINGS, subject=month).aggregate(last=Max("sequence"))["last"]
        withdrawn = lines.filter(action="report.withdrawn", sequence__gt=closed or 0)
        return set(withdrawn.values_list("subject", flat=True))

    def _count_faults(self, content: Mapping[str, Any]) -> Iterator[Fault]:
        """Published deliveries of the closed month that were not there when it was."""
        known = {source["key"] for source in content["sources"]}
        for key, delivery in sorted(self._deliveries.items()):
            late = delivery.state == Delivery.State.PUBLISHED and key not in known
            if late and str(delivery.month) == content["month"]:
                yield Fault("dépôts", f"{delivery.month} v{delivery.version}", "ligne", "présente", "absente")

    def _file_faults(self, name: str, file: DeliveryFile) -> Iterator[Fault]:
        if file.storage_name in self._checked:
            return
        self._checked.add(file.storage_name)
        path = private_path(file.storage_name)
        found = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "fichier absent"
        if found != file.sha256:
            yield Fault(f"fichiers du dépôt {name}", file.name, "empreinte des octets", found, file.sha256)

    def _delivery_faults(self, source: Mapping[str, Any], delivery: Delivery) -> Iterator[Fault]:
        """The month's own deliveries: the one in force is, and its stored facts are those of its originals."""
        name = f"{source['month']} v{source['version']}"
        if delivery.is_current != source["current"]:
            yield Fault("dépôts", name, "en vigueur", str(delivery.is_current), str(source["current"]))
        if not delivery.is_sealed:
            yield Fault("dépôts", name, "mois clos", "non", "oui")
        try:
            told = self.read(source)
        except NotReadAgain as unread:
            yield Fault("originaux", name, "relecture", str(unread), "lisible")
            return
        for kind, (model, named) in FACTS.items():
            stored = sorted((stored_fact(row) for row in model.objects.filter(delivery=delivery)), key=repr)
            due = fact_lines(model, told.facts.get(kind, []))
            yield from differing_values(
                f"{named} du dépôt {name}",
                [{"code": str(rank)} | row for rank, row in enumerate(stored, start=1)],
                [{"code": str(rank)} | row for rank, row in enumerate(due, start=1)],
            )
        yield from _answer_faults(name, delivery, told.facts.get("satisfaction", []))

    def read(self, source: Mapping[str, Any]) -> Told:
        """What a source's originals say, read in the limited process; the same files once."""
        key = sha256(canonical([source["reading"], source["files"]]))
        if key not in self._told:
            delivery = self._deliveries.get(source["key"])
            files = sorted(delivery.files.all(), key=lambda file: file.pk) if delivery else []
            asked = [
                {"kind": file.kind, "name": file.name, "path": str(private_path(file.storage_name))}
                for file in files
            ]
            self._told[key] = read_again(asked, source["reading"], f"{source['month']} v{source['version']}")
        return self._told[key]


def _answer_faults(name: str, delivery: Delivery, told: list[dict[str, Any]]) -> Iterator[Fault]:
    """Answers to a survey and their words, in the order of the file."""
    words = dict(SatisfactionComment.objects.filter(answer__delivery=delivery).values_list("answer", "text"))
    rows = SatisfactionAnswer.objects.filter(delivery=delivery).order_by("pk")
    own = ("ticket_reference", "score", "answered_at")
    due = [stored_fact(row) for row in (facts_of(SatisfactionAnswer, told, own))]
    yield from differing_values(
        f"réponses de satisfaction du dépôt {name}",
        [
            {"code": str(rank), "comment": words.get(row.pk, "")} | stored_fact(row)
            for rank, row in enumerate(rows, start=1)
        ],
        [
            {"code": str(rank), "comment": row["comment"]} | line
            for rank, (row, line) in enumerate(zip(told, due, strict=True), start=1)
        ],
    )


def _filed(file: DeliveryFile) -> dict[str, Any]:
    return {"kind": file.kind, "name": file.name, "sha256": file.sha256, "size": file.size}
