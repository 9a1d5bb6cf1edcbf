"""Pages of penalties: the months of a contract against their caps, and the life of one month's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from contracts.models import Contract
from contracts.selectors.versions import version_at
from core.engine import formats
from core.engine.months import Month
from core.exports import Sheet
from core.svg import bars
from core.svg.drawing import Figure, figure
from slas.engine.penalties import TerminationClause, termination_right
from slas.models import PenaltyAct, PenaltyClaim, PenaltyDecision, PenaltyLine
from slas.selectors.kept import Kept
from slas.selectors.months import is_closed
from slas.selectors.penalty_states import Shown, billing_of, figures_of_claim, title_of
from slas.selectors.penalty_wording import line_words, month_words
from slas.selectors.results import HeatMap, heatmap_for
from slas.selectors.settlements import stale_among


@dataclass(frozen=True)
class Totals:
    """Sums of several months, euros to the cent."""

    firm: Decimal
    disputed: Decimal
    cut: Decimal
    waived: Decimal
    applied: Decimal

    @property
    def due(self) -> Decimal:
        return self.firm + self.disputed - self.waived


@dataclass(frozen=True)
class Alert:
    """A right to terminate that repeated misses open."""

    code: str
    name: str
    words: str


@dataclass(frozen=True)
class PenaltiesPage:
    """The months that have a price, newest first, and their year against its cap."""

    title: str
    claims: list[PenaltyClaim]
    stale: frozenset[Month]
    totals: Totals
    year_words: str
    cap: Figure | None
    alerts: list[Alert]
    billed: dict[Month, str]

    @property
    def rows(self) -> list[tuple[PenaltyClaim, str]]:
        """Each month with the invoice of its credit note, in words."""
        return [(claim, self.billed.get(claim.month, "")) for claim in self.claims]


def latest_revisions(contract: Contract) -> list[PenaltyClaim]:
    """The last revision of each month that the reader may see, newest month first (1 query)."""
    rows = PenaltyClaim.objects.filter(contract=contract).order_by("month", "revision")
    return sorted({row.month: row for row in rows}.values(), key=lambda row: row.month, reverse=True)


def penalties_page(contract: Contract, month: Month, client: bool) -> PenaltiesPage:
    """Everything the list shows, the contract year being that of `month`."""
    claims = latest_revisions(contract)
    start = month.shift(-((month.number - contract.starts_on.month) % 12))
    year = [claim for claim in claims if start <= claim.month <= start.shift(11)]
    drafts = [claim.month for claim in claims if claim.state == PenaltyClaim.State.CALCULATED]
    totals = totals_of(year)
    words = f"{formats.month_long(start)} à {formats.month_long(start.shift(11))}"
    return PenaltiesPage(
        title=_title(totals, client),
        claims=claims,
        stale=frozenset(stale_among(contract, drafts)),
        totals=totals,
        year_words=words,
        cap=cap_drawing(contract, month, totals, _year_name(start)),
        alerts=alerts_for(contract, month) if client else [],
        billed=billing_of(contract, claims) if client else {},
    )


def _year_name(start: Month) -> str:
    """« 2026 », or « 2026–2027 » for a contract year astride two: short enough for the narrowest chart."""
    last = start.shift(11)
    return str(start.year) if start.year == last.year else f"{start.year}–{last.year}"


def totals_of(claims: Sequence[PenaltyClaim]) -> Totals:
    def total(name: str) -> Decimal:
        return sum((getattr(claim, name) or Decimal(0) for claim in claims), Decimal(0))

    return Totals(total("firm"), total("disputed"), total("cut"), total("waived"), total("credited"))


def _title(totals: Totals, client: bool) -> str:
    if not totals.due:
        return "Aucune pénalité cette année" if client else "Aucune pénalité notifiée cette année"
    words = f"{formats.money(totals.due)} de pénalités depuis le début de l’année contractuelle"
    return f"{words}, dont {formats.money(totals.disputed)} en contestation" if totals.disputed else words


def cap_drawing(contract: Contract, month: Month, totals: Totals, words: str) -> Figure | None:
    """What the year comes to inside its cap; None where the contract has none."""
    version = version_at(contract, month.last_day)
    if not version.rules.cap_year:
        return None
    cap = version.monthly_fee * 12 * version.rules.cap_year / 100
    firm = max(totals.firm - totals.waived, Decimal(0))
    row = bars.Bar(
        words, (firm, totals.disputed), cap, formats.money(totals.due), f"plafond {formats.money(cap)}"
    )
    title = f"{formats.money(totals.due)} pour un plafond annuel de {formats.money(cap)}"
    data = bars.Bars(title, (row,), (("solid", "ferme"), ("hatched", "contesté")), "€", "Année")
    return figure(bars.draw, data, 640)


def alerts_for(contract: Contract, month: Month) -> list[Alert]:
    """Commitments whose repeated misses up to a month open a right to terminate."""
    return alerts_in(heatmap_for(contract, month), contract, month)


def alerts_in(heat: HeatMap, contract: Contract, month: Month) -> list[Alert]:
    """The same of twelve months already read, by the contract's clause (1 query)."""
    rules = version_at(contract, month.last_day).rules
    clause = TerminationClause(rules.termination_consecutive, rules.termination_in_12)
    found = []
    for row in heat.rows:
        right = termination_right([cell.result.verdict for cell in row.cells if cell.result], clause)
        if right.open:
            found.append(Alert(row.commitment.code, row.commitment.name, right.words))
    return found


