"""Providers side by side: the same month, and only figures that mean the same thing from one contract to another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from contracts.models import Contract, ContractVersion
from contracts.selectors.lifetime import outside_month
from contracts.selectors.versions import version_among
from core.engine import formats
from core.engine.months import Month, month_range
from core.engine.ratios import Rate, round_half_up
from core.exports import Sheet
from core.svg import quadrant
from core.svg.drawing import Drawing, Figure, figure
from infogerance.selectors.indicators_compared import ComparedIndicator, compared_indicators
from infogerance.selectors.portfolio import latest_months
from infogerance.selectors.strips import strip_of
from kpis.engine.proportions import wilson
from kpis.models import IndicatorSetting, IndicatorValue
from kpis.selectors.satisfaction import ALARMED, PLACED, WIDE
from kpis.selectors.wording import trimmed
from slas.models import CommitmentMonth, MonthRecord
from slas.selectors.amounts import RECORD_DRAFT, RESULT_DRAFT
from slas.selectors.results import heatmap_of, tally
from slas.selectors.sincerity import LEAST, Submission, index_of, submissions_of

FELT, OLD, GAP = "K22", "K09", "K26"
FEW_OPEN = 10
MONTHS = 12
WAITING = "En attente du rapport"


@dataclass(frozen=True)
class Cell:
    """One figure: `value` with the number it rests on in `detail`; without a value, `detail` says why it does not
    compare."""

    value: str
    detail: str
    exact: Decimal | None = None

    @property
    def compares(self) -> bool:
        return self.exact is not None


@dataclass(frozen=True)
class Compared:
    """One contract of the comparison. `satisfied` among `answers`, against `target` (per cent)."""

    contract: Contract
    state: str
    held: int
    judged: int
    unmeasured: int
    drawing: Drawing
    satisfied: int
    answers: int
    target: Decimal
    watermelon: bool
    alarm: bool
    gap: Cell
    sincerity: Cell
    old: Cell
    awaited: str
    """Why a figure is missing: its report is awaited, or the contract does not run in the month."""

    @property
    def commitments(self) -> Cell:
        if not self.judged:
            return Cell(formats.ABSENT, self.awaited)
        share = Fraction(100 * self.held, self.judged)
        more = f", {formats.count(self.unmeasured, 'non mesurable')}" if self.unmeasured else ""
        return Cell(formats.percent(share, 1), f"{self.held}/{self.judged}{more}", round_half_up(share, 4))

    @property
    def felt(self) -> Cell:
        if self.answers < PLACED:
            return Cell(formats.ABSENT, f"Échantillon insuffisant ({formats.count(self.answers, 'réponse')})")
        share, usual = Fraction(100 * self.satisfied, self.answers), wilson(self.satisfied, self.answers)
        low, high = (100 * usual.low, 100 * usual.high) if usual else (0, 100)
        detail = (
            f"{formats.number(low, 1)} à {formats.percent(high, 1)}, {formats.count(self.answers, 'réponse')}"
        )
        shown = formats.rate(Rate(self.satisfied, self.answers), self.target, 1)
        return Cell(shown, detail, round_half_up(share, 4))


@dataclass(frozen=True)
class Comparison:
    """`figure` is None while no contract has 5 answers and a judged commitment; `left_out`: those not placed."""

    month: Month
    rows: list[Compared]
    figure: Figure | None
    left_out: list[Compared]
    targets_differ: bool
    indicators: list[ComparedIndicator]

    @property
    def title(self) -> str:
        return f"{formats.count(len(self.rows), 'contrat')} en {formats.month_long(self.month)}"

    @property
    def lead(self) -> str:
        """What stands out, contract by contract, without a rank."""
        found = [
            f"{row.contract.reference}\u00a0: engagements respectés, utilisateurs mal servis."
            for row in self.rows
            if row.watermelon
        ]
        return " ".join(found)


@dataclass(frozen=True)
class Ground:
    """What the rows are made from, by contract: read once for all of them."""

    month: Month
    span: list[Month]
    results: Mapping[int, list[CommitmentMonth]]
    states: Mapping[int, str]
    values: Mapping[tuple[int, str], IndicatorValue]
    targets: Mapping[int, Decimal]
    submissions: Mapping[int, list[Submission]]


def compare_contracts(contracts: Sequence[Contract], month: Month) -> Comparison:
    """The contracts given, for one month (11 queries, however many there are)."""
    ground = _ground(contracts, month)
    rows = [_compared(contract, ground) for contract in contracts]
    placed = [row for row in rows if row.felt.compares and row.judged]
    aims = {row.target for row in placed}
    return Comparison(
        month=month,
        rows=rows,
        figure=_drawn(placed, max(aims)) if placed else None,
        left_out=[row for row in rows if row not in placed],
        targets_differ=len(aims) > 1,
        indicators=compared_indicators(contracts, month),
    )


def _ground(contracts: Sequence[Contract], month: Month) -> Ground:
    span = month_range(month.shift(1 - MONTHS), month)
    rows = CommitmentMonth.objects.filter(contract__in=contracts, month__in=[str(one) for one in span])
    rows = rows.select_related("commitment").defer(*RESULT_DRAFT)
    results: dict[int, list[CommitmentMonth]] = defaultdict(list)
    for result in rows.order_by("commitment__position", "month"):
        results[result.contract_id].append(result)
    records = MonthRecord.objects.filter(contract__in=contracts, month=month).defer(*RECORD_DRAFT)
    return Ground(
        month=month,
        span=span,
        results=results,
        states={record.contract_id: record.get_state_display() for record in records},
        values=_values(contracts, month),
        targets=_targets(contracts, month),
        submissions=submissions_of(contracts),
    )


def _compared(contract: Contract, ground: Ground) -> Compared:
    key, own = contract.pk, ground.results.get(contract.pk, [])
    now = [result for result in own if result.month == ground.month]
    held, judged = tally(now)
    felt = ground.values.get((key, FELT))
    extra = felt.extra if felt else {}
    fires = bool(extra.get("watermelon"))
    awaited = outside_month(contract, ground.month) or WAITING
    return Compared(
        contract=contract,
        state=ground.states.get(key) or awaited,
        held=held,
        judged=judged,
        unmeasured=sum(result.verdict == "not_measurable" for result in now),
        drawing=strip_of(heatmap_of(own, ground.span), contract.reference),
        satisfied=(felt.numerator or 0) if felt else 0,
        answers=(felt.denominator or 0) if felt else 0,
        target=trimmed(ground.targets[key]),
        watermelon=fires,
        alarm=fires and "satisfaction" in extra.get("watermelon_reasons", ()),
        gap=_gap(ground.values.get((key, GAP)), awaited),
        sincerity=_sincerity(index_of(ground.submissions[key]), len(ground.submissions[key])),
        old=_old(ground.values.get((key, OLD)), awaited),
        awaited=awaited,
    )


def latest_month_among(contracts: Sequence[Contract]) -> Month | None:
    """The last month that was computed on one of them."""
    computed = latest_months()
    return max((computed[one.pk] for one in contracts if one.pk in computed), default=None)


def _values(contracts: Sequence[Contract], month: Month) -> dict[tuple[int, str], IndicatorValue]:
    rows = IndicatorValue.objects.filter(
        contract__in=contracts, month=month, part="", code__in=(FELT, OLD, GAP)
    )
    return {(row.contract_id, row.code): row for row in rows}


def _targets(contracts: Sequence[Contract], month: Month) -> Mapping[int, Decimal]:
    """What each contract aims at for satisfaction: the followed target, else its own setting."""
    named = IndicatorSetting.objects.filter(contract__in=contracts, code=FELT).exclude(target=None)
    followed: dict[int, Decimal] = {row.contract_id: row.target for row in named if row.target is not None}
    versions: dict[int, list[ContractVersion]] = defaultdict(list)
    for version in ContractVersion.objects.filter(contract__in=contracts).order_by("effective_on"):
        versions[version.contract_id].append(version)
    return {
        contract.pk: followed.get(contract.pk)
        or version_among(versions[contract.pk], month.last_day).rules.satisfaction_target
        for contract in contracts
    }


def _gap(row: IndicatorValue | None, awaited: str) -> Cell:
    if row is None or row.value is None:
        return Cell(formats.ABSENT, row.reason if row else awaited)
    widest = formats.number(Decimal(str(row.extra.get("max", 0))), 2)
    detail = f"au plus {widest}\u00a0pt, {formats.count(row.n, 'engagement')}"
    return Cell(f"{formats.number(row.value, 2)}\u00a0pt", detail, row.value)


def _sincerity(index: Rate | None, reports: int) -> Cell:
    if index is None or index.percent is None:
        return Cell(formats.ABSENT, f"{formats.count(reports, 'rapport')}, il en faut {LEAST}")
    return Cell(
        formats.rate(index, decimals=0),
        f"{index.met}/{index.total} rapports",
        round_half_up(index.percent, 4),
    )


def _old(row: IndicatorValue | None, awaited: str) -> Cell:
    if row is None or row.value is None:
        return Cell(formats.ABSENT, row.reason if row else awaited)
    detail = f"{formats.number(row.numerator)}/{formats.count(row.n, 'ticket ouvert|tickets ouverts')}"
    if row.n < FEW_OPEN:
        return Cell(formats.ABSENT, f"Trop peu pour comparer\u00a0: {detail}")
    return Cell(formats.percent(row.value, 1), detail, row.value)


def _drawn(placed: Iterable[Compared], target: Decimal) -> Figure:
    places = []
    for row in placed:
        alarm = wilson(row.satisfied, row.answers, 0.90)
        low, high = (100 * alarm.low, 100 * alarm.high) if alarm else (0, 100)
        places.append(
            quadrant.Place(
                row.contract.reference, Fraction(100 * row.held, row.judged),
                Fraction(100 * row.satisfied, row.answers), low, high, row.answers, alarm=row.alarm,
                few=row.answers < ALARMED,
            )
        )  # fmt: skip
    return figure(
        quadrant.draw,
        quadrant.Quadrant("Engagements et satisfaction, par contrat", places, y_target=target),
        WIDE,
    )


def comparison_sheet(page: Comparison) -> Sheet:
    """One line per contract; a figure that does not compare is empty, with its reason."""
    head = ("Contrat", "Prestataire", "Mois", "État", "Respectés (%)", "Détail", "Écart moyen (pt)", "Détail",
        "Satisfaits (%)", "Détail", "Sincérité (%)", "Détail", "Encours de plus de 30 jours (%)", "Détail")  # fmt: skip
    rows = []
    for row in page.rows:
        cells = (row.commitments, row.gap, row.felt, row.sincerity, row.old)
        told = [value for cell in cells for value in (cell.exact, cell.detail)]
        rows.append((row.contract.reference, row.contract.provider.name, str(page.month), row.state, *told))
    return Sheet(head, rows)
