"""What waits on each contract and names nothing but it: read for all of them at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Self

from django.db.models import OuterRef, Q

from accounts.models import Membership
from contracts.models import Amendment, Contract
from core.gathering import gather
from core.models import Job
from core.scope import Side
from governance.models import OPEN_DECISIONS, ActionItem, CommitteeTerm, Decision, Risk
from slas.models import MonthRecord, PenaltyClaim

UNDONE = (ActionItem.State.TODO, ActionItem.State.DOING)
GIVEN_UP = Q(state=ActionItem.State.DROPPED, dropped_by=Side.PROVIDER)
"""Abandoned by the provider, which the client has neither confirmed nor taken up again."""


@dataclass(frozen=True)
class Waiting:
    """Rows of every contract of the visitor, their contract at hand; each reader keeps those it may act upon."""

    actions: list[ActionItem]
    risks: list[Risk]
    amendments: list[Amendment]
    reports: list[MonthRecord]
    claims: list[PenaltyClaim]
    failures: list[Job]
    decisions: list[Decision]
    terms: dict[int, list[CommitteeTerm]]

    @classmethod
    def of(cls, today: date, memberships: Mapping[int, Membership]) -> Self:
        """Read them (1 query)."""
        ours = {"contract": OuterRef("pk")}
        found = gather(
            Contract.objects.filter(pk__in=list(memberships)).order_by("pk"),
            actions=ActionItem.objects.filter(Q(state__in=UNDONE) | GIVEN_UP, **ours),
            risks=Risk.objects.filter(closed_on=None, review_on__lt=today, **ours),
            amendments=Amendment.objects.filter(state=Amendment.State.PROPOSED, **ours),
            reports=MonthRecord.objects.filter(state=MonthRecord.State.EXPECTED, delivery=None, **ours),
            claims=PenaltyClaim.objects.filter(**ours),
            failures=Job.objects.filter(state=Job.State.FAILED, **ours),
            decisions=Decision.objects.filter(state__in=list(OPEN_DECISIONS), **ours),
            terms=CommitteeTerm.objects.filter(**ours),
        )
        for contract, rows in found:
            for row in (row for kind in rows.values() for row in kind):
                row.contract = memberships[contract.pk].contract

        def every(name: str) -> list:
            return sorted((row for _, rows in found for row in rows[name]), key=lambda row: row.pk)

        return cls(
            actions=every("actions"),
            risks=sorted(every("risks"), key=lambda row: row.review_on),
            amendments=sorted(every("amendments"), key=lambda row: (row.effective_on, row.number)),
            reports=every("reports"),
            claims=sorted(every("claims"), key=lambda row: row.revision),
            failures=every("failures"),
            decisions=every("decisions"),
            terms={
                contract.pk: sorted(rows["terms"], key=lambda row: (row.position, row.code))
                for contract, rows in found
            },
        )