@dataclass(frozen=True)
class LineWords:
    """One rule of one commitment, with its proof in words."""

    line: PenaltyLine
    steps: list[tuple[str, str]]


@dataclass(frozen=True)
class PenaltyPage:
    """One month's price: lines, steps of the month, acts, and the revisions before it."""

    claim: PenaltyClaim
    lines: list[LineWords]
    steps: list[tuple[str, str]]
    acts: list[PenaltyAct]
    earlier: list[PenaltyClaim]
    title: str
    figures: list[Shown]
    stale: bool
    closed: bool
    decision: PenaltyDecision | None
    billed: str

    @property
    def to_close_first(self) -> bool:
        """Whether the month has to be closed before anything is done about its draft."""
        return not self.closed and self.claim.state == PenaltyClaim.State.CALCULATED


def claim_for(contract: Contract, month: Month) -> PenaltyClaim | None:
    """The last revision of a month that the reader may see."""
    rows = PenaltyClaim.objects.filter(contract=contract, month=month).select_related("contract")
    return rows.order_by("-revision").first()


def penalty_page(claim: PenaltyClaim, client: bool) -> PenaltyPage:
    """Everything the page of a month shows (about ten queries); which invoice bears a credit note is the client's."""
    draft = claim.state == PenaltyClaim.State.CALCULATED
    stale = draft and bool(stale_among(claim.contract, [claim.month]))
    kept = Kept.of(claim.contract, claim.month)
    lines = claim.lines.select_related("commitment").order_by(
        "commitment__position", "commitment__code", "pk"
    )
    for line in lines:
        line.commitment = kept.commitment(line.commitment)
    return PenaltyPage(
        claim=claim,
        lines=[LineWords(line, line_words(line.proof)) for line in lines],
        steps=month_words(claim.proof),
        acts=list(claim.acts.select_related("author").order_by("at", "pk")),
        earlier=list(
            PenaltyClaim.objects.filter(contract=claim.contract_id, month=claim.month)
            .exclude(pk=claim.pk)
            .order_by("revision")
        ),
        title=title_of(claim, stale),
        figures=figures_of_claim(claim, stale),
        stale=stale,
        closed=is_closed(claim.contract_id, claim.month),
        decision=PenaltyDecision.objects.filter(contract=claim.contract_id, month=claim.month).first(),
        billed=billing_of(claim.contract, [claim]).get(claim.month, "") if client else "",
    )


def months_sheet(contract: Contract) -> Sheet:
    """One line per month, euros to the cent."""
    head = ("Contrat", "Mois", "Révision", "État", "Brut (€)", "Franchise et bonus (€)", "Calculé (€)", "Écrêté (€)",
            "Ferme (€)", "Contesté (€)", "Exonéré (€)", "Crédité (€)", "Notifiée le", "Avoir")  # fmt: skip
    rows = [
        (contract.reference, str(c.month), c.revision, c.get_state_display(), c.gross, c.spared, c.computed, c.cut,
         c.firm, c.disputed, c.waived, c.credited or None, c.notified_on, c.credit_reference)
        for c in latest_revisions(contract)
    ]  # fmt: skip
    return Sheet(head, rows)


def lines_sheet(contract: Contract, page: PenaltyPage) -> Sheet:
    """One line per step of the proof, exact values as fractions where they are no decimals."""
    head = ("Contrat", "Mois", "Engagement", "Clause", "Nature", "Étape", "Valeur")
    about = (contract.reference, str(page.claim.month))
    rows: list[tuple[object, ...]] = []
    for one in page.lines:
        own = (one.line.commitment.code, one.line.clause, one.line.get_kind_display())
        rows += [(*about, *own, *step) for step in one.steps]
    rows += [(*about, "", "", "Mois", *step) for step in page.steps]
    return Sheet(head, rows)
