"""Reading the commitments of a contract."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef

from contracts.engine.vocabulary import french_of
from contracts.engine.writing import filled, plain_number
from contracts.models import Contract
from core.engine.months import Month
from core.gathering import gather
from reports.services.promises import Promises
from slas.engine.prices_file import write_price
from slas.engine.terms import GTR_KINDS, KINDS, TICKET_TYPES, UNITS
from slas.models import Commitment, CommitmentTarget, PenaltyRule


def promises_of(contract: Contract, month: Month) -> Promises:
    """Services measured and codes in force in a month, for the reading of a delivery (1 query)."""
    rows = (
        Commitment.objects.filter(contract=contract, effective_from__lte=month.last_day)
        .exclude(effective_to__lt=month.first_day)
        .order_by("position", "code", "effective_from")
        .values_list("code", "service", "kind")
    )
    services = [service for _, service, kind in rows if service and kind == Commitment.Kind.AVAILABILITY]
    return Promises(tuple(dict.fromkeys(services)), tuple(dict.fromkeys(code for code, *_ in rows)))


def export_commitments(contract: Contract) -> list[dict[str, Any]]:
    """The `[[engagement]]` tables of the contract file."""
    commitments = (
        Commitment.objects.filter(contract=contract)
        .select_related("calendar")
        .order_by("position", "code", "effective_from")
    )
    read = gather(
        commitments,
        targets=CommitmentTarget.objects.filter(commitment=OuterRef("pk")),
        penalties=PenaltyRule.objects.filter(commitment=OuterRef("pk")),
    )
    return [_export_one(row, of["targets"], of["penalties"], contract) for row, of in read]


def _export_one(
    row: Commitment, targets: list[CommitmentTarget], penalties: list[PenaltyRule], contract: Contract
) -> dict[str, Any]:
    targets = sorted(targets, key=lambda target: (target.priority, target.ticket_type))
    prices = sorted(penalties, key=lambda price: (price.kind, price.sense))
    return filled(
        code=row.code,
        libelle=row.name,
        nature=french_of(KINDS, row.kind),
        type_gtr=french_of(GTR_KINDS, row.gtr_kind),
        service=row.service,
        plage=row.calendar.code if row.calendar else "",
        taux_exige=plain_number(row.required_rate),
        volume_minimal=row.min_volume,
        clause=row.clause,
        sans_penalite=row.no_penalty,
        debut=row.effective_from if row.effective_from != contract.starts_on else None,
        fin=row.effective_to,
        delai=[_export_target(target) for target in targets],
        penalite=[filled(**write_price(price)) for price in prices],
    )


def _export_target(target: CommitmentTarget) -> dict[str, Any]:
    return filled(
        priorite=target.priority,
        type=french_of(TICKET_TYPES, target.ticket_type),
        delai=target.amount,
        unite=french_of(UNITS, target.unit),
    )
