"""The page « réversibilité »: could we leave, when, what lacks, what ends soon, how readiness moved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef

from contracts.models import Contract
from core.engine import formats
from core.svg.drawing import Figure
from reversibility.engine.proofs import evolution
from reversibility.engine.simulator import Cliff, Exit, NoticeRefused
from reversibility.models import ExitProof, ExitRequest
from reversibility.selectors.exit_drawings import cost_figure, timeline_figure
from reversibility.selectors.exit_pages import best_notice
from reversibility.selectors.exit_terms import AgreedExit
from reversibility.selectors.plan_drawings import evolution_figure, gap_figure
from reversibility.selectors.plan_rows import trails
from reversibility.selectors.readiness import ExitPlan, PlanLine
from reversibility.selectors.simulation import course_of


@dataclass(frozen=True)
class Lacking:
    """A deliverable without valid proof: when it would be due if the exit began today, what was asked already."""

    line: PlanLine
    due_on: date | None
    asked: ExitRequest | None
    waiting: bool

    @property
    def may_be_asked(self) -> bool:
        return self.asked is None and self.line.row.owner_side == "provider"


@dataclass(frozen=True)
class ExitHome:
    """Everything the page shows. `exit` None once the contract is over."""

    plan: ExitPlan
    agreed: AgreedExit
    exit: Exit | None
    cliff: Cliff | None
    days_left: int
    lacking: tuple[Lacking, ...]
    to_decide: tuple[PlanLine, ...]
    timeline: Figure | None = None
    cost: Figure | None = None
    gap: Figure | None = None
    evolution: Figure | None = None
    begins_on: date | None = None
    """Set while the contract has not begun: readiness is not scored yet."""

    @property
    def asked(self) -> int:
        return sum(one.asked is not None for one in self.lacking)

    @property
    def warranty_end(self) -> date | None:
        """The last day of the last phase."""
        return self.exit.phases[-1].last if self.exit and self.exit.phases else None


def exit_home(contract: Contract, today: date) -> ExitHome:
    """The page on a day (9 queries)."""
    course = course_of(contract, today)
    plan, notice = course.plan, best_notice(course, today)
    asked = _open_requests(contract)
    lacking = tuple(_lacking(line, asked.get(line.row.pk), today) for line in plan.lacking)
    to_decide = tuple(line for line in plan.lines if _waits(asked.get(line.row.pk)))
    months = evolution(trails(contract), today, contract.starts_on) if plan.lines else []
    begun = contract.starts_on <= today
    figures: dict[str, Any] = {
        "gap": gap_figure(plan) if plan.lines and begun else None,
        "evolution": evolution_figure(months) if len(months) > 1 and begun else None,
        "begins_on": None if begun else contract.starts_on,
    }
    try:
        found = course.exit_on(notice)
    except NoticeRefused:
        return ExitHome(plan, course.agreed, None, None, 0, lacking, to_decide, **figures)
    title = f"Reprise au plus tôt le {formats.date_short(found.take_over)}"
    return ExitHome(
        plan,
        course.agreed,
        found,
        course.cliff_from(today),
        (notice - today).days,
        lacking,
        to_decide,
        timeline=timeline_figure(found, plan, today, title),
        cost=cost_figure(found.cost),
        **figures,
    )


def _open_requests(contract: Contract) -> dict[int, ExitRequest]:
    """The open request of each deliverable; `waits`: a proof was declared and awaits the client."""
    pending = ExitProof.objects.filter(request=OuterRef("pk"), state=ExitProof.State.DECLARED)
    rows = ExitRequest.objects.filter(contract=contract, closed_at=None).annotate(waits=Exists(pending))
    return {row.deliverable_id: row for row in rows}


def _lacking(line: PlanLine, asked: ExitRequest | None, today: date) -> Lacking:
    return Lacking(line, line.due_from(today), asked, _waits(asked))


def _waits(asked: ExitRequest | None) -> bool:
    return bool(getattr(asked, "waits", False))
