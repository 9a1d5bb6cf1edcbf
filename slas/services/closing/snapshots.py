"""What a closed month keeps: its figures, its verdicts, and all that they rest on."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from contracts.models import Contract
from core.engine.months import Month
from journal.engine.chain import canonical, sha256
from reports import selectors as reports
from reports.models import Delivery, Ticket
from reports.services.originals import reading_of
from reports.services.replaying import published
from slas.engine.penalties import Before
from slas.models import CommitmentMonth, MonthRecord, MonthSnapshot, TicketVerdict
from slas.selectors.disputes import open_disputed_lives
from slas.selectors.settlements import decided_for
from slas.services.closing.kept import kept_of
from slas.services.closing.lives import claim_line, claim_lines
from slas.services.closing.pages import book_to_plain, fixed, plain_row, second_text
from slas.services.closing.promises import promises_of
from slas.services.ground.contexts import Ground
from slas.services.ground.judging import Judged
from slas.services.ground.promising import PromiseBook
from slas.services.prices.claims import Draft, before_month
from slas.services.verdicts import COLUMNS, LIFE, verdict_rows

FORMAT = 1
CODE = (
    "core/engine",
    "contracts/engine",
    "reports/engine",
    "reports/parser.py",
    "slas/engine",
    "slas/services",
)
KEYS = ("code", "effective_from", "reference", "life")
VERDICT_FIELDS = COLUMNS[COLUMNS.index("month") + 1 :]
"""Without the keys of the row and its month."""
OF_RESULT = frozenset({"id", "contract_id", "commitment_id", "month"})
PRICED = frozenset({"penalty", "penalty_lines"})
OF_RECORD = frozenset({"id", "contract_id", "month", "state", "revision"})
OF_DELIVERY = frozenset({"id", "contract_id", "is_current", "is_sealed", "job_id", "finding_count"})
READ_ANEW = frozenset(
    {"state", "outcome", "assumptions", "profile", "reading", "row_count", "ticket_count", "cannot_tell"}
)
"""What changes of a delivery that was withdrawn, then handed in again and read with the rules of that day."""
TOTALS = ("penalty_gross", "penalty_cut", "penalty_due")
Held = Collection[tuple[int, str, int]]
"""Commitment, reference and life of verdicts that another closed month holds."""


@cache
def code_digest() -> str:
    """SHA-256 over the source of everything that computes a month."""
    base, digest = Path(settings.BASE_DIR), hashlib.sha256()
    for place in CODE:
        root = base / place
        for path in sorted(root.rglob("*.py")) if root.is_dir() else [root]:
            digest.update(f"{path.relative_to(base)}\n".encode() + path.read_bytes())
    return digest.hexdigest()


def held_elsewhere(contract: Contract, month: Month, closed: Iterable[Month]) -> set[tuple[int, str, int]]:
    """Verdicts that closed months other than this one hold: a ticket counts in one of them only (1 query)."""
    others = [str(other) for other in closed if other != month]
    rows = TicketVerdict.objects.filter(contract=contract, month__in=others)
    return set(rows.values_list("commitment_id", "ticket__reference", "life"))


def month_verdicts(judged: Judged, book: PromiseBook, month: Month, held: Held) -> list[list[Any]]:
    """The verdicts of a month as judged, by commitment and reference: KEYS, then VERDICT_FIELDS."""
    place, references = COLUMNS.index("month"), judged.references
    found = []
    for row in book.commitments:
        part = judged.by_commitment.get(row.pk)
        if part is None:
            continue
        values = verdict_rows((0, row.pk), judged, part)
        for rank, cells in zip(part[0].rows.tolist(), values, strict=True):
            if cells[place] == str(month) and (row.pk, references[rank], cells[LIFE]) not in held:
                key = [row.code, str(row.effective_from), references[rank], cells[LIFE]]
                found.append([*key, *map(second_text, cells[place + 1 :])])
    return sorted(found, key=lambda line: line[: len(KEYS)])


def stored_verdicts(contract: Contract, month: Month) -> list[list[Any]]:
    """The verdicts of a month as stored, like `month_verdicts` (1 query)."""
    names = ("commitment__code", "commitment__effective_from", "ticket__reference", "life", *VERDICT_FIELDS)
    rows = TicketVerdict.objects.filter(contract=contract, month=month).values_list(*names)
    found = [[row[0], str(row[1]), row[2], *map(second_text, row[3:])] for row in rows.iterator()]
    return sorted(found, key=lambda line: line[: len(KEYS)])


def result_lines(results: Iterable[CommitmentMonth]) -> list[dict[str, Any]]:
    """Figures of the commitments without their prices, by code."""
    lines = [
        _named(result)
        | {"required_rate": fixed(result.commitment.required_rate, 4)}
        | plain_row(result, leaving=OF_RESULT | PRICED)
        for result in results
    ]
    return sorted(lines, key=lambda line: (line["code"], line["effective_from"]))


def price_lines(results: Iterable[CommitmentMonth]) -> list[dict[str, Any]]:
    """Prices of the commitments, by code."""
    lines = [
        _named(result) | {name: value for name, value in plain_row(result).items() if name in PRICED}
        for result in results
    ]
    return sorted(lines, key=lambda line: (line["code"], line["effective_from"]))


def _named(result: CommitmentMonth) -> dict[str, Any]:
    return {
        "code": result.commitment.code,
        "effective_from": str(result.commitment.effective_from),
    }


def record_line(record: MonthRecord) -> dict[str, Any]:
    """The totals of a month that both sides may know."""
    return plain_row(record, leaving=OF_RECORD | set(TOTALS))


def totals_line(record: MonthRecord) -> dict[str, Any]:
    """The totals of its penalties."""
    return {name: value for name, value in plain_row(record).items() if name in TOTALS}


def sources_of(contract: Contract) -> list[dict[str, Any]]:
    """Every published delivery in the order of publication, its files' digests and how they were read."""
    return [
        {
            "key": delivery.pk,
            "month": str(delivery.month),
            "version": delivery.version,
            "current": delivery.is_current,
            "profile": delivery.profile,
            "received_at": second_text(delivery.received_at),
            "no_outage_stated": delivery.no_outage_stated,
            "reading": reading_of(delivery),
            "row": delivery_line(delivery),
            "files": [
                {"kind": file.kind, "name": file.name, "sha256": file.sha256, "size": file.size}
                for file in sorted(delivery.files.all(), key=lambda file: file.pk)
            ],
        }
        for delivery in published(contract)
    ]


