"""The rows behind pages, as sheets."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from contracts.models import Contract
from core.engine import formats
from core.engine.ratios import round_half_up
from core.exports import Sheet
from slas.models import TicketVerdict
from slas.selectors.figures import declared_percent, gap_of, percent_of
from slas.selectors.gap_lines import GapLine
from slas.selectors.kept import Kept
from slas.selectors.results import HeatMap
from slas.selectors.wording import cause_label


def heat_table(contract: Contract, heat: HeatMap) -> Sheet:
    """One line per commitment and month, exact figures to four decimals."""
    head = (
        "Contrat",
        "Engagement",
        "Libellé",
        "Mois",
        "Exigé (%)",
        "Recalculé (%)",
        "Déclaré (%)",
        "Écart (pt)",
        "Dans le délai",
        "Jugés",
        "Verdict",
        "Pénalité proposée (€)",
    )
    kept = {month: Kept.of(contract, month) for month in heat.months}
    rows = [
        (
            contract.reference,
            row.commitment.code,
            (promised := kept[cell.month].commitment(cell.result.commitment)).name,
            str(cell.month),
            promised.required_rate,
            _four(percent_of(cell.result)),
            _four(declared_percent(cell.result)),
            _four(gap_of(cell.result)),
            cell.result.met,
            cell.result.counted,
            formats.verdict(cell.result.verdict),
            cell.result.penalty,
        )
        for row in heat.rows
        for cell in row.cells
        if cell.result is not None
    ]
    return Sheet(head, rows)


def gap_table(contract: Contract, gaps: list[GapLine]) -> Sheet:
    """One line per commitment and cause of its gap, exact effects to four decimals, the line's last answer."""
    head = (
        "Contrat",
        "Engagement",
        "Libellé",
        "Mois",
        "Déclaré (%)",
        "Recalculé (%)",
        "Écart (pt)",
        "Rapprochement",
        "Cause",
        "Effet (pt)",
        "Tickets",
        "Références possibles",
        "Réponse",
    )
    rows: list[tuple[object, ...]] = []
    for gap in gaps:
        result, shown = gap.result, {cause.line.code for cause in gap.causes}
        about = (
            contract.reference,
            result.commitment.code,
            result.commitment.name,
            str(result.month),
            _four(declared_percent(result)),
            _four(percent_of(result)),
            _four(gap_of(result)),
            result.get_gap_status_display(),
        )
        causes: list[tuple[object, ...]] = [
            (cause_label(c), _four(Fraction(c["effect"])), c["count"], ", ".join(c["tickets"]))
            for c in result.causes
            if c["cause"] in shown
        ]
        rows += [(*about, *cause, gap.answer_words) for cause in causes or [(None, None, None, None)]]
    return Sheet(head, rows)


def ticket_table(contract: Contract, verdicts: list[TicketVerdict]) -> Sheet:
    """One line per ticket of a figure, durations in minutes."""
    head = (
        *("Contrat", "Référence", "Titre", "Type", "Priorité", "Site"),
        *("Ouvert le", "Pris en charge le", "Résolu le", "Échéance"),
        *("Délai (min)", "Compté (min)", "Suspendu (min)", "Verdict", "Anomalie", "Vie"),
    )
    rows = [
        (
            contract.reference,
            verdict.ticket.reference,
            verdict.ticket.title,
            verdict.ticket.get_type_display(),
            verdict.ticket.priority,
            verdict.ticket.site,
            verdict.ticket.opened_at,
            verdict.ticket.picked_up_at,
            verdict.ticket.resolved_at,
            verdict.deadline_at,
            _minutes(verdict.target_seconds),
            _minutes(verdict.elapsed_seconds),
            _minutes(verdict.paused_seconds),
            formats.verdict(verdict.state),
            verdict.anomaly,
            verdict.life,
        )
        for verdict in verdicts
    ]
    return Sheet(head, rows)


def _four(exact: Fraction | None) -> Decimal | None:
    return None if exact is None else round_half_up(exact, 4)


def _minutes(seconds: int | None) -> Decimal | None:
    return None if seconds is None else round_half_up(Fraction(seconds, 60), 2)
