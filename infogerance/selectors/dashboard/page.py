"""What the dashboard shows, and the words it says it with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from contracts.engine.dates import Term
from core.engine import formats
from core.engine.ratios import display_percent
from core.engine.typography import NBSP
from core.svg.drawing import Drawing, Figure
from governance.models import Committee, Decision
from kpis import selectors as kpis
from kpis.models import IndicatorValue
from kpis.selectors.signals import TO_WATCH
from reversibility.engine.readiness import Readiness
from slas.engine.penalties.standing import standing
from slas.engine.verdicts import Verdict
from slas.models import CommitmentMonth, MonthRecord, PenaltyClaim
from slas.selectors.conclusions import breach_line, heat_title, month_title
from slas.selectors.figures import tidy
from slas.selectors.outlooks import OutlookPage
from slas.selectors.penalties import Alert
from slas.selectors.results import HeatMap, HeatRow, tally

SHOWN_SIGNALS = 5


@dataclass(frozen=True)
class NextCommittee:
    """The next meeting, what it is asked to decide, what is left to do."""

    committee: Committee
    in_days: int
    decisions: list[Decision]
    actions: int
    late: int


@dataclass(frozen=True)
class SignalGroup:
    """What one indicator says this month."""

    lines: list[kpis.SignalLine]

    @property
    def first(self) -> kpis.SignalLine:
        return self.lines[0]

    @property
    def words(self) -> str:
        """« 4 points au-dessus de la limite haute, hausse de 5,9 par mois », « À surveiller : 1 point… »."""
        titles = [line.title for line in self.lines]
        if self.first.level == TO_WATCH:
            titles[0] = f"{TO_WATCH}{NBSP}: {self.first.phrase}"
        return ", ".join([titles[0], *(title[:1].lower() + title[1:] for title in titles[1:])])


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
    today: date
    claim: PenaltyClaim | None
    alerts: list[Alert]
    outlook: OutlookPage

    @property
    def penalty(self) -> Decimal | None:
        """What the month was priced at, waived or not; the provider reads it once it is notified."""
        return (self.claim.due if self.claim else self.record.penalty_due) or None

    @property
    def penalty_words(self) -> str:
        """« Pénalité provisoire 1 665 € » while the month is open; then where it stands, with what it came to."""
        closed = self.record.state == MonthRecord.State.CLOSED
        word = standing(self.claim.state if self.claim else "calculated", closed=closed)
        if self.claim is None or self.claim.state == PenaltyClaim.State.CALCULATED:
            return f"Pénalité {word} {formats.money(self.penalty)}"
        amount = (
            self.claim.waived
            if self.claim.state == PenaltyClaim.State.WAIVED
            else self.claim.due - self.claim.waived
        )
        return f"Pénalité {word}{NBSP}: {formats.money(amount)}"

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
        return formats.count(missed, "non respecté|non respectés") if missed else "Tous respectés"

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
    def first_signals(self) -> list[SignalGroup]:
        """One line per indicator, the degradations first; the page of signals has them all."""
        groups: dict[str, list[kpis.SignalLine]] = {}
        for line in self.signals:
            groups.setdefault(line.code, []).append(line)
        return [SignalGroup(found) for found in list(groups.values())[:SHOWN_SIGNALS]]

    @property
    def more_signals(self) -> str:
        """« 3 autres indicateurs » beyond those shown; empty when all are."""
        hidden = len({line.code for line in self.signals}) - SHOWN_SIGNALS
        return formats.count(hidden, "autre indicateur|autres indicateurs") if hidden > 0 else ""

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
