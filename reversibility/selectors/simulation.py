"""The exit simulator, ready for its page and its command."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from contracts.models import Contract
from contracts.selectors import version_at
from core.engine import formats
from core.exports import Sheet
from core.svg.drawing import Figure
from reversibility.engine.simulator import Cliff, Exit, NoticeRefused, cliff, compare, simulate
from reversibility.selectors.exit_drawings import cost_figure, timeline_figure, wait_words
from reversibility.selectors.exit_terms import AgreedExit, agreed_exit_of
from reversibility.selectors.readiness import ExitPlan, exit_plan_for

CAUTIONS = {
    "outlasts": "La transition finit après le contrat\u00a0: prolongez les prestations par un avenant.",
    "may_outlast": "La transition la plus longue finirait après le contrat\u00a0: prévoyez de le prolonger par un avenant.",
    "tight": "Les phases demandent plus de mois qu’il n’y en a avant la reprise.",
}
PAST = (
    "Le {day} est passé\u00a0: ce calcul ne vaut que si le préavis a bien été reçu ce jour-là. "
    "Sinon, simulez aujourd’hui ou un jour à venir."
)
HEAD = (
    "Préavis reçu le", "Repère", "Fin du contrat", "Transition au plus court", "Transition au plus long",
    "Reprise au plus tôt", "Jours à prolonger au plus court", "Jours à prolonger au plus long", "Coût bas HT", "Coût haut HT",
)  # fmt: skip


@dataclass(frozen=True)
class Course:
    """A contract's exit, before any date of notice: what is agreed, the fee, the plan."""

    contract: Contract
    agreed: AgreedExit
    monthly_fee: Decimal
    plan: ExitPlan

    def exit_on(self, notice: date) -> Exit:
        """Raises NoticeRefused."""
        return simulate(self.contract.clause, self.agreed.terms, self.monthly_fee, notice)

    def cliff_from(self, day: date) -> Cliff | None:
        return cliff(self.contract.clause, self.agreed.terms, self.monthly_fee, day)

    def compared(self, days: list[date]) -> list[Exit]:
        return compare(self.contract.clause, self.agreed.terms, self.monthly_fee, days)


@dataclass(frozen=True)
class Line:
    """One date of the comparison."""

    exit: Exit
    words: str
    asked: bool
    late: bool

    @property
    def address(self) -> str:
        return f"?preavis={self.exit.notice.isoformat()}"


@dataclass(frozen=True)
class SimulationPage:
    """The answer for one day of notice. `refused`: why there is none, in French."""

    agreed: AgreedExit
    refused: str = ""
    exit: Exit | None = None
    cliff: Cliff | None = None
    edge_words: str = ""
    lines: tuple[Line, ...] = ()
    timeline: Figure | None = None
    cost: Figure | None = None
    lacking: int = 0
    address: str = ""
    wait: str = ""
    cautions: tuple[str, ...] = ()

    @property
    def warranty_end(self) -> date | None:
        """The last day of the last phase."""
        return self.exit.phases[-1].last if self.exit and self.exit.phases else None


def course_of(contract: Contract, today: date) -> Course:
    """What every simulation of a contract starts from (5 queries)."""
    fee = version_at(contract, today).monthly_fee
    return Course(contract, agreed_exit_of(contract), fee, exit_plan_for(contract, today))


def simulation_page(contract: Contract, notice: date, other: date | None, today: date) -> SimulationPage:
    """The exit that follows a notice received on a day, beside the dates that matter (5 queries)."""
    course = course_of(contract, today)
    try:
        found = course.exit_on(notice)
        also = [course.exit_on(day).notice for day in (other,) if day]
    except NoticeRefused as refused:
        return SimulationPage(course.agreed, str(refused))
    edge = course.cliff_from(min(today, notice))
    return SimulationPage(
        course.agreed,
        exit=found,
        cliff=edge,
        edge_words=_edge_words(course, edge, notice, today) if edge else "",
        lines=_lines(course, found, today, also),
        timeline=timeline_figure(found, course.plan, today, _title(found)),
        cost=cost_figure(found.cost),
        lacking=len(course.plan.lacking),
        address=f"?preavis={notice.isoformat()}" + (f"&autre={other.isoformat()}" if other else ""),
        wait=wait_words(found),
        cautions=tuple(_cautions(contract, found, today)),
    )


