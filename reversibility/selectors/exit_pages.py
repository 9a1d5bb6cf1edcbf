"""The pages « coût » and « calendrier » of an exit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from contracts.engine.unsaid import UNSAID
from contracts.models import Contract
from core.engine import formats
from core.exports import Sheet
from core.svg.drawing import Figure
from reversibility.engine.phases import Planned
from reversibility.engine.simulator import Cliff, Exit, NoticeRefused
from reversibility.models import ExitUnit
from reversibility.selectors.exit_drawings import (
    OWNER_WORDS,
    cost_figure,
    cost_title,
    timeline_figure,
    wait_words,
    wanted_of,
)
from reversibility.selectors.exit_terms import AgreedExit, fees_words
from reversibility.selectors.readiness import PlanLine
from reversibility.selectors.simulation import Course, course_of

REFERENCE = "repère de la pratique, sans valeur contractuelle"


@dataclass(frozen=True)
class Term:
    """A line of the price: what it is, from, to, where it comes from."""

    name: str
    low: Decimal
    high: Decimal
    source: str
    total: bool = False


@dataclass(frozen=True)
class UnitLine:
    """Work units that the exit will take."""

    row: ExitUnit

    @property
    def quantity(self) -> str:
        return f"{formats.number(Fraction(self.row.low))} à {formats.number(Fraction(self.row.high))}"

    @property
    def low(self) -> Decimal:
        return self.row.low * self.row.unit_price

    @property
    def high(self) -> Decimal:
        return self.row.high * self.row.unit_price


@dataclass(frozen=True)
class CostPage:
    """What leaving costs, for a notice received in time. `exit` None once the contract is over."""

    agreed: AgreedExit
    refused: str = ""
    exit: Exit | None = None
    title: str = ""
    figure: Figure | None = None
    terms: tuple[Term, ...] = ()
    units: tuple[UnitLine, ...] = ()


@dataclass(frozen=True)
class PhaseLine:
    """A phase on the calendar, with the deliverables it must yield."""

    planned: Planned
    owner: str
    wanted: list[PlanLine]

    @property
    def proven(self) -> int:
        return sum(line.proven for line in self.wanted)


@dataclass(frozen=True)
class TimelinePage:
    """The exit's calendar, for a notice received on the last safe day."""

    agreed: AgreedExit
    refused: str = ""
    exit: Exit | None = None
    cliff: Cliff | None = None
    figure: Figure | None = None
    phases: tuple[PhaseLine, ...] = ()
    days_left: int = 0
    wait: str = ""


def cost_page(contract: Contract, today: date) -> CostPage:
    """The price of an exit and what each part of it comes from (5 queries)."""
    course = course_of(contract, today)
    try:
        found = course.exit_on(best_notice(course, today))
    except NoticeRefused as refused:
        return CostPage(course.agreed, str(refused))
    units = tuple(map(UnitLine, course.agreed.units))
    return CostPage(
        course.agreed,
        exit=found,
        title=cost_title(found.cost),
        figure=cost_figure(found.cost),
        terms=_terms(course, found),
        units=units,
    )


def timeline_page(contract: Contract, today: date) -> TimelinePage:
    """The phases on the calendar (5 queries)."""
    course = course_of(contract, today)
    notice = best_notice(course, today)
    try:
        found = course.exit_on(notice)
    except NoticeRefused as refused:
        return TimelinePage(course.agreed, str(refused))
    title = f"Reprise au plus tôt le {formats.date_short(found.take_over)}"
    return TimelinePage(
        course.agreed,
        exit=found,
        cliff=course.cliff_from(today),
        figure=timeline_figure(found, course.plan, today, title),
        phases=tuple(
            PhaseLine(one, OWNER_WORDS[one.phase.owner_side], wanted_of(one, course.plan))
            for one in found.phases
        ),
        days_left=(notice - today).days,
        wait=wait_words(found),
    )


def best_notice(course: Course, today: date) -> date:
    """The last safe day still to come; today where no renewal follows any more."""
    edge = course.cliff_from(today)
    return edge.safe.notice if edge else today


def _terms(course: Course, found: Exit) -> tuple[Term, ...]:
    cost, clause = found.cost, course.agreed.terms.cost
    place = course.agreed.place or "contrat"
    if cost.fixed:
        base = Term("Coût fixe convenu", cost.low, cost.high, place)
    else:
        fees = f"{fees_words(clause)} de {formats.money(cost.monthly_fee)}"
        source = f"{UNSAID}\u00a0: {REFERENCE}" if course.agreed.keeps_fees else REFERENCE
        base = Term(fees, cost.low, cost.high, source)
    lines = [base]
    if cost.units_high:
        lines.append(Term("Unités d’œuvre de sortie", cost.units_low, cost.units_high, "quantités prévues"))
    if cost.cap is not None:
        lines.append(Term("Plafond du contrat", cost.cap, cost.cap, place))
    return (*lines, Term("À prévoir", cost.due_low, cost.due_high, "hors taxes", total=True))


def cost_sheet(page: CostPage) -> Sheet:
    """The price as a file."""
    return Sheet(
        ("Poste", "Bas HT", "Haut HT", "Origine"),
        [(term.name, term.low, term.high, term.source) for term in page.terms],
    )


def timeline_sheet(page: TimelinePage) -> Sheet:
    """The phases as a file."""
    return Sheet(
        ("Phase", "Mois", "Début", "Fin", "Porteur", "Preuves à jour", "Livrables"),
        [
            (
                line.planned.phase.name,
                line.planned.phase.label,
                None if line.planned.is_empty else line.planned.first,
                None if line.planned.is_empty else line.planned.last,
                line.owner,
                line.proven,
                len(line.wanted),
            )
            for line in page.phases
        ],
    )
