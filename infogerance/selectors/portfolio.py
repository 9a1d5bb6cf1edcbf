"""The home page: every contract of the visitor, by need of decision."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from contracts.engine.dates import Term, term
from contracts.models import Contract
from contracts.selectors.lifetime import outside_month
from core.engine import formats
from core.engine.months import Month, month_range
from core.scope import Side, current
from core.svg.drawing import Drawing
from infogerance.selectors.strips import strip_of
from kpis.models import IndicatorValue
from reversibility.engine.readiness import Readiness
from reversibility.selectors import readiness_of
from slas.engine.verdicts import Verdict
from slas.models import CommitmentMonth, MonthRecord
from slas.selectors.amounts import RECORD_DRAFT, RESULT_DRAFT
from slas.selectors.results import HeatMap, heatmap_of, tally

SATISFACTION = "K22"


@dataclass(frozen=True)
class PortfolioRow:
    """One contract on the home page. `readiness` is None on the provider's side."""

    contract: Contract
    record: MonthRecord | None
    held: int
    judged: int
    heat: HeatMap
    drawing: Drawing
    satisfaction: IndicatorValue | None
    term: Term
    days_to_notice: int
    readiness: Readiness | None
    outside: str = ""
    """« Commence le… », « Terminé le… » where the contract does not run in the month."""

    @property
    def state(self) -> str:
        """Verdict of the contract's month: breached as soon as one commitment is."""
        if not self.judged:
            return Verdict.PENDING
        return Verdict.MET if self.held == self.judged else Verdict.BREACHED

    @property
    def state_words(self) -> str:
        """« 12/14 respectés », that the contract does not run in the month, or that the report is awaited."""
        if self.judged:
            return f"{self.held}/{self.judged} respectés"
        return self.outside or "En attente du rapport"

    @property
    def runs(self) -> bool:
        """Whether something is expected of the month, or was judged."""
        return bool(self.judged or not self.outside)

    @property
    def notice_note(self) -> str:
        """How far the last day of notice is."""
        days = self.days_to_notice
        return f"dans {formats.number(days)}\u00a0j" if days >= 0 else "passé"

    @property
    def notice_on(self) -> date:
        """The last day on which a notice may be received, of this term or of the next one."""
        return self.term.next_last_safe_receipt or self.term.last_safe_receipt

    @property
    def readiness_words(self) -> str:
        score = self.readiness.score if self.readiness else None
        return formats.ABSENT if score is None else formats.percent(score * 100, 0)

    @property
    def watermelon(self) -> bool:
        """Every commitment held, users unhappy."""
        return bool(self.satisfaction and self.satisfaction.extra.get("watermelon"))

    @property
    def needs_attention(self) -> bool:
        return self.runs and (self.state != Verdict.MET or self.watermelon)

    @property
    def urgency(self) -> tuple[int, int, str]:
        """Order of the portfolio: most commitments missed, unhappy users, reports awaited; last, what does not run."""
        missed = self.judged - self.held
        rank = 0 if missed else 1 if self.watermelon else 2 if self.needs_attention else 3 if self.runs else 4
        return rank, -missed, self.contract.reference


def portfolio(month: Month, today: date) -> list[PortfolioRow]:
    """Rows of the contracts in scope for one month, those in need of a decision first."""
    contracts = list(Contract.objects.select_related("client", "provider").order_by("reference"))
    span = month_range(month.shift(-11), month)
    results = CommitmentMonth.objects.filter(month__in=[str(m) for m in span]).select_related("commitment")
    results = results.defer(*RESULT_DRAFT)
    by_contract: dict[int, list[CommitmentMonth]] = defaultdict(list)
    for result in results.order_by("commitment__position", "month"):
        by_contract[result.contract_id].append(result)
    records = {r.contract_id: r for r in MonthRecord.objects.filter(month=month).defer(*RECORD_DRAFT)}
    answers = {
        v.contract_id: v for v in IndicatorValue.objects.filter(code=SATISFACTION, part="", month=month)
    }
    prepared = readiness_of((contract for contract in contracts if is_client(contract)), today)
    rows = []
    for contract in contracts:
        heat = heatmap_of(by_contract[contract.pk], span)
        held, judged = tally([r for r in by_contract[contract.pk] if r.month == month])
        standing = term(contract.clause, today)
        rows.append(
            PortfolioRow(
                contract=contract,
                record=records.get(contract.pk),
                held=held,
                judged=judged,
                heat=heat,
                drawing=strip_of(heat, contract.reference),
                satisfaction=answers.get(contract.pk),
                term=standing,
                days_to_notice=((standing.next_last_safe_receipt or standing.last_safe_receipt) - today).days,
                readiness=prepared.get(contract.pk),
                outside=outside_month(contract, month),
            )
        )
    return sorted(rows, key=lambda row: row.urgency)


@dataclass(frozen=True)
class Summary:
    """What the portfolio says at once."""

    title: str
    lead: str
    with_exit: bool
    watermelon: bool


def summary_of(rows: list[PortfolioRow]) -> Summary:
    """« 2 contrats sur 3 demandent votre attention », and why, in one sentence each."""
    waiting = [row for row in rows if row.needs_attention]
    many = len(waiting) > 1
    title = (
        f"{formats.count(len(waiting), 'contrat')} sur {len(rows)} demande{'nt' if many else ''} votre attention"
        if waiting
        else "Tous vos contrats sont tenus"
        if all(row.runs for row in rows)
        else "Vos contrats en cours sont tenus"
        if any(row.runs for row in rows)
        else "Aucun contrat en cours"
    )
    return Summary(
        title=title,
        lead=" ".join([*map(_sentence, waiting), *(_outside(row) for row in rows if not row.runs)]),
        with_exit=any(row.readiness for row in rows),
        watermelon=any(row.watermelon for row in rows),
    )


def _sentence(row: PortfolioRow) -> str:
    reference = row.contract.reference
    if row.state == Verdict.BREACHED:
        missed = row.judged - row.held
        return f"{reference} ne tient pas {formats.count(missed, 'engagement')} sur {row.judged}."
    if row.watermelon:
        return f"{reference} respecte tout, mais ses utilisateurs sont insatisfaits."
    return f"Le rapport de {reference} est attendu."


def _outside(row: PortfolioRow) -> str:
    """« FUT-1 commence le 01/02/2027. », « FIN-1 est terminé depuis le… »: nothing is expected of it."""
    return f"{row.contract.reference}\u00a0: {row.outside[:1].lower()}{row.outside[1:]}."


def is_client(contract: Contract) -> bool:
    """True when the visitor sees the contract from the client's side."""
    return current().side_of(contract.pk) == Side.CLIENT


def latest_months() -> dict[int, Month]:
    """The latest computed month of every contract in scope that has one, by the key of the contract (1 query)."""
    computed = MonthRecord.objects.exclude(computed_at=None).order_by("month")
    return dict(computed.values_list("contract_id", "month"))
