"""Risks as their page, the committee and « À faire » show them. The open scope hides those of the closed session."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from contracts.models import Contract, ScopeItem
from core.engine import formats
from core.exports import Sheet
from governance.engine.risks import (
    HIGH_BAND,
    IMPACTS,
    LIKELIHOODS,
    Band,
    Cell,
    MatrixRow,
    RiskSaid,
    band,
    matrix,
    order,
)
from governance.models import Risk
from slas.models import Commitment

TOP = 5


def _weight(criticality: int) -> str:
    return f"{formats.number(criticality)}, {band(criticality).word}"


@dataclass(frozen=True)
class RiskLine:
    """A risk on a given day: what is said of it, how it reads, whether its review is late."""

    row: Risk
    said: RiskSaid
    promise: str
    late: bool

    @property
    def band(self) -> Band:
        return band(self.said.criticality)

    @property
    def weight(self) -> str:
        """« 12, forte »."""
        return _weight(self.said.criticality)

    @property
    def weights(self) -> str:
        """« probable × grave »."""
        return f"{LIKELIHOODS[self.said.likelihood]} × {IMPACTS[self.said.impact]}"

    @property
    def residual(self) -> str:
        """« 4, faible »; nothing while it is not assessed."""
        return "" if self.said.residual is None else _weight(self.said.residual)


@dataclass(frozen=True)
class RiskPage:
    """Open risks, the most critical first, those of one place of the matrix when it is asked for; then closed ones."""

    open: list[RiskLine]
    closed: list[RiskLine]
    matrix: tuple[MatrixRow, ...]
    place: Cell | None
    title: str


@dataclass(frozen=True)
class RiskLinks:
    """What a risk may be tied to: elements of the scope by key, commitments by code."""

    items: list[tuple[str, str]]
    promises: list[tuple[str, str]]


def said_of(row: Risk) -> RiskSaid:
    """The row as a value."""
    return RiskSaid(
        cause=row.cause, effect=row.effect, likelihood=row.likelihood, impact=row.impact,
        treatment=row.treatment, owner=row.owner, owner_side=row.owner_side, review_on=row.review_on,
        audience=row.audience, residual_likelihood=row.residual_likelihood, residual_impact=row.residual_impact,
        scope_item=row.scope_item_id, commitment=row.commitment,
    )  # fmt: skip


def risk_rows(contract: Contract) -> dict[int, Risk]:
    """Every risk that the open scope may see, by key (1 query)."""
    return {row.pk: row for row in Risk.objects.filter(contract=contract).select_related("scope_item")}


def risk_links(contract: Contract) -> RiskLinks:
    """Elements and commitments of the contract (2 queries)."""
    items = ScopeItem.objects.filter(contract=contract).order_by("status", "number")
    return RiskLinks(
        [(str(item.pk), f"{item.name} ({item.get_status_display().lower()})") for item in items],
        [(code, f"{code} {name}") for code, name in _promises(contract).items()],
    )


def risk_page(contract: Contract, today: date, asked: str = "") -> RiskPage:
    """Everything the page shows (2 queries); a place that the matrix lacks asks for nothing."""
    lines = _lines(risk_rows(contract).values(), today, _promises(contract))
    open_ones = [line for line in lines if line.row.closed_on is None]
    drawn = matrix((line.said.likelihood, line.said.impact) for line in open_ones)
    place = next((cell for row in drawn for cell in row.cells if cell.place == asked), None)
    shown = [
        line
        for line in open_ones
        if place is None or (line.said.likelihood, line.said.impact) == (place.likelihood, place.impact)
    ]
    closed = [line for line in lines if line.row.closed_on is not None]
    return RiskPage(shown, closed, drawn, place, _title(open_ones))


def top_risks(contract: Contract, day: date) -> list[RiskLine]:
    """The most critical risks open on a day, those raised later left out (1 query)."""
    rows = Risk.objects.filter(
        Q(closed_on=None) | Q(closed_on__gt=day), contract=contract, raised_on__lte=day
    )
    return _lines(rows, day)[:TOP]


def risk_sheet(page: RiskPage) -> Sheet:
    """All risks as a file, the open ones first."""
    head = (
        "Risque", "Cause", "Effet", "Vraisemblance", "Impact", "Criticité", "Traitement", "Criticité résiduelle",
        "Porteur", "Partie", "Prochaine revue", "Périmètre", "Engagement", "Diffusion", "Ouvert le", "Clos le", "Motif",
    )  # fmt: skip
    rows = [
        (
            line.row.label, line.row.cause, line.row.effect, line.row.likelihood, line.row.impact,
            line.said.criticality, line.row.get_treatment_display(), line.said.residual, line.row.owner,
            line.row.get_owner_side_display(), line.row.review_on, line.row.scope_item and line.row.scope_item.name,
            line.promise, line.row.get_audience_display(), line.row.raised_on, line.row.closed_on, line.row.reason,
        )
        for line in [*page.open, *page.closed]
    ]  # fmt: skip
    return Sheet(head, rows)


def _lines(rows: Iterable[Risk], day: date, names: Mapping[str, str] | None = None) -> list[RiskLine]:
    known = names or {}
    lines = [
        RiskLine(
            row,
            said_of(row),
            f"{row.commitment} {known.get(row.commitment, '')}".strip(),
            row.closed_on is None and row.review_on < day,
        )
        for row in rows
    ]
    return sorted(lines, key=lambda line: (order(line.said, line.row.number), line.row.audience))


def _promises(contract: Contract) -> dict[str, str]:
    """Code -> name of each commitment, as it reads today (1 query)."""
    rows = Commitment.objects.filter(contract=contract).order_by("position", "effective_from")
    return dict(rows.values_list("code", "name"))


def _title(lines: Sequence[RiskLine]) -> str:
    if not lines:
        return "Aucun risque ouvert"
    high = sum(line.band == HIGH_BAND for line in lines)
    told = f", {formats.number(high)} de criticité forte" if high else ""
    return f"{formats.count(len(lines), 'risque ouvert|risques ouverts')}{told}"
