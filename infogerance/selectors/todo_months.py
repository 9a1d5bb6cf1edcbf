"""What an open month awaits of each side: gaps, answers, unusual practices."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction

from django.urls import reverse

from accounts.capabilities import Capability
from core.engine import formats
from core.engine.months import Month
from core.scope import Side, current
from governance.models import Committee
from infogerance.selectors.todo_line import Todo
from infogerance.selectors.todo_open import Able, Key, OpenMonths
from slas.engine.detectors import Finding
from slas.models import (
    CommitmentMonth,
    Detection,
    DetectionAnswer,
    GapAnswer,
)
from slas.selectors.figures import flips, gap_of, shown_gap
from slas.selectors.gap_answers import STILL, decided_in, figures_of


def month_lines(committees: Sequence[Committee], opened: OpenMonths, able: Able) -> list[Todo]:
    """Lines about the months that are not closed: of a closed one nothing is asked any more.

    A question is put for the months that an open committee will look at; an answer waits whatever its month.
    What waits for one side is not asked of the other at the same time: an answered gap waits for the referent.
    """
    dates = {
        (row.contract_id, row.month): row.held_on
        for row in committees
        if row.kind == Committee.Kind.STEERING and (row.contract_id, row.month) in opened.records
    }
    return [*_gaps(dates, opened, able), *_practices(dates, opened, able)]


def _gaps(dates: Mapping[Key, date], opened: OpenMonths, able: Able) -> list[Todo]:
    """Per contract and month, what is still to explain, named after its gravest gap; and what is answered."""
    explaining = {*able[Capability.ANSWER_SIGNAL], *able[Capability.UPLOAD_REPORT]}
    settling = set(able[Capability.SETTLE])
    if not opened.gaps:
        return []
    rows = CommitmentMonth.objects.filter(
        contract_id__in=explaining | settling,
        gap_status=CommitmentMonth.GapStatus.TO_JUSTIFY,
        month__in=opened.months,
    ).select_related("commitment", "contract")
    found = [row for row in rows if (row.contract_id, row.month) in opened.records]
    found.sort(key=_gravity, reverse=True)
    waiting = _answered(found)
    asked: dict[Key, CommitmentMonth] = {}
    answered: dict[Key, list[CommitmentMonth]] = defaultdict(list)
    for row in found:
        key = (row.contract_id, row.month)
        if row.pk in waiting:
            answered[key].append(row)
        elif key in dates:
            asked.setdefault(key, row)
    lines = [_gap(row, dates[key]) for key, row in asked.items() if key[0] in explaining]
    lines += [_to_settle(rows, opened.days.get(key)) for key, rows in answered.items() if key[0] in settling]
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
    if not waiting:
        return set()
    decided = decided_in({key[0] for key in waiting}, {str(key[1]) for key in waiting})
    lines = {row.pk: (row.contract_id, row.month, row.commitment.code) for row in rows}
    return {
        row.pk
        for row in rows
        if (*lines[row.pk], figures_of(row, decided.get(lines[row.pk], STILL))) in waiting
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


def _to_settle(rows: Sequence[CommitmentMonth], due: date | None) -> Todo:
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


def _practices(dates: Mapping[Key, date], opened: OpenMonths, able: Able) -> list[Todo]:
    """Unusual practices that the provider has not answered, and answers that the referent has not judged."""
    provided = current().provider & set(able[Capability.CONTEST])
    settling = current().client & set(able[Capability.SETTLE])
    if not opened.alerts:
        return []
    rows = Detection.objects.filter(
        contract_id__in=provided | settling, month__in=opened.months, state=Finding.ALERT.value
    ).select_related("contract")
    asked = [row for row in rows if (row.contract_id, row.month) in opened.records]
    said = _last_said(asked)
    found: dict[Key, list[Detection]] = defaultdict(list)
    for row in asked:
        key = (row.contract_id, row.month)
        last = said.get((*key, row.code), "")
        unanswered = key in dates and last in {"", Side.CLIENT}
        if unanswered if row.contract_id in provided else last == Side.PROVIDER:
            found[key].append(row)
    return [_practice(rows, opened.days.get(key), provider=key[0] in provided) for key, rows in found.items()]


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


def _practice(rows: Sequence[Detection], due: date | None, provider: bool) -> Todo:
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
