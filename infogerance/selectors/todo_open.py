"""The months that are not closed, and the day their committee looks at each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

from django.db.models import Exists, OuterRef

from accounts.capabilities import Capability
from core.engine.months import Month
from governance.models import Committee
from slas.engine.detectors import Finding
from slas.models import CommitmentMonth, Detection, DetectionAnswer, MonthRecord

Able = Mapping[Capability, list[int]]
Key = tuple[int, Month]


@dataclass(frozen=True)
class OpenMonths:
    """Computed months of some contracts that are still to be closed, by contract and month, oldest first.

    `days`: the day of the committee that looks at each month, open or not; `gaps`, `alerts`: open months with a gap
    to justify, with an unusual practice that is not explained.
    """

    records: dict[Key, MonthRecord]
    days: dict[Key, date]
    gaps: frozenset[Key]
    alerts: frozenset[Key]

    @classmethod
    def of(cls, contracts: Iterable[int], committees: Sequence[Committee]) -> Self:
        """Read them (1 query); `committees`: those of the contracts, by date."""
        rows = MonthRecord.objects.filter(contract_id__in=list(contracts)).exclude(computed_at=None)
        same = {"contract": OuterRef("contract"), "month": OuterRef("month")}
        gaps = CommitmentMonth.objects.filter(gap_status=CommitmentMonth.GapStatus.TO_JUSTIFY, **same)
        explained = DetectionAnswer.objects.filter(
            code=OuterRef("code"), state=DetectionAnswer.State.EXPLAINED, **same
        )
        alerts = Detection.objects.filter(~Exists(explained), state=Finding.ALERT.value, **same)
        waiting = rows.exclude(state=MonthRecord.State.CLOSED).annotate(
            gaps=Exists(gaps), alerts=Exists(alerts)
        )
        found = list(waiting.select_related("contract").order_by("month", "pk"))
        return cls(
            records={(row.contract_id, row.month): row for row in found},
            days={
                (row.contract_id, row.month): row.held_on
                for row in committees
                if row.kind == Committee.Kind.STEERING
            },
            gaps=frozenset((row.contract_id, row.month) for row in found if row.gaps),
            alerts=frozenset((row.contract_id, row.month) for row in found if row.alerts),
        )

    @property
    def behind(self) -> set[Key]:
        """Those that an earlier open month of the same contract keeps waiting: months are closed in order."""
        first: dict[int, Month] = {}
        for contract, month in self.records:
            first.setdefault(contract, month)
        return {key for key in self.records if key[1] > first[key[0]]}

    @property
    def months(self) -> list[str]:
        """Every month at least one contract has open, as stored."""
        return sorted({str(month) for _, month in self.records})
