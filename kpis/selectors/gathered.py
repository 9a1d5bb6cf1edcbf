"""Where the incidents of a month gather: services, sites, teams, people."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.models import Contract
from core.engine import formats
from core.engine.months import Month
from core.engine.typography import NBSP
from kpis.engine.indicators.recurrence import BESIDE
from kpis.models import IndicatorValue

CONCENTRATION = "K13"
LABELS = {"site": "Sites", "group": "Équipes qui traitent", "requester": "Personnes qui appellent"}
UNNAMED = "Comptées, jamais nommées"


@dataclass(frozen=True)
class Gathered:
    """One way of looking at the incidents: the share of the three most frequent, out of how many, and their names."""

    label: str
    share: str
    size: str
    names: str


def gathered_for(contract: Contract, code: str, month: Month, whole: IndicatorValue | None) -> list[Gathered]:
    """Services, sites, teams, people, for the indicator that tells it (1 query); nothing for another, or without a figure."""
    if code != CONCENTRATION or whole is None:
        return []
    rows = IndicatorValue.objects.filter(contract=contract, code=code, month=month).exclude(part="")
    parts = {row.part: row for row in rows}
    found = [_line("Services", whole, whole.extra.get("top", ()))]
    for label, part in BESIDE.items():
        names = whole.extra.get(f"top_{label}", ())
        found.append(_line(LABELS[label], parts.get(part), names, "" if label != "requester" else UNNAMED))
    return found


def _line(label: str, row: IndicatorValue | None, names: list[list[object]], unnamed: str = "") -> Gathered:
    if row is None or row.value is None:
        return Gathered(label, formats.ABSENT, "", "L’export ne le dit pas.")
    told = ", ".join(f"{name}{NBSP}: {number}" for name, number in names)
    return Gathered(
        label, formats.percent(row.value, 1), f"sur {formats.count(row.n, 'incident')}", told or unnamed
    )
