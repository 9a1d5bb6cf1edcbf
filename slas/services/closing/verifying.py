"""Checking closed months: originals, figures, stored rows and journal say the same, to the digit."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import chain
from typing import Any

from contracts.models import Contract
from journal.engine.acts import CLOSINGS
from journal.engine.chain import GENESIS, sha256
from journal.engine.heads import Head
from journal.models import Anchor, JournalEntry
from journal.selectors import anchors_of, first_fault, head_fault
from reports.services.replaying import NotReadAgain, Told
from slas.models import CommitmentMonth, MonthRecord, MonthSnapshot
from slas.services.closing.comparing import Fault, differing_lines, differing_values
from slas.services.closing.kept import kept_faults
from slas.services.closing.lives import claim_faults, dispute_faults
from slas.services.closing.originals import Originals
from slas.services.closing.promises import promise_faults
from slas.services.closing.recomputing import Recomputed, counted_only, recompute
from slas.services.closing.snapshots import (
    price_lines,
    record_line,
    result_lines,
    snapshot_digest,
    stored_verdicts,
    totals_line,
)
from slas.services.closing.tickets import named
from slas.services.closing.told import told_faults

NONE_KEPT = sha256("")
"""What stands for the tickets of a month closed before they were kept."""


@dataclass(frozen=True)
class Verified:
    """What was walked through, and the first place that differs (None: all agree)."""

    contract: str
    months: int
    revisions: int
    entries: int
    head: str
    fault: Fault | None


def verify_contract(
    contract: Contract, told: dict[str, Told] | None = None, head: Head | None = None
) -> Verified:
    """Walk the journal, then every closed month: originals, recomputation, stored rows. Writes nothing.

    `told` holds what originals were found to say, by their digests, from one call to the next: their bytes are
    checked again, and not parsed again. `head`: one kept elsewhere, that the chain must pass through.
    """
    snapshots = list(MonthSnapshot.objects.filter(contract=contract).order_by("pk"))
    originals = Originals(contract, {} if told is None else told)
    found = chain(_head_faults(contract, head), _faults(contract, snapshots, originals))
    fault = next(found, None)
    last = JournalEntry.objects.filter(contract=contract).order_by("-sequence").first()
    return Verified(
        contract=contract.reference,
        months=len({snapshot.month for snapshot in snapshots}),
        revisions=len(snapshots),
        entries=last.sequence if last else 0,
        head=last.hash if last else GENESIS,
        fault=fault,
    )


def _head_faults(contract: Contract, head: Head | None) -> Iterator[Fault]:
    if head is not None and (broken := head_fault(contract.pk, head)):
        yield Fault.of_chain(broken)


def _faults(contract: Contract, snapshots: Sequence[MonthSnapshot], originals: Originals) -> Iterator[Fault]:
    """Every difference, the roots first: journal, snapshots, records, originals, then what follows from them."""
    if broken := first_fault(contract.pk):
        yield Fault.of_chain(broken)
    yield from _snapshot_faults(contract, snapshots)
    last = {snapshot.month: snapshot for snapshot in snapshots}
    yield from _record_faults(contract, last)
    for month in sorted(last):
        yield from _month_faults(contract, last[month], originals)
    if not snapshots:
        return
    kept = json.loads(snapshots[-1].content).get("promises")
    yield from promise_faults(contract, kept, max(last))
    yield from told_faults(contract, originals.read)
    for month in sorted(last):
        own = [json.loads(one.penalties) for one in snapshots if one.month == month]
        yield from claim_faults(contract, month, own)
        yield from dispute_faults(contract, month)


def _snapshot_faults(contract: Contract, snapshots: Sequence[MonthSnapshot]) -> Iterator[Fault]:
    """Snapshots against their digests, their chain, and the journal lines that carry them."""
    lines = JournalEntry.objects.filter(contract=contract, action__in=CLOSINGS).order_by("sequence")
    anchored = {sequence for sequence, _, place in anchors_of(contract.pk) if place == Anchor.Place.CLOSING}
    for line in lines:
        if line.sequence not in anchored:
            yield Fault("journal", f"ligne {line.sequence}", "ancre", "absente", line.hash)
    told = {(line.subject, line.details.get("revision")): line.details.get("sha256") for line in lines}
    previous = GENESIS
    for snapshot in snapshots:
        row = f"{snapshot.month} révision {snapshot.revision}"
        due = snapshot_digest(snapshot)
        if snapshot.sha256 != due:
            yield Fault("mois clos", row, "empreinte", snapshot.sha256, due)
        kept, told_tickets = sha256(snapshot.tickets), json.loads(snapshot.content).get("tickets", NONE_KEPT)
        if kept != told_tickets:
            yield Fault("mois clos", row, "empreinte des tickets", kept, told_tickets)
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
        again = recompute(content, prices, originals.read)
    except NotReadAgain as unread:
        yield Fault("originaux", str(snapshot.month), "relecture", str(unread), "lisible")
        return
    yield from recomputed_faults(str(snapshot.month), content, prices, again)
    yield from ticket_faults(str(snapshot.month), snapshot.tickets, again)
    yield from kept_faults(contract, snapshot.month, content.get("kept", {}))


def ticket_faults(month: str, kept: str, again: Recomputed) -> Iterator[Fault]:
    """The tickets a closed month keeps, against its originals."""
    if kept:
        yield from differing_values(
            f"tickets de {month}", list(named(json.loads(kept))), list(named(again.tickets))
        )


def recomputed_faults(
    month: str, content: Mapping[str, Any], prices: Mapping[str, Any] | None, again: Recomputed
) -> Iterator[Fault]:
    """What the computation made again gives, against what was closed; prices may be withheld."""
    place = f"recalcul de {month}"
    yield from differing_lines(
        place, again.verdicts, content["verdicts"]["rows"], content["verdicts"]["columns"]
    )
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
        yield from differing_values(
            f"mois {month}", [{"code": ""} | record_line(record)], [{"code": ""} | content["record"]]
        )
        yield from differing_values(
            f"mois {month}", [{"code": ""} | totals_line(record)], [{"code": ""} | prices["totals"]]
        )
    results = list(
        CommitmentMonth.objects.filter(contract=contract, month=month).select_related("commitment")
    )
    place = f"engagements de {month}"
    # The rate asked is a promise: it is checked as one, and may be put right by a contract file.
    due = [{name: line[name] for name in line if name != "required_rate"} for line in content["results"]]
    yield from differing_values(place, result_lines(results), due)
    yield from differing_values(place, price_lines(results), prices["lines"])
    verdicts = content["verdicts"]
    yield from differing_lines(
        f"verdicts de {month}", stored_verdicts(contract, month), verdicts["rows"], verdicts["columns"]
    )


def as_json(found: Verified) -> dict[str, Any]:
    """What `verify --json` prints."""
    return asdict(found) | {"fault": found.fault and asdict(found.fault) | {"words": found.fault.words}}
