"""Keeping verdicts: one row per ticket and commitment, written only where it changed."""

from __future__ import annotations

from datetime import UTC
from typing import Any

import numpy as np
from django.db import connection, transaction
from numpy.typing import NDArray

from contracts.models import Contract
from core.bulk import upsert_rows
from core.scope import guard_write
from slas.models import TicketVerdict
from slas.services.judging import Judged, Part

COLUMNS = (
    "contract_id",
    "commitment_id",
    "ticket_id",
    "month",
    "state",
    "started_at",
    "elapsed_seconds",
    "target_seconds",
    "paused_seconds",
    "deadline_at",
    "verdict_at",
    "anomaly",
)


def store_verdicts(*, contract: Contract, judged: Judged) -> int:
    """Replace the verdicts of the contract: changed rows are written, those no longer covered removed.

    Returns the number of rows written.
    """
    guard_write(contract.pk)
    written = 0
    with transaction.atomic():
        for commitment_id, part in judged.by_commitment.items():
            ticket_ids = judged.ticket_ids[part[0].rows]
            rows = verdict_rows((contract.pk, commitment_id), ticket_ids, judged, part)
            written += upsert_rows(TicketVerdict, COLUMNS, rows, key=("ticket_id", "commitment_id"))
            _drop_uncovered(commitment_id, ticket_ids)
    return written


def _drop_uncovered(commitment_id: int, ticket_ids: NDArray[np.int64]) -> None:
    stored = TicketVerdict.objects.filter(commitment_id=commitment_id)
    if stored.count() == ticket_ids.size:
        return
    kept = set(ticket_ids.tolist())
    gone = [pk for pk, ticket in stored.values_list("pk", "ticket_id") if ticket not in kept]
    TicketVerdict.objects.filter(pk__in=gone).delete()


def verdict_rows(
    keys: tuple[int, int], ticket_ids: NDArray[np.int64], judged: Judged, part: Part
) -> list[tuple[Any, ...]]:
    """Rows ready for the database, in the order of COLUMNS. `keys`: the contract's and the commitment's."""
    result, months = part
    own, size = result.judgement, len(result.rows)
    restarted = result.start != judged.tickets.opened[result.rows]
    return list(
        zip(
            [keys[0]] * size,
            [keys[1]] * size,
            ticket_ids.tolist(),
            [None if text == "NaT" else text for text in months.astype("U7").tolist()],
            own.state.tolist(),
            stored_instants(np.where(restarted, result.start, np.datetime64("NaT", "s"))),
            [None if seconds < 0 else seconds for seconds in own.elapsed.tolist()],
            result.target.tolist(),
            np.maximum(own.paused, 0).tolist(),
            stored_instants(own.deadline),
            stored_instants(own.verdict_at),
            own.anomaly.tolist(),
            strict=True,
        )
    )


def stored_instants(instants: NDArray[np.datetime64]) -> list[Any]:
    """UTC instants (`datetime64[s]`) as the database driver wants them; None for NaT."""
    if connection.vendor == "sqlite":
        texts = np.char.replace(np.datetime_as_string(instants, unit="s"), "T", " ").tolist()
        return [None if text == "NaT" else text for text in texts]
    return [None if value is None else value.replace(tzinfo=UTC) for value in instants.tolist()]
