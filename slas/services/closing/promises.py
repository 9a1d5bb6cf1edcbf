"""What was promised, row by row: kept when a month is closed, or told by the journal when an act changed it since."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.db.models import Q

from contracts.models import (
    Contract,
    ContractVersion,
    ScopeItem,
    ServiceCalendar,
    ServiceWindow,
    Site,
    SiteClosure,
)
from core.engine.months import Month
from journal.engine.acts import CLOSINGS
from journal.engine.chain import canonical, sha256
from journal.models import JournalEntry
from slas.models import Commitment, CommitmentTarget, PenaltyRule
from slas.services.closing.comparing import Fault, differing_values
from slas.services.closing.pages import plain_row

TABLES: dict[str, tuple[Any, str]] = {
    "version": (ContractVersion, "versions du contrat"),
    "plage": (ServiceCalendar, "plages de service"),
    "fenetre": (ServiceWindow, "fenêtres de service"),
    "site": (Site, "sites"),
    "fermeture": (SiteClosure, "fermetures"),
    "perimetre": (ScopeItem, "périmètre"),
    "engagement": (Commitment, "engagements"),
    "delai": (CommitmentTarget, "délais des engagements"),
    "penalite": (PenaltyRule, "règles de pénalité"),
}
BEGINS = ("effective_on", "effective_from", "day")
Rows = Mapping[str, list[dict[str, Any]]]


def promises_of(contract: Contract) -> dict[str, list[dict[str, Any]]]:
    """Every row of what the contract promises, by table, as both sides may read it (11 queries)."""
    found = {
        name: [plain_row(row) for row in model.objects.filter(contract=contract).order_by("pk")]
        for name, (model, _) in TABLES.items()
    }
    own = Contract.objects.select_related("client", "provider").get(pk=contract.pk)
    parties = {"client": own.client.name, "provider": own.provider.name}
    return found | {"contrat": [plain_row(own, Contract.CLIENT_COLUMNS) | parties]}


def promises_digest(contract: Contract) -> str:
    """Their digest, for the journal line of a contract file."""
    return sha256(canonical(promises_of(contract)))


def promise_faults(contract: Contract, kept: Rows | None, closed_until: Month) -> Iterator[Fault]:
    """The promises as stored against the last that was told of them: a closing, or an act that changed one since.

    After a closing, what takes effect later may join it, and a commitment may be given an end to come.
    """
    lines = JournalEntry.objects.filter(contract=contract)
    last = lines.filter(Q(action__in=CLOSINGS) | Q(details__has_key="promises")).order_by("-sequence").first()
    if last is None or (last.action in CLOSINGS and kept is None):
        return
    if last.action not in CLOSINGS:
        due = last.details["promises"]
        if due != (found := promises_digest(contract)):
            yield Fault("contrat", f"journal, ligne {last.sequence}", "empreinte des promesses", found, due)
        return
    assert kept is not None
    stored = promises_of(contract)
    yield from differing_values("contrat", _named(stored["contrat"]), _named(kept["contrat"]))
    later = _later_commitments(stored["engagement"], closed_until.last_day)
    for name, (_, words) in TABLES.items():
        known = {row["id"] for row in kept[name]}
        here = [
            row
            for row in stored[name]
            if row["id"] in known or not _is_later(row, closed_until.last_day, later)
        ]
        ended = {row["id"]: row for row in kept[name]}
        yield from differing_values(
            words,
            _named(_unended(row, ended.get(row["id"], row), closed_until.last_day) for row in here),
            _named(kept[name]),
        )


def _named(rows: Any) -> list[dict[str, Any]]:
    """Rows told apart by their number."""
    return [{"effective_from": "", **row, "code": f"n° {row['id']}", "mark": row.get("code")} for row in rows]


def _later_commitments(rows: list[dict[str, Any]], day: date) -> set[int]:
    return {row["id"] for row in rows if row["effective_from"] > str(day)}


def _is_later(row: Mapping[str, Any], day: date, commitments: set[int]) -> bool:
    if row.get("commitment_id") in commitments:
        return True
    return any(row[name] > str(day) for name in BEGINS if name in row)


def _unended(row: dict[str, Any], before: Mapping[str, Any], day: date) -> dict[str, Any]:
    """The row as it was, where all that changed is an end after what is closed."""
    end = row.get("effective_to")
    if end is None or end == before.get("effective_to") or end < str(day):
        return row
    return row | {"effective_to": before.get("effective_to")}
