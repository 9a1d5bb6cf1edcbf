"""A fee agreed again after the base month of its revision: the next revision counts twice what prices did meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise

from contracts.engine.revision_dates import RevisionTerms
from core.engine import formats

Fees = Sequence[tuple[date, Decimal]]


def renegotiated_on(fees: Fees) -> date | None:
    """The last day on which a version stated another fee than the one before, from (day, fee) pairs in time order."""
    changed = [after[0] for before, after in pairwise(fees) if after[1] != before[1]]
    return changed[-1] if changed else None


def old_base(day: date | None, terms: RevisionTerms | None) -> str:
    """The warning where revisions of a fee agreed on `day` would start from an older index; empty otherwise."""
    if day is None or terms is None or terms.base_month >= terms.index_month(day):
        return ""
    return (
        f"Le forfait a été renégocié le {formats.date_short(day)} : la révision part toujours de l’indice"
        f" {formats.month_of(terms.base_month)}."
    )