def _cautions(contract: Contract, found: Exit, today: date) -> Iterator[str]:
    if today < contract.starts_on:
        day = formats.date_short(contract.starts_on)
        yield f"Le contrat n’a pas commencé\u00a0: il prend effet le {day}."
    elif found.notice < today:
        yield PAST.format(day=formats.date_short(found.notice))
    yield from (CAUTIONS[caution] for caution in found.cautions)


def _edge_words(course: Course, edge: Cliff, notice: date, today: date) -> str:
    """The last safe day as seen from the day asked: still to come, or passed, and then the next one."""
    safe = formats.date_short(edge.safe.notice)
    if edge.safe.notice >= max(notice, today):
        late = formats.date_short(edge.late.contract_end)
        return f"Dernier jour utile\u00a0: {safe}. Un jour plus tard, le contrat court jusqu’au {late}."
    following = course.cliff_from(max(notice, today))
    told = (
        f"Le suivant est le {formats.date_short(following.safe.notice)}."
        if following
        else "C’était le dernier."
    )
    if edge.safe.notice < today:
        return f"Le dernier jour utile, le {safe}, est passé. {told}"
    told = told if following else "Il n’y en aura pas d’autre."
    return f"Le dernier jour utile, le {safe}, sera passé\u00a0: le contrat aura été reconduit. {told}"


def _title(found: Exit) -> str:
    notice, take_over = formats.date_short(found.notice), formats.date_short(found.take_over)
    return f"Préavis reçu le {notice}\u00a0: reprise au plus tôt le {take_over}"


def _lines(course: Course, found: Exit, today: date, also: list[date]) -> tuple[Line, ...]:
    """The dates compared, each once: those asked, today, both sides of each cliff about them.

    A day that was asked and is already past has its own cliff behind it: the next one is shown beside it.
    """
    names = {found.notice: "date demandée", **dict.fromkeys(also, "autre date demandée")}
    edges = [edge for day in sorted({found.notice, today}) if (edge := course.cliff_from(day))]
    for edge in edges:
        names |= {edge.safe.notice: "dernier jour utile", edge.late.notice: "un jour trop tard"}
    days = [*names]
    if found.notice == today:
        names[today] = "aujourd’hui" if names[today] == "date demandée" else names[today]
    elif not _is_over(course, today):
        names.setdefault(today, "aujourd’hui")
        days.append(today)
    late = edges[0].late.contract_end if edges else None
    return tuple(
        Line(
            one, names[one.notice], one.notice == found.notice, late is not None and one.contract_end >= late
        )
        for one in course.compared(days)
    )


def _is_over(course: Course, day: date) -> bool:
    try:
        course.exit_on(day)
    except NoticeRefused:
        return True
    return False


def simulation_sheet(page: SimulationPage) -> Sheet:
    """The comparison as a file."""
    return Sheet(
        HEAD,
        [
            (
                line.exit.notice,
                line.words,
                line.exit.contract_end,
                *line.exit.window,
                line.exit.take_over,
                line.exit.extension_days,
                line.exit.longest_extension_days,
                line.exit.cost.due_low,
                line.exit.cost.due_high,
            )
            for line in page.lines
        ],
    )


def exit_as_json(found: Exit) -> dict[str, Any]:
    """An exit as the command prints it: ISO dates, amounts as decimal strings."""
    cost = found.cost
    return {
        "notice_received": found.notice.isoformat(),
        "contract_end": found.contract_end.isoformat(),
        "last_day": found.last_day.isoformat(),
        "transition_window": [day.isoformat() for day in found.window],
        "earliest_takeover": found.take_over.isoformat(),
        "cost_range": [str(cost.low), str(cost.high)],
        "contract_cap": None if cost.cap is None else str(cost.cap),
        "work_units": [str(cost.units_low), str(cost.units_high)],
        "due": [str(cost.due_low), str(cost.due_high)],
        "double_run": {"months": found.double_run_months, "fees": str(found.double_run_fees)},
        "extension": {"days": found.extension_days, "fees": str(found.extension_fees)},
        "warnings": list(found.cautions),
        "phases": [
            {"name": one.phase.name, "from": one.first.isoformat(), "to": one.last.isoformat()}
            for one in found.phases
            if not one.is_empty
        ],
    }
