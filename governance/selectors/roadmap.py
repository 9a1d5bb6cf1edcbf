"""The roadmap as its page shows it: open items quarter by quarter, then what was delivered or dropped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from contracts.models import Contract
from core.engine import formats
from core.exports import Sheet
from core.scope import current
from governance.engine.roadmap import NEXT, ItemSaid, quarter_of, quarter_words
from governance.models import RoadmapItem

State = RoadmapItem.State
RANKS = {priority: rank for rank, priority in enumerate(RoadmapItem.Priority)}


@dataclass(frozen=True)
class RoadmapLine:
    """An item on a given day; `late`: its quarter went by; `mine`: the reader's side may still change it."""

    row: RoadmapItem
    late: bool
    mine: bool

    @property
    def open(self) -> bool:
        """The client may still make something of it."""
        return bool(NEXT[self.row.state])

    @property
    def quarter(self) -> str:
        """« 3ᵉ trimestre 2026 »."""
        return quarter_words(self.row.quarter)


@dataclass(frozen=True)
class QuarterLines:
    """The open items of a quarter, the highest priority first."""

    code: str
    words: str
    lines: list[RoadmapLine]


@dataclass(frozen=True)
class RoadmapPage:
    """Open items by quarter, the others after them."""

    quarters: list[QuarterLines]
    ended: list[RoadmapLine]
    title: str

    @property
    def lines(self) -> list[RoadmapLine]:
        """Every item, in the order of the page."""
        return [*(line for quarter in self.quarters for line in quarter.lines), *self.ended]

    def line(self, number: int) -> RoadmapLine | None:
        """The item of that number."""
        return next((line for line in self.lines if line.row.number == number), None)


def item_said(row: RoadmapItem) -> ItemSaid:
    """The row as a value."""
    return ItemSaid(row.title, row.value, row.quarter, row.priority, row.committee, row.cost)


def roadmap_page(contract: Contract, today: date) -> RoadmapPage:
    """Everything the page shows (1 query)."""
    side, now = current().side_of(contract.pk), quarter_of(today)
    rows = sorted(
        RoadmapItem.objects.filter(contract=contract),
        key=lambda row: (row.quarter, RANKS[RoadmapItem.Priority(row.priority)], row.number),
    )
    lines = [
        RoadmapLine(
            row,
            late=bool(NEXT[row.state]) and row.quarter < now,
            mine=row.state == State.PROPOSED and row.proposed_side == side,
        )
        for row in rows
    ]
    open_ones = [line for line in lines if line.open]
    quarters = [
        QuarterLines(code, quarter_words(code), list(group))
        for code, group in groupby(open_ones, key=lambda line: line.row.quarter)
    ]
    return RoadmapPage(quarters, [line for line in lines if not line.open], _title(open_ones))


def roadmap_sheet(page: RoadmapPage) -> Sheet:
    """All items as a file."""
    head = (
        "Élément", "Évolution", "Valeur attendue", "Coût HT", "Trimestre", "Priorité", "Comité", "Proposée par",
        "Proposée le", "État", "Arbitrée le", "Motif d’abandon",
    )  # fmt: skip
    rows = [
        (
            row.label, row.title, row.value, row.cost, quarter_words(row.quarter), row.get_priority_display(),
            row.get_committee_display(), row.get_proposed_side_display(), row.proposed_on, row.get_state_display(),
            row.settled_on, row.reason,
        )
        for row in (line.row for line in page.lines)
    ]  # fmt: skip
    return Sheet(head, rows)


def _title(lines: Sequence[RoadmapLine]) -> str:
    if not lines:
        return "Rien n’est prévu à la feuille de route"
    asked = sum(line.row.state == State.PROPOSED for line in lines)
    late = sum(line.late for line in lines)
    told = formats.count(len(lines), "évolution ouverte|évolutions ouvertes")
    told += f", {formats.number(asked)} à arbitrer" if asked else ""
    return told + (f", {formats.number(late)} en retard" if late else "")
