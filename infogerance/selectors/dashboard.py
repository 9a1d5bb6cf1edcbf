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
from core.engine.ratios import display_percent
from core.engine.typography import NBSP
from core.svg.drawing import Drawing, Figure
from governance.models import ActionItem, Committee, Decision
from infogerance.selectors.portfolio import SATISFACTION, is_client
from infogerance.selectors.strips import strip_of
from kpis import selectors as kpis
from kpis.models import IndicatorValue
from kpis.selectors.following import followed_by
from reversibility.engine.readiness import Readiness
from reversibility.selectors import readiness_for
from slas.engine.verdicts import Verdict
from slas.models import CommitmentMonth, MonthRecord
from slas.selectors.conclusions import breach_line, heat_title, month_title
from slas.selectors.figures import tidy
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
    felt: Drawing | None
    signals: list[kpis.SignalLine]
    stable: int
    term: Term
    readiness: Readiness | None
    committee: NextCommittee | None
    satisfaction_target: Decimal
    renewed: bool
    client: bool
    today: date

    @property
    def penalty(self) -> Decimal | None:
        """What is proposed for the month; never shown to the provider before it is notified."""
        return self.record.penalty_due or None if self.client else None

    @property
    def is_closed(self) -> bool:
        return self.record.state == MonthRecord.State.CLOSED

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
        return formats.percent(display_percent(found.value, self.satisfaction_target, 0))

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
        target = formats.percent(tidy(self.satisfaction_target))
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
    def notice_detail(self) -> str:
        """How far the last day is, and what happens after it."""
        if self.days_to_notice < 0:
            return "délai passé"
        after = "sinon reconduit" if self.renewed else "sinon le contrat s’éteint"
        return f"dans {formats.number(self.days_to_notice)}{NBSP}j, {after}"

    @property
    def signals_note(self) -> str:
        return (
            f"{formats.number(sum(line.waits for line in self.signals))} à expliquer" if self.signals else ""
        )

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
    if record is None or record.computed_at is None:
        return None
    span = [month.shift(step) for step in range(-11, 1)]
    everything = results_for(contract, span)
    results = [r for r in everything if r.month == month]
    heat = heatmap_of(everything, span)
    different = gaps_of(results)
    followed = followed_by(contract)
    cards = {card.code: card for card in kpis.cards_for(contract, month, followed)}
    felt, client = cards.get(SATISFACTION), is_client(contract)
    return Dashboard(
        record=record,
        heat=heat,
        results=results,
        strip=strip_of(heat, contract.reference),
        missed=[row for row in heat.rows if row.last and row.last.verdict == Verdict.BREACHED],
        gaps=gap_drawing(different[:SHOWN_GAPS], 560),
        gap_count=len(different),
        satisfaction=felt.row if felt else None,
        felt=felt.drawing if felt and felt.row else None,
        signals=kpis.signals_for(contract, month, followed),
        stable=kpis.stable_count(cards.values()),
        term=term(contract.clause, today),
        readiness=readiness_for(contract, today) if client else None,
        committee=next_committee(contract, month, today),
        satisfaction_target=rules_at(contract, month.last_day).satisfaction_target,
        renewed=contract.renewal == Contract.Renewal.TACIT,
        client=client,
        today=today,
    )


def waiting_words(contract: Contract, month: Month | None, today: date) -> str:
    """Why a month has no figure yet: its report is awaited since a day, or nothing was ever deposited."""
    record = record_for(contract, month) if month else None
    if month is None or record is None:
        return "Aucun chiffre pour ce mois : aucun rapport n’y a été déposé."
    name, due = formats.month_of(month), formats.date_short(record.due_on)
    if record.delivery_id:
        return f"Le rapport {name} est déposé, son calcul n’est pas terminé."
    verb = "était" if record.due_on < today else "est"
    return f"En attente : le rapport {name} n’est pas déposé. Il {verb} attendu le {due}."


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
