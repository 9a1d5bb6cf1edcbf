"""The list of disputes, and the tickets left out of the base with who decided it and on what proof."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from accounts.models import Membership
from contracts.models import Contract
from core.engine import formats
from core.engine.months import Month
from core.exports import Sheet
from slas.engine.disputing import Status
from slas.engine.settlements import EXCLUDED
from slas.engine.verdicts import Verdict
from slas.models import Dispute, TicketVerdict
from slas.selectors.contesting import local_day
from slas.selectors.dispute_lines import DisputeLine, dispute_lines, names_of, with_acts
from slas.selectors.disputes import disputes_of
from slas.selectors.tickets import Choice

LISTS: dict[str, tuple[str, Callable[[DisputeLine], bool]]] = {
    "a-repondre": ("À répondre", lambda line: line.awaits_reader),
    "ouvertes": ("Ouvertes", lambda line: line.row.is_pending),
    "reglees": ("Réglées", lambda line: not line.row.is_pending),
    "toutes": ("Toutes", lambda line: True),
}


@dataclass(frozen=True)
class DisputeList:
    """The disputes under a filter."""

    title: str
    choices: list[Choice]
    lines: list[DisputeLine]
    chosen: str


def dispute_list(contract: Contract, member: Membership, today: date, chosen: str) -> DisputeList | None:
    """The disputes of a contract, the last opened first; None for an unknown filter."""
    if chosen and chosen not in LISTS:
        return None
    every = dispute_lines(with_acts(disputes_of(contract)), names_of(contract), member, today)
    counts = {code: [line for line in every if fits(line)] for code, (_, fits) in LISTS.items()}
    active = chosen or next((code for code in LISTS if counts[code]), "toutes")
    pending = len(counts["ouvertes"])
    title = (
        formats.count(pending, "contestation ouverte|contestations ouvertes")
        if pending
        else "Aucune contestation ouverte"
    )
    address = reverse("slas:disputes", args=[contract.slug])
    choices = [
        Choice(code, label, len(counts[code]), f"{address}?etat={code}", code == active)
        for code, (label, _) in LISTS.items()
        if counts[code] or code == active
    ]
    return DisputeList(title, choices, counts[active], active)


def dispute_table(contract: Contract, lines: list[DisputeLine]) -> Sheet:
    """One row per dispute."""
    head = (
        *("Contrat", "Numéro", "Nature", "Engagement", "Mois", "Ticket", "Partie", "Motif", "Exposé"),
        *(
            "Verdict proposé",
            "Ouverte le",
            "Réponse au plus tard le",
            "État",
            "Réglée le",
            "Réponse",
            "Pièces",
            "Vie",
        ),
    )
    return Sheet(head, [_row(contract, line) for line in lines])


def _row(contract: Contract, line: DisputeLine) -> tuple[Any, ...]:
    row = line.row
    return (
        contract.reference,
        row.number,
        row.get_kind_display(),
        row.commitment_code,
        str(row.month),
        row.ticket.reference if row.ticket else "",
        row.get_opened_side_display(),
        row.get_ground_display(),
        row.text,
        formats.verdict(row.proposed) if row.proposed else "",
        row.opened_at,
        row.answer_due_on,
        row.get_state_display(),
        row.settled_at,
        row.reason,
        ", ".join(file.name for entry in line.entries for file, _ in entry.files),
        row.life,
    )


@dataclass(frozen=True)
class ExclusionLine:
    """One ticket out of the base: why, by whom, when, on what proof."""

    verdict: TicketVerdict
    category: str
    author: str
    when: date | None
    dispute: Dispute | None
    files: int = 0

    @property
    def proof(self) -> str:
        """« Contestation n° 12, 1 pièce », or the facts delivered."""
        if self.dispute is None:
            return "Faits du rapport"
        joined = f", {formats.count(self.files, 'pièce')}" if self.files else ""
        return f"{self.dispute.title}{joined}"


@dataclass(frozen=True)
class ExclusionPage:
    title: str
    month: Month
    lines: list[ExclusionLine]
    asked: list[DisputeLine]


def exclusion_page(contract: Contract, month: Month, member: Membership, today: date) -> ExclusionPage:
    """Every ticket left out of the base in the month, and the exclusions asked and not settled (6 queries)."""
    rows = (
        TicketVerdict.objects.filter(contract=contract, month=month, state=Verdict.NOT_APPLICABLE)
        .select_related("ticket", "commitment", "settled_by_dispute__settled_by", "contract")
        .prefetch_related("settled_by_dispute__evidence")
        .order_by("commitment__position", "commitment__code", "ticket__reference", "life")
    )
    lines = [_excluded(verdict) for verdict in rows]
    asked = disputes_of(contract).filter(
        month=month, kind=Dispute.Kind.EXCLUSION, state__in=[Status.OPEN, Status.COMMITTEE]
    )
    tickets = len({line.verdict.ticket_id for line in lines})
    title = (
        f"{formats.count(tickets, 'ticket hors décompte|tickets hors décompte')} en {formats.month_long(month)}"
        if lines
        else f"Aucun ticket hors décompte en {formats.month_long(month)}"
    )
    awaited = dispute_lines(with_acts(asked), names_of(contract), member, today)
    return ExclusionPage(title, month, lines, awaited)


def _excluded(verdict: TicketVerdict) -> ExclusionLine:
    dispute = verdict.settled_by_dispute
    if dispute is not None and verdict.anomaly == EXCLUDED:
        settled = dispute.settled_at and local_day(verdict.contract, dispute.settled_at)
        files = len(dispute.evidence.all())
        who = str(dispute.settled_by or "Portail")
        return ExclusionLine(verdict, dispute.get_ground_display(), who, settled, dispute, files)
    ticket = verdict.ticket
    ended = ticket.closed_at or ticket.resolved_at
    if ticket.parent_reference:
        category = f"Rattaché à {ticket.parent_reference}"
    elif ticket.status == "cancelled":
        category = "Annulé"
    else:
        category = "Hors de l’engagement"
    return ExclusionLine(
        verdict, category, "Règle du contrat", ended and local_day(verdict.contract, ended), None
    )


def exclusion_table(contract: Contract, page: ExclusionPage) -> Sheet:
    """One row per ticket left out and commitment."""
    head = (
        "Contrat",
        "Mois",
        "Engagement",
        "Ticket",
        "Titre",
        "Catégorie",
        "Auteur",
        "Date",
        "Preuve",
        "Vie",
    )
    rows = [
        (
            contract.reference,
            str(page.month),
            line.verdict.commitment.code,
            line.verdict.ticket.reference,
            line.verdict.ticket.title,
            line.category,
            line.author,
            line.when,
            line.proof,
            line.verdict.life,
        )
        for line in page.lines
    ]
    return Sheet(head, rows)
