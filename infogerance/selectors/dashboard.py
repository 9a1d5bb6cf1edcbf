"""The contract dashboard: is the contract held this month, what changes?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from contracts.engine.dates import Term, term
from contracts.models import Contract
from contracts.selectors.versions import rules_at
from core.engine import formats
from core.engine.months import Month
from core.engine.typography import NBSP
from core.svg.drawing import Drawing, Figure
from governance.models import ActionItem, Committee, Decision
from infogerance.selectors.portfolio import is_client
from infogerance.selectors.strips import strip_of
from kpis import selectors as kpis
from kpis.models import IndicatorValue, Signal
from reversibility.engine.readiness import Readiness
from reversibility.selectors import readiness_for
from slas.engine.verdicts import Verdict
from slas.models import CommitmentMonth, MonthRecord
from slas.selectors.conclusions import breach_line, heat_title, month_title
from slas.selectors.months import record_for
from slas.selectors.reconciliation import gap_drawing, gaps_of
from slas.selectors.results import HeatMap, HeatRow, heatmap_of, results_for, tally

SHOWN_GAPS = 5
OPEN_STATES = (ActionItem.State.TODO, ActionItem.State.DOING)


@dataclass(frozen=True)
class NextCommittee:
    """The next meeting, what it is asked to decide, what is left to do."""

    committee: Committee
    in_days: int
    decisions: list[Decision]
    actions: int
    late: int


@dataclass(frozen=True)
class Dashboard:
    """Everything the dashboard shows for one month. Client-only parts are None on the provider's side."""

    record: MonthRecord
    heat: HeatMap
    results: list[CommitmentMonth]
    strip: Drawing
    missed: list[HeatRow]
    gaps: Figure
    gap_count: int
    satisfaction: IndicatorValue | None
    signals: list[Signal]
    stable: int
    term: Term
    readiness: Readiness | None
    committee: NextCommittee | None
    satisfaction_target: Decimal
    today: date

    @property
    def title(self) -> str:
        return month_title(self.results)

    @property
    def heat_title(self) -> str:
        return heat_title(self.heat)

    @property
    def held_words(self) -> str:
        held, judged = tally(self.results)
        return f"{held}/{judged}"

    @property
    def judged(self) -> int:
        return tally(self.results)[1]

    @property
    def state(self) -> str:
        held, judged = tally(self.results)
        if not judged:
            return Verdict.PENDING
        return Verdict.MET if held == judged else Verdict.BREACHED

    @property
    def state_words(self) -> str:
        held, judged = tally(self.results)
        if not judged:
            return "En attente du rapport"
        missed = judged - held
        return formats.count(missed, "non respecté") if missed else "Tous respectés"

    @property
    def breaches(self) -> list[tuple[str, str]]:
        """Code and words of each missed commitment, the longest streak first."""
        rows = sorted(self.missed, key=lambda row: row.streak, reverse=True)
        return [(row.commitment.code, breach_line(row)) for row in rows]

    @property
    def satisfied_words(self) -> str:
        found = self.satisfaction
        if found is None or found.value is None:
            return formats.ABSENT
        return formats.percent(found.value, 0)

    @property
    def satisfied_detail(self) -> str:
        """The interval, or why there is no figure."""
        found = self.satisfaction
        if found is None:
            return "aucune réponse"
        if found.value is None:
            return found.reason
        low, high = found.extra.get("low"), found.extra.get("high")
        if low is None or high is None:
            return ""
        return f"intervalle de {_whole(low)} à {_whole(high)}{NBSP}%"

    @property
    def satisfaction_look(self) -> str:
        """Against the contract's target: met or watched, nothing without a figure."""
        found = self.satisfaction
        if found is None or found.value is None:
            return ""
        return "met" if found.value >= self.satisfaction_target else "watch"

    @property
    def satisfaction_word(self) -> str:
        target = formats.percent(self.satisfaction_target, 0)
        if self.satisfaction is not None and self.satisfaction.extra.get("watermelon"):
            return "Pastèque"
        return (
            f"Sous la cible de {target}"
            if self.satisfaction_look == "watch"
            else f"Cible de {target} atteinte"
        )

    @property
    def committee_title(self) -> str:
        found = self.committee
        if found is None:
            return ""
        return f"{found.committee.get_kind_display()} du {formats.day_long(found.committee.held_on)}"

    @property
    def committee_note(self) -> str:
        days = self.committee.in_days if self.committee else 0
        return f"dans {days}\u00a0j" if days > 0 else ""

    @property
    def days_to_notice(self) -> int:
        return ((self.term.next_last_safe_receipt or self.term.last_safe_receipt) - self.today).days

    @property
    def notice_on(self) -> date:
        return self.term.next_last_safe_receipt or self.term.last_safe_receipt

    @property
    def readiness_words(self) -> str:
        score = self.readiness.score if self.readiness else None
        return formats.ABSENT if score is None else formats.percent(score * 100, 0)

    @property
    def gap_title(self) -> str:
        if not self.gap_count:
            return "Déclaré et recalculé concordent"
        return f"{formats.count(self.gap_count, 'écart')} entre déclaré et recalculé"


def _whole(text: str) -> str:
    return formats.number(Decimal(str(text)), 0)


def dashboard_for(contract: Contract, month: Month, today: date) -> Dashboard | None:
    """The dashboard of one month; None before its first result."""
    record = record_for(contract, month)
    if record is None:
        return None
    span = [month.shift(step) for step in range(-11, 1)]
    everything = results_for(contract, span)
    results = [r for r in everything if r.month == month]
    heat = heatmap_of(everything, span)
    different = gaps_of(results)
    signals = kpis.signals_for(contract, month)
    return Dashboard(
        record=record,
        heat=heat,
        results=results,
        strip=strip_of(heat, contract.reference),
        missed=[row for row in heat.rows if row.last and row.last.verdict == Verdict.BREACHED],
        gaps=gap_drawing(different[:SHOWN_GAPS], 560),
        gap_count=len(different),
        satisfaction=IndicatorValue.objects.filter(
            contract=contract, code="K22", part="", month=month
        ).first(),
        signals=signals,
        stable=kpis.stable_count(contract, month),
        term=term(contract.clause, today),
        readiness=readiness_for(contract, today) if is_client(contract) else None,
        committee=next_committee(contract, month, today),
        satisfaction_target=rules_at(contract, month.last_day).satisfaction_target,
        today=today,
    )


def next_committee(contract: Contract, month: Month, today: date) -> NextCommittee | None:
    """The committee about this month, or else the next one to come."""
    rows = Committee.objects.filter(contract=contract).order_by("held_on")
    found = rows.filter(month=month).first() or rows.filter(held_on__gte=today).first()
    if found is None:
        return None
    actions = list(ActionItem.objects.filter(contract=contract, state__in=OPEN_STATES))
    return NextCommittee(
        committee=found,
        in_days=(found.held_on - today).days,
        decisions=list(Decision.objects.filter(committee=found).order_by("number")),
        actions=len(actions),
        late=sum(action.due_on < today for action in actions),
    )
