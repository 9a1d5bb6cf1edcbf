"""The lines that the month's data put on the agenda of a committee."""

from __future__ import annotations

from collections.abc import Collection

from contracts.models import Contract
from contracts.selectors.date_books import dates_of
from core.engine.months import Month
from core.scope import Side, current
from governance.engine.points import points
from governance.selectors.packs import Outline
from slas.models import Dispute
from slas.models.disputes import PENDING


def points_of(contract: Contract, outline: Outline | None, month: Month, asked: Collection[str]) -> list[str]:
    """The lines the open scope may read (1 query; for the client, 1 more: its dates are its own to watch).

    `outline`: the pages of the pack, None before a result. `asked`: origins of the questions on the agenda already.
    """
    if outline is None:
        return []
    disputes = Dispute.objects.filter(contract=contract, month=month, state__in=PENDING).count()
    if current().side_of(contract.pk) != Side.CLIENT:
        return points(outline.facts, disputes, (), asked)
    dates = [(one.day, one.title) for one in dates_of(contract, outline.facts.held_on)]
    return points(outline.facts, disputes, dates, asked)