def delivery_line(delivery: Delivery) -> dict[str, Any]:
    """A published delivery as it stays: everything but whether it is still in force."""
    return plain_row(delivery, leaving=OF_DELIVERY)


def content_of(
    contract: Contract, record: MonthRecord, results: list[CommitmentMonth], ground: Ground, held: Held
) -> dict[str, Any]:
    """What both sides may know of a month about to be closed; plain values."""
    first = reports.first_received(contract, record.month)
    return {
        "format": FORMAT,
        "contract": {
            "reference": contract.reference,
            "slug": contract.slug,
            "title": contract.title,
            "client": contract.client.name,
            "provider": contract.provider.name,
        },
        "month": str(record.month),
        "code": code_digest(),
        "book": book_to_plain(ground.book),
        "sources": sources_of(contract),
        "first_received": second_text(first) if first else None,
        "held": sorted(map(list, _held_names(ground.book, held))),
        "settlements": settled_names(contract),
        "promises": promises_of(contract),
        "kept": kept_of(contract, record.month),
        "record": record_line(record),
        "results": result_lines(results),
        "verdicts": {
            "columns": [*KEYS, *VERDICT_FIELDS],
            "rows": month_verdicts(ground.judged, ground.book, record.month, held),
        },
    }


def settled_names(contract: Contract) -> list[dict[str, Any]]:
    """The verdicts the parties decided, their tickets by reference (2 queries)."""
    decided = decided_for(contract)
    named = {one.ticket for one in decided if one.ticket is not None}
    references = dict(Ticket.objects.filter(pk__in=named).values_list("pk", "reference"))
    return [
        {
            "dispute": one.dispute,
            "code": one.code,
            "month": one.month,
            "ticket": None if one.ticket is None else references[one.ticket],
            "life": one.life,
            "state": one.state,
        }
        for one in decided
    ]


def _held_names(book: PromiseBook, held: Held) -> Iterable[tuple[str, str, str, int]]:
    names = {row.pk: (row.code, str(row.effective_from)) for row in book.commitments}
    return ((*names[key], reference, life) for key, reference, life in held if key in names)


def penalties_of(
    contract: Contract, record: MonthRecord, results: list[CommitmentMonth], draft: Draft
) -> dict[str, Any]:
    """What is the client's until it is notified: the amounts and their proofs; plain values."""
    return {
        "month": str(record.month),
        "before": plain_before(before_month(contract, record.month)),
        "disputed": disputed_names(contract, record.month),
        "totals": totals_line(record),
        "lines": price_lines(results),
        "claim": None if draft.claim is None else claim_line(draft.claim),
        "claim_lines": claim_lines(draft.lines),
    }


def disputed_names(contract: Contract, month: Month) -> dict[str, list[list[Any]]]:
    """Tickets under an open dispute, by reference and life, by code of commitment (2 queries)."""
    disputed = open_disputed_lives(contract, month)
    named = {ticket for lives in disputed.values() for ticket, _ in lives}
    references = dict(Ticket.objects.filter(pk__in=named).values_list("pk", "reference"))
    return {
        code: sorted([references[ticket], life] for ticket, life in lives)
        for code, lives in sorted(disputed.items())
    }


def plain_before(before: Before) -> dict[str, Any]:
    """What earlier months left for the caps and points, as plain values."""
    return {
        "due_this_year": fixed(before.due_this_year, 2),
        "ccag_total": fixed(before.ccag_total, 2),
        "points": before.points,
    }


def snapshot_digest(snapshot: MonthSnapshot, penalties_sha256: str = "") -> str:
    """The digest a snapshot must carry; the digest of its penalties serves where they are withheld."""
    return act_digest(
        {
            "month": str(snapshot.month),
            "revision": snapshot.revision,
            "at": second_text(snapshot.at),
            "author": snapshot.author_id,
            "reason": snapshot.reason,
            "content": sha256(snapshot.content),
            "penalties": penalties_sha256 or sha256(snapshot.penalties),
            "previous": snapshot.previous_sha256,
        }
    )


def act_digest(act: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical JSON of a closing or revision."""
    return sha256(canonical(act))
