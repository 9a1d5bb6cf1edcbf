"""Checking closed months: originals, figures, stored rows and journal say the same, to the digit."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from contracts.models import Contract
from core.storage import private_path
from journal.engine.chain import GENESIS, canonical, sha256
from journal.models import JournalEntry
from journal.selectors import first_fault
from reports.models import DeclaredFigure, Delivery, DeliveryFile, Maintenance, Outage
from reports.services.replaying import NotReadAgain, Told, read_again
from slas.models import CommitmentMonth, MonthRecord, MonthSnapshot
from slas.services.comparing import Fault, differing_lines, differing_values
from slas.services.recomputing import counted_only, fact_lines, recompute, stored_fact
from slas.services.snapshots import (
    price_lines,
    record_line,
    result_lines,
    second_text,
    snapshot_digest,
    stored_verdicts,
    totals_line,
)

CLOSINGS = ("month.closed", "month.revised")
FACTS: dict[str, Any] = {"outages": Outage, "maintenance": Maintenance, "declared": DeclaredFigure}


@dataclass(frozen=True)
class Verified:
    """What was walked through, and the first place that differs (None: all agree)."""

    contract: str
    months: int
    revisions: int
    entries: int
    head: str
    fault: Fault | None


def verify_contract(contract: Contract) -> Verified:
    """Walk the journal, then every closed month: originals, recomputation, stored rows. Writes nothing."""
    snapshots = list(MonthSnapshot.objects.filter(contract=contract).order_by("pk"))
    fault = next(_faults(contract, snapshots), None)
    last = JournalEntry.objects.filter(contract=contract).order_by("-sequence").first()
    return Verified(
        contract=contract.reference,
        months=len({snapshot.month for snapshot in snapshots}),
        revisions=len(snapshots),
        entries=last.sequence if last else 0,
        head=last.hash if last else GENESIS,
        fault=fault,
    )


def _faults(contract: Contract, snapshots: Sequence[MonthSnapshot]) -> Iterator[Fault]:
    """Every difference, the roots first: journal, snapshots, records, originals, then what follows from them."""
    if broken := first_fault(contract.pk):
        yield Fault("journal", f"ligne {broken.sequence}", broken.field, broken.found, broken.expected)
    yield from _snapshot_faults(contract, snapshots)
    last = {snapshot.month: snapshot for snapshot in snapshots}
    yield from _record_faults(contract, last)
    originals = Originals(contract)
    for month in sorted(last):
        yield from _month_faults(contract, last[month], originals)


def _snapshot_faults(contract: Contract, snapshots: Sequence[MonthSnapshot]) -> Iterator[Fault]:
    """Snapshots against their digests, their chain, and the journal lines that carry them."""
    lines = JournalEntry.objects.filter(contract=contract, action__in=CLOSINGS).order_by("sequence")
    told = {(line.subject, line.details.get("revision")): line.details.get("sha256") for line in lines}
    previous = GENESIS
    for snapshot in snapshots:
        row = f"{snapshot.month} révision {snapshot.revision}"
        due = snapshot_digest(snapshot)
        if snapshot.sha256 != due:
            yield Fault("mois clos", row, "empreinte", snapshot.sha256, due)
        if snapshot.previous_sha256 != previous:
            yield Fault("mois clos", row, "empreinte précédente", snapshot.previous_sha256, previous)
        written = told.pop((str(snapshot.month), snapshot.revision), None)
        if written != snapshot.sha256:
            yield Fault("mois clos", row, "empreinte au journal", snapshot.sha256, written or "absente")
        previous = snapshot.sha256
    for (month, revision), digest in told.items():
        yield Fault("mois clos", f"{month} révision {revision}", "ligne", "absente", digest or "")


def _record_faults(contract: Contract, last: Mapping[Any, MonthSnapshot]) -> Iterator[Fault]:
    """A closed month has a closed record of the same revision, and no other record is closed."""
    records = {record.month: record for record in MonthRecord.objects.filter(contract=contract)}
    for month in sorted({*last, *(m for m, row in records.items() if row.state == "closed")}):
        record, snapshot = records.get(month), last.get(month)
        revision = snapshot.revision if snapshot else 0
        if record is None:
            yield Fault("mois", str(month), "ligne", "absente", f"révision {revision}")
        elif record.state != MonthRecord.State.CLOSED:
            yield Fault("mois", str(month), "état", record.state, "closed")
        elif record.revision != revision:
            yield Fault("mois", str(month), "révision", str(record.revision), str(revision))


def _month_faults(contract: Contract, snapshot: MonthSnapshot, originals: Originals) -> Iterator[Fault]:
    """One closed month: sources, stored rows, then the computation made again."""
    content, prices = json.loads(snapshot.content), json.loads(snapshot.penalties)
    yield from originals.faults(content)
    yield from _stored_faults(contract, snapshot, content, prices)
    try:
        again = recompute(content, prices["already_due"], originals.read)
    except NotReadAgain as unread:
        yield Fault("originaux", str(snapshot.month), "relecture", str(unread), "lisible")
        return
    yield from recomputed_faults(str(snapshot.month), content, prices, again)


def recomputed_faults(
    month: str, content: Mapping[str, Any], prices: Mapping[str, Any] | None, again: Any
) -> Iterator[Fault]:
    """What the computation made again gives, against what was closed; prices may be withheld."""
    place = f"recalcul de {month}"
    yield from differing_lines(place, again.verdicts, content["verdicts"]["rows"], content["verdicts"]["columns"])
    yield from differing_values(place, again.results, [counted_only(line) for line in content["results"]])
    yield from differing_values(
        place, [{"code": "", "ticket_count": again.ticket_count}],
        [{"code": "", "ticket_count": content["record"]["ticket_count"]}],
    )  # fmt: skip
    if prices is not None:
        yield from differing_values(place, again.prices, prices["lines"])
        yield from differing_values(place, [{"code": ""} | again.totals], [{"code": ""} | prices["totals"]])


def _stored_faults(
    contract: Contract, snapshot: MonthSnapshot, content: Mapping[str, Any], prices: Mapping[str, Any]
) -> Iterator[Fault]:
    """The rows that pages read, against what was closed."""
    month = snapshot.month
    record = MonthRecord.objects.filter(contract=contract, month=month).first()
    if record is not None:
        yield from differing_values(f"mois {month}", [{"code": ""} | record_line(record)], [{"code": ""} | content["record"]])
        yield from differing_values(f"mois {month}", [{"code": ""} | totals_line(record)], [{"code": ""} | prices["totals"]])
    results = list(CommitmentMonth.objects.filter(contract=contract, month=month).select_related("commitment"))
    place = f"engagements de {month}"
    yield from differing_values(place, result_lines(results), content["results"])
    yield from differing_values(place, price_lines(results), prices["lines"])
    verdicts = content["verdicts"]
    yield from differing_lines(f"verdicts de {month}", stored_verdicts(contract, month), verdicts["rows"], verdicts["columns"])


class Originals:
    """The originals of a contract, checked against their digests and read again once each."""

    def __init__(self, contract: Contract) -> None:
        self._contract = contract
        self._told: dict[str, Told] = {}
        rows = Delivery.objects.filter(contract=contract).prefetch_related("files")
        self._deliveries = {row.pk: row for row in rows}
        self._checked: set[str] = set()

    def faults(self, content: Mapping[str, Any]) -> Iterator[Fault]:
        """Sources of a month against the stored deliveries, and their files against their digests."""
        for source in content["sources"]:
            name = f"{source['month']} v{source['version']}"
            delivery = self._deliveries.get(source["key"])
            if delivery is None:
                yield Fault("dépôts", name, "ligne", "absente", "présente")
                continue
            yield from differing_values(f"dépôt {name}", [_delivered(delivery)], [_expected(source)])
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
        try:
            told = self.read(source)
        except NotReadAgain as unread:
            yield Fault("originaux", name, "relecture", str(unread), "lisible")
            return
        for kind, model in FACTS.items():
            stored = sorted((stored_fact(row) for row in model.objects.filter(delivery=delivery)), key=repr)
            due = fact_lines(model, told.facts.get(kind, []))
            yield from differing_values(
                f"{model._meta.verbose_name_plural} du dépôt {name}",
                [{"code": str(rank)} | row for rank, row in enumerate(stored, start=1)],
                [{"code": str(rank)} | row for rank, row in enumerate(due, start=1)],
            )

    def read(self, source: Mapping[str, Any]) -> Told:
        """What a source's originals say, read in the limited process; the same files once."""
        key = sha256(canonical([source["reading"], source["files"]]))
        if key not in self._told:
            delivery = self._deliveries.get(source["key"])
            files = sorted(delivery.files.all(), key=lambda file: file.pk) if delivery else []
            asked = [
                {"kind": file.kind, "name": file.name, "path": str(private_path(file.storage_name))} for file in files
            ]
            self._told[key] = read_again(asked, source["reading"], f"{source['month']} v{source['version']}")
        return self._told[key]


def _delivered(delivery: Delivery) -> dict[str, Any]:
    return {
        "code": f"v{delivery.version}",
        "month": str(delivery.month),
        "profile": delivery.profile,
        "received_at": second_text(delivery.received_at),
        "no_outage_stated": delivery.no_outage_stated,
        "digest": delivery.digest,
        "assumptions": delivery.assumptions,
    }


def _expected(source: Mapping[str, Any]) -> dict[str, Any]:
    names = ("month", "profile", "received_at", "no_outage_stated", "digest", "assumptions")
    return {"code": f"v{source['version']}"} | {name: source[name] for name in names}


def _filed(file: DeliveryFile) -> dict[str, Any]:
    return {"kind": file.kind, "name": file.name, "sha256": file.sha256, "size": file.size}


def as_json(found: Verified) -> dict[str, Any]:
    """What `verify --json` prints."""
    return asdict(found) | {"fault": found.fault and asdict(found.fault) | {"words": found.fault.words}}
