"""The lines that the month's data put on the agenda of a committee."""

from __future__ import annotations

from collections.abc import Collection

from contracts.models import Contract
from contracts.selectors.date_books import dates_of
from core.scope import Side, current
from governance.engine.points import points
from governance.selectors.packs import Outline


def points_of(contract: Contract, outline: Outline | None, asked: Collection[str]) -> list[str]:
    """The lines the open scope may read (for the client, 1 query: its dates are its own to watch).

    `outline`: the pages of the pack, None before a result. `asked`: origins of the questions on the agenda already.
    """
    if outline is None:
        return []
    pending = outline.facts.month.pending
    if current().side_of(contract.pk) != Side.CLIENT:
        return points(outline.facts, pending, (), asked)
    dates = [(one.day, one.title) for one in dates_of(contract, outline.facts.held_on)]
    return points(outline.facts, pending, dates, asked)
