"""Keeping verdicts: one row per ticket and commitment, written only where it changed."""

from __future__ import annotations

from datetime import UTC
from typing import Any

import numpy as np
from django.db import connection, transaction
from numpy.typing import NDArray

from contracts.models import Contract
from core.bulk import upsert_rows
from core.engine.months import Month
from core.scope import guard_write
from slas.models import MonthRecord, TicketVerdict
from slas.services.ground.judging import Judged, Part

COLUMNS = (
    "contract_id",
    "commitment_id",
    "ticket_id",
    "life",
    "month",
    "state",
    "started_at",
    "elapsed_seconds",
    "target_seconds",
    "paused_seconds",
    "deadline_at",
    "verdict_at",
    "anomaly",
    "settled_by_dispute_id",
)
TICKET, LIFE = COLUMNS.index("ticket_id"), COLUMNS.index("life")
KEY = ("ticket_id", "commitment_id", "life")
Key = tuple[int, int]


def store_verdicts(*, contract: Contract, judged: Judged, revised: Month | None = None) -> int:
    """Replace the verdicts of the contract: changed rows are written, those no longer covered removed.

    Verdicts of a closed month stay as they were when it was closed, and none joins them: one acquired there
    since then belongs to no month until a revision says so; `revised` is the month whose revision is under
    way. Returns the number of rows written.
    """
    guard_write(contract.pk)
    closed = [str(month) for month in closed_months(contract) if month != revised]
    written = 0
    with transaction.atomic():
        for commitment_id, part in judged.by_commitment.items():
            stored = TicketVerdict.objects.filter(commitment_id=commitment_id)
            frozen = set(stored.filter(month__in=closed).values_list("ticket_id", "life"))
            rows = [
                row
                for row in verdict_rows((contract.pk, commitment_id), judged, part, frozenset(closed))
                if not frozen or (row[TICKET], row[LIFE]) not in frozen
            ]
            written += upsert_rows(TicketVerdict, COLUMNS, rows, key=KEY)
            _drop_uncovered(commitment_id, rows, frozen)
    return written


def closed_months(contract: Contract) -> list[Month]:
    """The months closed so far."""
    records = MonthRecord.objects.filter(contract=contract, state=MonthRecord.State.CLOSED)
    return list(records.order_by("month").values_list("month", flat=True))


def _drop_uncovered(commitment_id: int, rows: list[tuple[Any, ...]], frozen: set[Key]) -> None:
    stored = TicketVerdict.objects.filter(commitment_id=commitment_id)
    if stored.count() == len(rows) + len(frozen):
        return
    kept = {(row[TICKET], row[LIFE]) for row in rows} | frozen
    gone = [pk for pk, *key in stored.values_list("pk", "ticket_id", "life") if tuple(key) not in kept]
    TicketVerdict.objects.filter(pk__in=gone).delete()


def verdict_rows(
    keys: tuple[int, int], judged: Judged, part: Part, closed: frozenset[str] = frozenset()
) -> list[tuple[Any, ...]]:
    """Rows ready for the database, in the order of COLUMNS, without a month where theirs is closed.

    `keys`: the contract's and the commitment's.
    """
    result, months = part
    own, size, none = result.judgement, len(result.rows), closed | {"NaT"}
    settled = judged.settled.get(keys[1], np.zeros(size, dtype=np.int64))
    restarted = result.start != judged.tickets.opened[result.rows]
    return list(
        zip(
            [keys[0]] * size,
            [keys[1]] * size,
            judged.ticket_ids[result.rows].tolist(),
            result.life.tolist(),
            [None if text in none else text for text in months.astype("U7").tolist()],
            own.state.tolist(),
            stored_instants(np.where(restarted, result.start, np.datetime64("NaT", "s"))),
            [None if seconds < 0 else seconds for seconds in own.elapsed.tolist()],
            result.target.tolist(),
            np.maximum(own.paused, 0).tolist(),
            stored_instants(own.deadline),
            stored_instants(own.verdict_at),
            own.anomaly.tolist(),
            [dispute or None for dispute in settled.tolist()],
            strict=True,
        )
    )


def stored_instants(instants: NDArray[np.datetime64]) -> list[Any]:
    """UTC instants (`datetime64[s]`) as the database driver wants them; None for NaT."""
    result: list[Any] = [None] * instants.size
    known = np.flatnonzero(~np.isnat(instants))
    if connection.vendor == "sqlite":
        texts = np.datetime_as_string(instants[known], unit="s").tolist()
        values = [f"{text[:10]} {text[11:]}" for text in texts]
    else:
        values = [value.replace(tzinfo=UTC) for value in instants[known].tolist()]
    for row, value in zip(known.tolist(), values, strict=True):
        result[row] = value
    return result
