"""What each side may know of a month's price: a draft is the client's alone, a notified claim is both's.

The provider's queries never ask for the columns of a draft; what it reads is what was notified, whatever the
computation became since.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from contracts.models import Contract
from core.engine.months import Month
from core.scope import Audience, Side, current
from slas.models import CommitmentMonth, MonthRecord, PenaltyClaim, PenaltyLine

RESULT_DRAFT = ("penalty", "penalty_lines")
RECORD_DRAFT = ("penalty_gross", "penalty_cut", "penalty_due")


def reader_of(contract: Contract) -> Side:
    """The side from which the open scope reads a contract."""
    return current().side_of(contract.pk) or Side.PROVIDER


def without_draft(rows: QuerySet[Any], side: Side) -> QuerySet[Any]:
    """The rows of results or of months, the draft's columns left unread for the provider."""
    if side == Side.CLIENT:
        return rows
    return rows.defer(*(RESULT_DRAFT if rows.model is CommitmentMonth else RECORD_DRAFT))


def seen_records(
    contract: Contract, records: Iterable[MonthRecord], side: Side | None = None
) -> list[MonthRecord]:
    """Months as a side may see them: for the provider, the amounts of the claims notified (1 query)."""
    found = list(records)
    if (side or reader_of(contract)) == Side.CLIENT or not found:
        return found
    claims = notified_claims(contract, [record.month for record in found])
    for record in found:
        claim = claims.get(record.month)
        record.penalty_gross = claim.gross if claim else None
        record.penalty_cut = claim.cut if claim else None
        record.penalty_due = claim.due if claim else None
    return found


def seen_results(
    contract: Contract,
    results: Iterable[CommitmentMonth],
    side: Side | None = None,
    claims: Iterable[PenaltyClaim] | None = None,
) -> list[CommitmentMonth]:
    """Results as a side may see them: for the provider, the lines of the claims notified (2 queries).

    `claims`: those that its scope reads of these months, by revision, where they were read already (1 query).
    """
    found = list(results)
    if (side or reader_of(contract)) == Side.CLIENT or not found:
        return found
    lines = notified_lines(contract, sorted({result.month for result in found}), claims)
    for result in found:
        result.penalty, result.penalty_lines = lines.get((result.month, result.commitment_id), (None, []))
    return found


def notified_claims(contract: Contract, months: Sequence[Month]) -> dict[Month, PenaltyClaim]:
    """The last revision that was notified of each month."""
    rows = PenaltyClaim.objects.filter(
        contract=contract, month__in=[str(month) for month in months], audience=Audience.BOTH
    )
    return {row.month: row for row in rows.order_by("month", "revision")}


def notified_lines(
    contract: Contract, months: Sequence[Month], known: Iterable[PenaltyClaim] | None = None
) -> dict[tuple[Month, int], tuple[Decimal, list[dict[str, str]]]]:
    """Amount and proof by month and commitment, as notified; bonuses are told on the month's own page."""
    latest = (
        notified_claims(contract, months)
        if known is None
        else {row.month: row for row in known if row.month in months and row.audience == Audience.BOTH}
    )
    claims = {claim.pk: claim.month for claim in latest.values()}
    if not claims:
        return {}
    found: dict[tuple[Month, int], tuple[Decimal, list[dict[str, str]]]] = {}
    lines = PenaltyLine.objects.filter(claim__in=claims, sense=PenaltyLine.Sense.PENALTY, amount__gt=0)
    for line in lines.order_by("pk"):
        key = (claims[line.claim_id], line.commitment_id)
        amount, proof = found.get(key, (Decimal(0), []))
        found[key] = (amount + line.amount, proof + line.proof)
    return found
