"""The client's own incidents: typed in or read from a file, matched with the provider's tickets, shared at will."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, BinaryIO

import numpy as np
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from contracts.models import Contract
from core.engine.months import Month
from core.scope import Audience
from journal.services import record
from reports import selectors as reports
from reports.engine.findings import ERROR, Finding
from reports.services.lists import ListFileRefused, read_list
from slas.engine.matching import Incidents, match
from slas.models import ClientIncident
from slas.services.ground.facts import utc_second


@dataclass(frozen=True)
class Imported:
    """Incidents added by a list, and those it told that were already known."""

    added: int
    known: int


def add_incident(*, contract: Contract, user: User, values: dict[str, Any]) -> Imported:
    """Keep one incident typed in by a person (`opened_at`, `title`, `item`, `site`, `reference`)."""
    return _keep(contract, user, [values], ClientIncident.Source.FORM)


def import_incidents(
    *, contract: Contract, user: User, name: str, content: BinaryIO | bytes, source: str
) -> Imported:
    """Keep the incidents of a CSV or XLSX file; those already known are left as they are.

    Raises ListFileRefused, with nothing kept, when a line is wrong or tells of the future.
    """
    listed = read_list(contract=contract, kind="incidents", name=name, content=content)
    if listed.stops:
        raise ListFileRefused(listed.findings)
    rows = [row | {"opened_at": _instant(row["opened_at"])} for row in listed.rows]
    now = timezone.now()
    if any(row["opened_at"] > now for row in rows):
        raise ListFileRefused([_future(name)])
    if not rows:
        raise ListFileRefused([_empty(name)])
    return _keep(contract, user, rows, ClientIncident.Source(source))


def match_incidents(*, contract: Contract) -> None:
    """Hold the client's incidents against the tickets in force; only pairs that changed are written."""
    rows = list(ClientIncident.objects.filter(contract=contract).order_by("pk"))
    if not rows:
        return
    tickets = reports.ticket_columns(contract, MATCHED_ON)
    names = [first or second for first, second in zip(tickets["service"], tickets["category"], strict=True)]
    theirs = Incidents(
        tickets["reference"].tolist(), tickets["opened"].to_numpy("datetime64[s]"), tickets["title"].tolist(),
        tickets["site"].tolist(), names,
    )  # fmt: skip
    found = {pair.ours: pair for pair in match(_incidents(rows), theirs).pairs}
    changed = []
    for place, row in enumerate(rows):
        pair = found.get(place)
        ticket, by = (int(tickets["id"].iloc[pair.theirs]), pair.by) if pair else (None, "")
        if (row.ticket_id, row.matched_by) != (ticket, by):
            row.ticket_id, row.matched_by = ticket, by
            changed.append(row)
    ClientIncident.objects.bulk_update(changed, ["ticket", "matched_by"], batch_size=500)


MATCHED_ON = ("id", "reference", "opened", "title", "site", "service", "category")


def share_incidents(*, contract: Contract, month: Month, user: User) -> int:
    """Let the provider read the month's incidents found in no ticket; returns how many were not shared yet."""
    start, end = month.start(contract.timezone), month.end(contract.timezone)
    with transaction.atomic():
        alone = ClientIncident.objects.filter(
            contract=contract, opened_at__gte=start, opened_at__lt=end, ticket=None, audience=Audience.CLIENT
        )
        count = alone.update(audience=Audience.BOTH)
        if count:
            record(
                contract_id=contract.pk, action="incidents.shared", subject=str(month), actor=user,
                details={"incidents": count},
            )  # fmt: skip
    return count


def _keep(contract: Contract, user: User, rows: Sequence[dict[str, Any]], source: str) -> Imported:
    now = timezone.now().replace(microsecond=0)
    with transaction.atomic():
        Contract.objects.select_for_update().get(pk=contract.pk)
        stored = ClientIncident.objects.filter(contract=contract)
        known = set(stored.values_list("opened_at", "title", "reference"))
        fresh = {}
        for row in rows:
            key = (row["opened_at"], row["title"], row["reference"])
            if key not in known:
                fresh[key] = ClientIncident(
                    contract=contract, added_by=user, added_at=now, source=source, **row
                )
        ClientIncident.objects.bulk_create(fresh.values(), batch_size=500)
        match_incidents(contract=contract)
        if fresh:
            record(
                contract_id=contract.pk, action="incidents.added", subject=str(source), actor=user,
                details={"incidents": len(fresh)},
            )  # fmt: skip
    return Imported(len(fresh), len(rows) - len(fresh))


def _incidents(rows: Sequence[ClientIncident]) -> Incidents:
    at = np.array([utc_second(row.opened_at) for row in rows], dtype="datetime64[s]")
    return Incidents(
        [row.reference for row in rows], at, [row.title for row in rows], [row.site for row in rows],
        [row.item for row in rows],
    )  # fmt: skip


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def _future(name: str) -> Finding:
    return Finding(
        ERROR,
        "future_date",
        "Une ligne porte une date à venir.",
        "Corrigez la colonne « Survenu le ».",
        file=name,
    )


def _empty(name: str) -> Finding:
    return Finding(
        ERROR, "no_rows", "La liste ne porte aucune ligne.", "Ajoutez au moins un incident.", file=name
    )
