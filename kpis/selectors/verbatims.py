"""What users wrote, for the client alone: never with a name, a ticket or an instant."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from contracts.models import Contract
from core.engine import formats
from core.engine.months import Month
from core.exports import Sheet
from kpis.models import HiddenVerbatim, Survey, SurveyComment
from reports.models import SatisfactionComment

QUARTER = 3
"""Months over which the words of a closed survey are shown: until the next barometer."""


@dataclass(frozen=True)
class Verbatim:
    """Words and the mark beside them; `digest` names the words in a form."""

    text: str
    mark: str
    source: str
    digest: str
    hidden: bool


def digest_of_words(text: str) -> str:
    """The same words give the same digest, whichever report or survey brings them."""
    return hashlib.sha256(text.strip().encode()).hexdigest()


def verbatims_of(contract: Contract, month: Month) -> list[Verbatim]:
    """Words of the month's delivery, and of the surveys closed in its last three months with 5 answers or more, in
    the order of their digests: no order of arrival is left (3 queries). The scope gives them to the client's side only."""
    hidden = set(HiddenVerbatim.objects.filter(contract=contract).values_list("digest", flat=True))
    exported = SatisfactionComment.objects.filter(
        contract=contract, answer__delivery__is_current=True, answer__delivery__month=month
    ).select_related("answer")
    told = [(row.text, f"{formats.number(row.answer.score)}/5", "Fin de ticket") for row in exported]
    answered = SurveyComment.objects.filter(
        contract=contract,
        answer__survey__results__has_key="marks",
        answer__survey__closes_on__range=(month.shift(1 - QUARTER).first_day, month.last_day),
    ).select_related("answer__survey")
    told += [(row.text, _mark(row), row.answer.survey.title) for row in answered]
    found = []
    for text, mark, source in told:
        digest = digest_of_words(text)
        found.append(Verbatim(text, mark, source, digest, digest in hidden))
    return sorted(found, key=lambda one: (one.digest, one.source, one.mark))


def _mark(row: SurveyComment) -> str:
    answer = row.answer
    if answer.survey.kind == Survey.Kind.TICKET:
        return f"{answer.satisfaction}/5"
    return f"{answer.recommendation}/10"


def verbatim_sheet(contract: Contract, month: Month, shown: list[Verbatim]) -> Sheet:
    """The words that are shown."""
    head = ("Contrat", "Mois", "Source", "Note", "Verbatim")
    rows = [(contract.reference, str(month), one.source, one.mark, one.text) for one in shown]
    return Sheet(head, rows)
