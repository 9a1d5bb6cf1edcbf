"""Keeping the price of a month: a draft follows the computation, a notified claim stays as notified."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from contracts.models import Contract
from core.engine.months import Month
from core.scope import Audience
from slas.engine.penalties import Before
from slas.models import CommitmentMonth, MonthRecord, PenaltyClaim, PenaltyLine
from slas.services.prices.penalising import MonthPrice, proof_of

AMOUNTS = ("gross", "spared", "computed", "cut", "firm", "disputed", "credit", "ccag", "points_left")


def before_month(contract: Contract, month: Month) -> Before:
    """What the earlier months left: due in the contract year less what was waived, CCAG total, points (3 queries)."""
    start = month.shift(-((month.number - contract.starts_on.month) % 12))
    rows = MonthRecord.objects.filter(contract=contract, month__gte=str(start), month__lt=str(month))
    due = sum((row or Decimal(0) for row in rows.values_list("penalty_due", flat=True)), Decimal(0))
    claims = latest_claims(contract, until=month.shift(-1))
    waived = sum((claim.waived for claim in claims if claim.month >= start), Decimal(0))
    return Before(
        due_this_year=max(due - waived, Decimal(0)),
        ccag_total=sum((claim.ccag for claim in claims), Decimal(0)),
        points=claims[-1].points_left if claims else 0,
    )


def latest_claims(contract: Contract, until: Month) -> list[PenaltyClaim]:
    """The last revision of each month up to one, in time order (1 query)."""
    rows = PenaltyClaim.objects.filter(contract=contract, month__lte=str(until))
    return list({row.month: row for row in rows.order_by("month", "revision")}.values())


@dataclass(frozen=True)
class Draft:
    """What a month comes to, ready to be written; or the claim that people acted on, which `stands` as it is."""

    contract: Contract
    month: Month
    revision: int
    claim: PenaltyClaim | None
    lines: list[PenaltyLine]
    stands: bool = False


def drafted(
    *, contract: Contract, month: Month, price: MonthPrice, results: list[CommitmentMonth], revision: int = 0
) -> Draft:
    """The claim of a month with its lines, not saved (1 query; 2 for one that stands).

    `revision`: the number of a new one, 0 for the month's latest. A month that costs and earns nothing, and
    leaves no points, has no claim.
    """
    kept = PenaltyClaim.objects.filter(contract=contract, month=month).order_by("-revision").first()
    if kept is not None and kept.state != PenaltyClaim.State.CALCULATED and not revision:
        lines = list(kept.lines.select_related("commitment"))
        return Draft(contract, month, kept.revision, kept, lines, stands=True)
    number = revision or (kept.revision if kept else 1)
    bill = price.bill
    if not (price.lines or bill.points_left or bill.gross or revision):
        return Draft(contract, month, number, None, [])
    claim = PenaltyClaim(
        contract=contract,
        audience=Audience.CLIENT,
        month=month,
        revision=number,
        calculated_at=timezone.now().replace(microsecond=0),
        proof=[{"step": line.step, "value": str(line.value)} for line in bill.proof],
        **{name: getattr(bill, name) for name in AMOUNTS},
    )
    return Draft(contract, month, number, claim, _lines(claim, price, results))


@transaction.atomic
def store_claim(draft: Draft) -> None:
    """Write what a month comes to: a draft is replaced whole, a claim that people acted on left as it is."""
    if draft.stands:
        return
    PenaltyClaim.objects.filter(
        contract=draft.contract, month=draft.month, revision=draft.revision, state="calculated"
    ).delete()
    if draft.claim is not None:
        draft.claim.save(force_insert=True)
        PenaltyLine.objects.bulk_create(draft.lines)


def _lines(claim: PenaltyClaim, price: MonthPrice, results: list[CommitmentMonth]) -> list[PenaltyLine]:
    commitments: dict[str, Any] = {result.commitment.code: result.commitment for result in results}
    return [
        PenaltyLine(
            contract_id=claim.contract_id,
            audience=claim.audience,
            claim=claim,
            commitment=commitments[line.code],
            kind=line.schedule.kind,
            sense=line.schedule.sense,
            clause=line.schedule.clause,
            amount=line.penalty.euros,
            disputed=price.disputed_part(rank),
            points=line.points,
            proof=proof_of(line),
        )
        for rank, line in enumerate(price.lines)
    ]
