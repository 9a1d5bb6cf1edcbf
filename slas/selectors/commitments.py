"""Reading the commitments of a contract."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contracts.engine.vocabulary import french_of
from contracts.engine.writing import filled, plain_number
from contracts.models import Contract
from slas.engine.terms import GTR_KINDS, KINDS, PENALTIES, TICKET_TYPES, UNITS
from slas.models import Commitment, CommitmentTarget, PenaltyRule


def export_commitments(contract: Contract) -> list[dict[str, Any]]:
    """The `[[engagement]]` tables of the contract file."""
    commitments = (
        Commitment.objects.filter(contract=contract)
        .select_related("calendar")
        .prefetch_related("targets", "penalties")
        .order_by("position", "code", "effective_from")
    )
    return [_export_one(commitment, contract) for commitment in commitments]


def _export_one(row: Commitment, contract: Contract) -> dict[str, Any]:
    targets = sorted(row.targets.all(), key=lambda target: (target.priority, target.ticket_type))
    prices = sorted(row.penalties.all(), key=lambda price: price.kind)
    return filled(
        code=row.code,
        libelle=row.name,
        nature=french_of(KINDS, row.kind),
        type_gtr=_word(GTR_KINDS, row.gtr_kind),
        service=row.service,
        plage=row.calendar.code if row.calendar else "",
        taux_exige=plain_number(row.required_rate),
        volume_minimal=row.min_volume,
        clause=row.clause,
        debut=row.effective_from if row.effective_from != contract.starts_on else None,
        fin=row.effective_to,
        delai=[_export_target(target) for target in targets],
        penalite=[_export_price(price) for price in prices],
    )


def _export_target(target: CommitmentTarget) -> dict[str, Any]:
    return filled(
        priorite=target.priority,
        type=_word(TICKET_TYPES, target.ticket_type),
        delai=target.amount,
        unite=french_of(UNITS, target.unit),
    )


def _export_price(price: PenaltyRule) -> dict[str, Any]:
    share = price.kind == PenaltyRule.Kind.FEE_SHARE
    return filled(
        nature=french_of(PENALTIES, price.kind),
        tranche=plain_number(price.step) if share or price.step != 1 else None,
        pourcentage=plain_number(price.percent) if share or price.percent else None,
        montant=plain_number(price.amount) if not share or price.amount else None,
        clause=price.clause,
    )


def _word(words: Mapping[str, str], code: str) -> str:
    return french_of(words, code) if code else ""
