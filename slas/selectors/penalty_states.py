"""Where the penalty of a month stands, in words that agree with its state."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from contracts.models import Contract
from contracts.selectors.sent_invoices import credit_bearers
from core.engine import formats
from core.engine.months import Month
from core.engine.typography import NBSP
from slas.engine.penalties.standing import standing
from slas.models import PenaltyAct, PenaltyClaim, PenaltyDecision

State = PenaltyClaim.State
TO_RECOMPUTE = "à recalculer"


@dataclass(frozen=True)
class Shown:
    """One figure of a penalty: its name, the amount as printed, what it means here."""

    label: str
    value: str
    detail: str


def title_of(claim: PenaltyClaim, stale: bool) -> str:
    """« Notifiée : 1 665 € », « Exonérée : 740 € », and what of it is in dispute."""
    head = f"{claim.get_state_display()}{NBSP}:"
    if stale:
        return f"{head} montant {TO_RECOMPUTE}"
    if claim.state == State.APPLIED:
        return f"{head} {formats.money(claim.credit_amount)}"
    if claim.state == State.WAIVED:
        return f"{head} {formats.money(claim.waived)}"
    words = f"{head} {formats.money(claim.left)}"
    return f"{words}, dont {formats.money(claim.disputed)} en contestation" if claim.disputed else words


def figures_of_claim(claim: PenaltyClaim, stale: bool) -> list[Shown]:
    """What is left, and how the amount splits; a split that open disputes moved is not shown until computed again."""
    firm, disputed, left = (
        TO_RECOMPUTE if stale else formats.money(amount)
        for amount in (claim.firm, claim.disputed, claim.left)
    )
    return [
        Shown("Reste dû", left, _left_detail(claim)),
        Shown("Ferme", firm, "hors de toute contestation"),
        Shown("En contestation", disputed, "selon la suite des contestations"),
        Shown("Écrêté", formats.money(claim.cut), "par les plafonds"),
    ]


def _left_detail(claim: PenaltyClaim) -> str:
    if claim.state == State.APPLIED:
        return f"crédité par l’avoir {claim.credit_reference}"
    if claim.overpaid:
        return f"{formats.money(claim.overpaid)} crédités de trop par un avoir d’une révision précédente"
    if claim.credited_before:
        return f"après {formats.money(claim.credited_before)} crédités pour une révision précédente"
    if claim.state == State.WAIVED:
        return "tout est exonéré"
    return f"après {formats.money(claim.waived)} exonérés" if claim.waived else "rien n’est exonéré"


def billing_of(contract: Contract, claims: Iterable[PenaltyClaim]) -> dict[Month, str]:
    """« sur la facture FA-2026-05 » where an invoice bears the credit note, else where it is awaited: what the page of
    invoices tells. Nothing is read where no credit note came (3 queries otherwise)."""
    noted = [claim for claim in claims if claim.credit_reference]
    bearers = credit_bearers(contract) if noted else {}
    return {
        claim.month: f"sur la facture {bearers[claim.credit_reference]}"
        if claim.credit_reference in bearers
        else "sur nulle facture encore"
        for claim in noted
    }


def observations_awaited(claim: PenaltyClaim, today: date) -> bool:
    """Whether the provider may still answer a notification, and did not yet."""
    return claim.state == State.NOTIFIED and claim.observe_until is not None and today <= claim.observe_until


def claiming_decision(claim: PenaltyClaim) -> PenaltyDecision | None:
    """The committee's decision to claim this penalty, adopted or amended; None otherwise (1 query)."""
    found = PenaltyDecision.objects.filter(contract=claim.contract_id, month=claim.month).first()
    return found if found is not None and found.claims else None


def outcome_words(contract: Contract, month: Month) -> str:
    """What people did of a month's penalty once the last word is said; empty before (2 queries)."""
    claim = PenaltyClaim.objects.filter(contract=contract, month=month).order_by("-revision").first()
    if claim is None or not claim.is_settled:
        return ""
    act = PenaltyAct.objects.filter(claim=claim).order_by("at", "pk").last()
    when = f" le {formats.date_short(act.at, contract.timezone)}" if act else ""
    why = f"{NBSP}: {act.reason}" if act and act.reason else "."
    return f"Pénalité {standing(claim.state)}{when}{why}"
