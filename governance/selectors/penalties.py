"""The penalty of a month as facts of a pack: the claim that the open scope may read, never the draft of another side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from contracts.models import Contract
from core.engine.months import Month
from core.scope import Side
from governance.engine.facts import PenaltyFacts, PenaltyLine, PenaltyOfYear
from governance.engine.wording import lower
from slas.models import PenaltyClaim
from slas.models import PenaltyLine as StoredLine
from slas.selectors.penalty_wording import line_words, month_words

PROOF = 400


def claims_of(contract: Contract, span: Sequence[Month]) -> list[PenaltyClaim]:
    """The claims of some months that the open scope may read, by month and revision (1 query)."""
    rows = PenaltyClaim.objects.filter(contract=contract, month__gte=str(span[0]), month__lte=str(span[-1]))
    return list(rows.order_by("month", "revision"))


def penalty_facts(
    claims: Iterable[PenaltyClaim], month: Month, side: Side, *, with_lines: bool = True
) -> PenaltyFacts | None:
    """What the month costs, and the year so far (1 query); None to a provider who was not notified of it.

    `claims`: those of the last twelve months, by month and revision.
    """
    latest = {row.month: row for row in claims if row.month.year == month.year}
    year = tuple(PenaltyOfYear(one, row.state, row.due - row.waived) for one, row in latest.items())
    claim = latest.get(month)
    if claim is None:
        return PenaltyFacts(year=year) if side == Side.CLIENT else None
    return PenaltyFacts(
        state=claim.state,
        due=claim.due,
        gross=claim.gross,
        cut=claim.cut,
        disputed=claim.disputed,
        waived=claim.waived,
        notified_on=claim.notified_on,
        notified_by=claim.notified_by,
        observe_until=claim.observe_until,
        credit_reference=claim.credit_reference,
        credited_on=claim.credited_on,
        credited_before=claim.credited_before,
        lines=_lines(claim) if with_lines else (),
        steps=tuple(month_words(claim.proof)),
        year=year,
    )


def _lines(claim: PenaltyClaim) -> tuple[PenaltyLine, ...]:
    rows = claim.lines.select_related("commitment").order_by("commitment__position", "commitment__code", "pk")
    return tuple(
        PenaltyLine(
            row.commitment.code,
            row.clause,
            _proof(row),
            row.amount,
            row.sense == StoredLine.Sense.BONUS,
        )
        for row in rows
    )


def _proof(line: StoredLine) -> str:
    """The steps of the calculation, less the amount they come to; cut where many incidents add theirs."""
    steps = [f"{lower(word)} {value}" for word, value in line_words(line.proof) if word != "Montant"]
    text = " ; ".join([line.get_kind_display(), *steps])
    return text if len(text) <= PROOF else text[:PROOF].rstrip(" ;") + "…"
