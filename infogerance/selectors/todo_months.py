"""What a month awaits of each side: gaps, answers, unusual practices, penalties, its closing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from accounts.capabilities import Capability
from core.engine import formats
from core.engine.months import Month
from core.scope import Side, current
from governance.models import Committee
from infogerance.selectors.todo_line import Todo
from slas.engine.detectors import Finding
from slas.models import (
    CommitmentMonth,
    Detection,
    DetectionAnswer,
    GapAnswer,
    MonthRecord,
    PenaltyClaim,
)
from slas.selectors.figures import flips, gap_of, shown_gap
from slas.selectors.gap_answers import figures_of

Able = Mapping[Capability, list[int]]
Key = tuple[int, Month]


def month_lines(committees: Sequence[Committee], able: Able) -> list[Todo]:
    """Lines about the months that an open committee will look at, then penalties and months to close.

    What waits for one side is not asked of the other at the same time: an answered gap waits for the referent.
    """
    dates = {(row.contract_id, row.month): row for row in committees}
    return [
        *_gaps(dates, able),
        *_practices(dates, able),
        *_penalties(able),
        *_closings(able[Capability.CLOSE_MONTH]),
    ]


def _gaps(dates: Mapping[Key, Committee], able: Able) -> list[Todo]:
    """Per contract and month, what is still to explain, named after its gravest gap; and what is answered."""
    if not dates:
        return []
    months = [str(month) for _, month in dates]
    explaining = {*able[Capability.ANSWER_SIGNAL], *able[Capability.UPLOAD_REPORT]}
    settling = set(able[Capability.SETTLE])
    rows = CommitmentMonth.objects.filter(
        contract_id__in=explaining | settling,
        gap_status=CommitmentMonth.GapStatus.TO_JUSTIFY,
        month__in=months,
    ).select_related("commitment", "contract")
    found = sorted((row for row in rows if (row.contract_id, row.month) in dates), key=_gravity, reverse=True)
    waiting = _answered(found)
    asked: dict[Key, CommitmentMonth] = {}
    answered: dict[Key, list[CommitmentMonth]] = defaultdict(list)
    for row in found:
        key = (row.contract_id, row.month)
        if row.pk in waiting:
            answered[key].append(row)
        else:
            asked.setdefault(key, row)
    lines = [_gap(row, dates[key].held_on) for key, row in asked.items() if key[0] in explaining]
    lines += [_to_settle(rows, dates[key].held_on) for key, rows in answered.items() if key[0] in settling]
    return [line for line in lines if line is not None]


def _gravity(row: CommitmentMonth) -> tuple[bool, Fraction]:
    return flips(row), abs(gap_of(row) or Fraction(0))


def _answered(rows: Sequence[CommitmentMonth]) -> set[int]:
    """Those of some lines with a justification, given on their own figures, that nobody replied to."""
    last: dict[tuple[int, Month, str, str, str], GapAnswer] = {}
    if rows:
        answers = GapAnswer.objects.filter(
            contract_id__in={row.contract_id for row in rows}, month__in={str(row.month) for row in rows}
        )
        for answer in answers.select_related("reply").order_by("at", "pk"):
            key = (answer.contract_id, answer.month, answer.commitment_code, answer.about, answer.cause)
            last[key] = answer
    waiting = {
        key[:4]
        for key, answer in last.items()
        if answer.kind == GapAnswer.Kind.JUSTIFY and getattr(answer, "reply", None) is None
    }
    return {
        row.pk
        for row in rows
        if (row.contract_id, row.month, row.commitment.code, figures_of(row)) in waiting
    }


def _gap(row: CommitmentMonth, due: date) -> Todo | None:
    if gap_of(row) is None:
        return None
    word = ", verdict inversé par le recalcul" if flips(row) else ""
    return Todo(
        icon="gap",
        title=f"Écart de {shown_gap(row)} à expliquer sur {row.commitment.name}",
        detail=f"{row.contract.reference}, {formats.month_long(row.month)}{word}",
        due=due,
        url=reverse("slas:reconciliation", args=[row.contract.slug, str(row.month)]),
        action="Ouvrir",
    )


def _to_settle(rows: Sequence[CommitmentMonth], due: date) -> Todo:
    first = rows[0]
    words = "justification d’écart à trancher|justifications d’écart à trancher"
    names = ", ".join(row.commitment.code for row in rows)
    return Todo(
        icon="gap",
        title=formats.count(len(rows), words),
        detail=f"{first.contract.reference}, {formats.month_long(first.month)}\u00a0: {names}",
        due=due,
        url=reverse("slas:reconciliation", args=[first.contract.slug, str(first.month)]),
        action="Trancher",
    )


def _practices(dates: Mapping[Key, Committee], able: Able) -> list[Todo]:
    """Unusual practices that the provider has not answered, and answers that the referent has not judged."""
    if not dates:
        return []
    provided = current().provider & set(able[Capability.CONTEST])
    settling = current().client & set(able[Capability.SETTLE])
    months = [str(month) for _, month in dates]
    rows = Detection.objects.filter(
        contract_id__in=provided | settling, month__in=months, state=Finding.ALERT.value
    ).select_related("contract")
    asked = [row for row in rows if (row.contract_id, row.month) in dates]
    said = _last_said(asked)
    found: dict[Key, list[Detection]] = defaultdict(list)
    for row in asked:
        side = said.get((row.contract_id, row.month, row.code), "")
        mine = side != Side.PROVIDER if row.contract_id in provided else side == Side.PROVIDER
        if mine and side != DetectionAnswer.State.EXPLAINED:
            found[row.contract_id, row.month].append(row)
    return [_practice(rows, dates[key].held_on, key[0] in provided) for key, rows in found.items()]


def _last_said(rows: Iterable[Detection]) -> dict[tuple[int, Month, str], str]:
    """For each question, the side that spoke last, or that it is explained."""
    keys = {(row.contract_id, row.month) for row in rows}
    last: dict[tuple[int, Month, str], str] = {}
    if keys:
        answers = DetectionAnswer.objects.filter(
            contract_id__in={contract for contract, _ in keys}, month__in=[str(month) for _, month in keys]
        )
        for row in answers.order_by("at", "pk"):
            explained = row.state == DetectionAnswer.State.EXPLAINED
            last[row.contract_id, row.month, row.code] = row.state if explained else row.side
    return last


def _practice(rows: Sequence[Detection], due: date, provider: bool) -> Todo:
    first = rows[0]
    words = "pratique à expliquer|pratiques à expliquer"
    answered = "réponse du prestataire à apprécier|réponses du prestataire à apprécier"
    return Todo(
        icon="watch",
        title=formats.count(len(rows), words if provider else answered),
        detail=f"{first.contract.reference}, contrôles {formats.month_of(first.month)}",
        due=due,
        url=f"{reverse('slas:checks', args=[first.contract.slug, str(first.month)])}#pratiques",
        action="Répondre" if provider else "Ouvrir",
    )


def _penalties(able: Able) -> list[Todo]:
    """Penalties to observe, for the provider; observed, or past the time to, for the client."""
    provided = current().provider & set(able[Capability.CONTEST])
    priced = set(able[Capability.PRICE])
    if not provided | priced:
        return []
    states = PenaltyClaim.State
    rows = PenaltyClaim.objects.filter(
        Q(contract_id__in=provided, state=states.NOTIFIED) | Q(contract_id__in=priced, state=states.CONTESTED)
    ).select_related("contract")
    return [
        Todo(
            icon="doc",
            title=f"Pénalité {formats.month_of(row.month)}\u00a0: "
            + ("observations possibles" if row.state == states.NOTIFIED else "observations à examiner"),
            detail=f"{row.contract.reference}, {formats.money(row.left, 2)}",
            due=row.observe_until,
            url=reverse("slas:penalty_month", args=[row.contract.slug, str(row.month)]),
            action="Observer" if row.state == states.NOTIFIED else "Décider",
        )
        for row in rows
    ]


def _closings(contracts: Sequence[int]) -> list[Todo]:
    """The oldest month of each contract that nothing holds back any more, by the day of its committee."""
    if not contracts:
        return []
    gaps = CommitmentMonth.objects.filter(
        contract=OuterRef("contract"),
        month=OuterRef("month"),
        gap_status=CommitmentMonth.GapStatus.TO_JUSTIFY,
    )
    rows = MonthRecord.objects.filter(contract_id__in=contracts, state=MonthRecord.State.SUBMITTED)
    open_ones = rows.exclude(computed_at=None).filter(~Exists(gaps)).select_related("contract")
    ready = list(open_ones.order_by("month"))
    held = Committee.objects.filter(contract_id__in=contracts, month__in={str(row.month) for row in ready})
    dates = {(row.contract_id, row.month): row.held_on for row in held} if ready else {}
    found: dict[int, list[MonthRecord]] = defaultdict(list)
    for row in ready:
        if (row.contract_id, row.month) in dates:
            found[row.contract_id].append(row)
    return [_closing(rows, dates[key, rows[0].month]) for key, rows in found.items()]


def _closing(rows: Sequence[MonthRecord], due: date) -> Todo:
    first, others = rows[0], len(rows) - 1
    more = f", puis {formats.count(others, 'autre mois')}" if others else ""
    return Todo(
        icon="lock",
        title=f"{formats.month_long(first.month).capitalize()} prêt à clore",
        detail=f"{first.contract.reference}{more}",
        due=due,
        url=reverse("slas:close_month", args=[first.contract.slug, str(first.month)]),
        action="Clore",
    )
