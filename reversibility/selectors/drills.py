"""The exercises of an exit: what was measured against what is promised, and when the next one is due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from contracts.models import Contract
from core.engine import formats
from core.exports import Sheet
from core.svg import bars
from core.svg.drawing import Figure, figure
from reversibility.engine.drills import Measure, next_due
from reversibility.models import Drill, DrillFile, ExitClause

COLUMN = 794
RECENT = 6
LOOKS = {"passed": "met", "partial": "watch", "failed": "breached", "": "pending"}
HEAD = (
    "Numéro", "Nature", "Système", "Prévu le", "Fait le", "Résultat", "Durée (min)", "RTO promis (min)",
    "RTO mesuré (min)", "RPO promis (min)", "RPO mesuré (min)", "Preuve", "Livrable prouvé", "Suite donnée",
)  # fmt: skip


@dataclass(frozen=True)
class DrillLine:
    """One exercise."""

    row: Drill
    today: date

    @property
    def rto(self) -> Measure:
        return Measure(self.row.rto, self.row.rto_measured)

    @property
    def rpo(self) -> Measure:
        return Measure(self.row.rpo, self.row.rpo_measured)

    @property
    def late(self) -> bool:
        return self.row.done_on is None and self.row.planned_on < self.today

    @property
    def look(self) -> str:
        return "breached" if self.late else LOOKS[self.row.result]

    @property
    def word(self) -> str:
        if self.row.done_on is None:
            return "En retard" if self.late else "Prévu"
        return str(self.row.get_result_display())

    @property
    def duration(self) -> str:
        return formats.duration(None if self.row.duration is None else self.row.duration * 60)

    @property
    def day(self) -> date:
        return self.row.done_on or self.row.planned_on


@dataclass(frozen=True)
class DrillsPage:
    """The exercises, the latest first, and the day by which the next one must be done."""

    lines: list[DrillLine]
    every_months: int
    due_on: date | None
    planned: DrillLine | None
    figure: Figure | None
    today: date

    @property
    def overdue(self) -> bool:
        return self.due_on is not None and self.due_on < self.today

    @property
    def days_left(self) -> int:
        """Days until the next one is due, those past where it is late."""
        return abs((self.due_on - self.today).days) if self.due_on else 0

    @property
    def passed_this_year(self) -> int:
        """Exercises that succeeded in the calendar year."""
        return sum(
            line.row.result == Drill.Result.PASSED and line.day.year == self.today.year for line in self.lines
        )

    @property
    def done(self) -> int:
        return sum(line.row.done_on is not None for line in self.lines)


def drills_page(contract: Contract, today: date) -> DrillsPage:
    """Everything the page shows (2 queries)."""
    rows = Drill.objects.filter(contract=contract).select_related("deliverable")
    lines = sorted((DrillLine(row, today) for row in rows), key=lambda one: (one.day, one.row.number))
    lines.reverse()
    clause = ExitClause.objects.filter(contract=contract).first()
    every = clause.drill_every_months if clause else 0
    done = [line.row.done_on for line in lines if line.row.done_on]
    coming = [line for line in lines if line.row.done_on is None]
    return DrillsPage(
        lines,
        every,
        next_due(done, every, contract.starts_on),
        min(coming, key=lambda one: one.day, default=None),
        _figure(lines),
        today,
    )


def drill_at(contract: Contract, number: int) -> Drill | None:
    """The exercise of a number; None where there is none (1 query)."""
    return Drill.objects.filter(contract=contract, number=number).select_related("deliverable").first()


def drill_files(row: Drill) -> list[DrillFile]:
    """The reports of an exercise, in the order they came (1 query)."""
    return list(DrillFile.objects.filter(drill=row).order_by("rank"))


def drill_file_at(contract: Contract, number: int, rank: int) -> DrillFile | None:
    """One of them; None where there is none (1 query)."""
    return DrillFile.objects.filter(contract=contract, drill__number=number, rank=rank).first()


def _figure(lines: Sequence[DrillLine]) -> Figure | None:
    """RTO and RPO of the last exercises, each against its own promise."""
    rows = []
    for line in lines:
        for name, measure in (("RTO", line.rto), ("RPO", line.rpo)):
            if measure.kept is not None:
                rows.append(_bar(line, name, measure))
    if not rows:
        return None
    shown = rows[:RECENT]
    over = sum(bool(bar.amounts[1]) for bar in shown)
    title = (
        f"{formats.count(over, 'mesure dépasse|mesures dépassent')} l’engagement, sur"
        f" {formats.count(len(shown), 'mesurée')}"
        if over
        else "Chaque mesure tient dans l’engagement"
    )
    legend: tuple[tuple[bars.Kind, str], ...] = (("dark", "mesuré"), ("hatched", "au-delà de l’engagement"))
    return figure(bars.draw, bars.Bars(title, shown, legend, unit="min", head="Exercice"), COLUMN)


def _bar(line: DrillLine, name: str, measure: Measure) -> bars.Bar:
    measured, committed = measure.measured or 0, measure.committed or 0
    return bars.Bar(
        f"{name}, {line.row}",
        (measured - measure.over, measure.over),
        committed,
        f"{line.row.system}, {formats.date_short(line.day)}\u00a0: {measure.measured_words}",
        f"engagement {measure.committed_words}",
    )


def drills_sheet(page: DrillsPage) -> Sheet:
    """The exercises as a file."""
    return Sheet(HEAD, [_cells(line) for line in page.lines])


def _cells(line: DrillLine) -> tuple[object, ...]:
    row = line.row
    return (
        str(row), row.get_kind_display(), row.system, row.planned_on, row.done_on, line.word, row.duration,
        row.rto, row.rto_measured, row.rpo, row.rpo_measured, row.proof,
        row.deliverable.number if row.deliverable else None, row.note,
    )  # fmt: skip
