"""Rows that stay as they were when a month was closed: a closed month keeps the digest of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db import models

from contracts.models import Contract
from core.engine.months import Month
from journal.engine.chain import canonical, sha256
from reports.models import Answer, Finding, TicketChange
from slas.models import Detection, DetectionAnswer, Dispute, DisputeAct, DisputeEvidence, GapAnswer, GapReply
from slas.services.closing.comparing import Fault
from slas.services.closing.pages import plain_row

LIFE = frozenset({"state", "revision", "settled_by_id", "settled_at", "reason", "effect"})
"""What becomes of a dispute: followed by its acts and the journal."""


@dataclass(frozen=True)
class Table:
    """Rows about a month, found by the path to their month; `whole`: none is added after the closing."""

    model: type[models.Model]
    words: str
    month: str = "month"
    whole: bool = False
    leaving: frozenset[str] = frozenset()

    def digests(self, contract: Contract, month: Month) -> dict[str, str]:
        """The digest of each row, by its key (1 query)."""
        found = self.model._default_manager.filter(**{"contract": contract, self.month: month})
        if self.month == "delivery__month":
            found = found.filter(delivery__state="published")
        return {str(row.pk): sha256(canonical(plain_row(row, leaving=self.leaving))) for row in found}


TABLES = (
    Table(Detection, "contrôles", whole=True),
    Table(Finding, "constats des dépôts", "delivery__month", whole=True),
    Table(Answer, "réponses aux questions de lecture", "delivery__month", whole=True),
    Table(TicketChange, "changements de tickets", "delivery__month"),
    Table(GapAnswer, "réponses aux écarts"),
    Table(GapReply, "suites des réponses aux écarts", "answer__month"),
    Table(DetectionAnswer, "réponses aux contrôles"),
    Table(Dispute, "contestations", leaving=LIFE),
    Table(DisputeAct, "actes des contestations", "dispute__month"),
    Table(DisputeEvidence, "pièces des contestations", "dispute__month"),
)


def kept_of(contract: Contract, month: Month) -> dict[str, dict[str, str]]:
    """The digests of every kept row of a month, by table and key."""
    return {table.model._meta.db_table: table.digests(contract, month) for table in TABLES}


def kept_faults(contract: Contract, month: Month, kept: Mapping[str, Mapping[str, str]]) -> Iterator[Fault]:
    """Rows that were changed, taken away or added since the month was closed."""
    for table in TABLES:
        due = kept.get(table.model._meta.db_table)
        if due is None:
            continue
        found, place = table.digests(contract, month), f"{table.words} de {month}"
        for key in sorted({*due, *(found if table.whole else ())}, key=int):
            if found.get(key) != due.get(key):
                yield Fault(
                    place, f"ligne {key}", "empreinte", found.get(key, "absente"), due.get(key, "absente")
                )
