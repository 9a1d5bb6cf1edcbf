"""What committees that were held left without outcome, counted for many at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Concat

from governance.models import Committee, Decision, MatterOutcome
from kpis.models import Signal
from kpis.selectors.following import of_a_followed_indicator
from slas.engine.verdicts import Verdict
from slas.models import CommitmentMonth


@dataclass(frozen=True)
class Left:
    """Questions without answer, breaches and alarms without outcome."""

    decisions: int
    matters: int


def left_by(contracts: Iterable[int]) -> dict[int, Left]:
    """Key of each committee held on those contracts and not settled -> what it left, as the client sees it (1 query)."""
    month = {"contract": OuterRef("contract"), "month": OuterRef("month")}
    breaches = CommitmentMonth.objects.filter(verdict=Verdict.BREACHED, **month)
    signals = Signal.objects.filter(of_a_followed_indicator(), alarm=True, **month)
    asked = Decision.objects.filter(committee=OuterRef("pk"), state=Decision.State.ASKED)
    rows = Committee.objects.filter(contract_id__in=list(contracts), state=Committee.State.HELD).annotate(
        asked=_count(asked, "pk"),
        breaches=_count(_without_outcome(breaches, "breach:", "commitment__code"), "commitment__code"),
        signals=_count(_without_outcome(signals, "signal:", "code"), "code"),
    )
    found = {
        row.pk: Left(row.asked, row.breaches + row.signals if row.has_pack else 0)
        for row in rows.order_by("held_on", "pk")
    }
    return {key: left for key, left in found.items() if left.decisions or left.matters}


def _without_outcome(rows: QuerySet[Any], head: str, code: str) -> QuerySet[Any]:
    said = MatterOutcome.objects.filter(
        committee=OuterRef(OuterRef("pk")), origin=Concat(Value(head), OuterRef(code))
    )
    return rows.exclude(Exists(said))


def _count(rows: QuerySet[Any], field: str) -> Coalesce:
    counted = (
        rows.order_by()
        .values("contract")
        .annotate(left_count=Count(field, distinct=True))
        .values("left_count")
    )
    return Coalesce(Subquery(counted), 0)
