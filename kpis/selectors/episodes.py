"""Since when something lasts, month after month."""

from __future__ import annotations

from itertools import takewhile

from contracts.models import Contract
from core.engine.months import Month
from kpis.models import IndicatorValue
from kpis.selectors.satisfaction import SATISFACTION


def watermelon_since(contract: Contract, month: Month) -> Month | None:
    """The first month of the watermelon that still fires in a month; None when it does not (1 query).

    A month without figures cuts nothing, a month where it is silent does.
    """
    rows = IndicatorValue.objects.filter(contract=contract, code=SATISFACTION, part="", month__lte=str(month))
    known = list(rows.order_by("-month").values_list("month", "extra"))
    if not known or known[0][0] != month:
        return None
    fired = [one for one, _ in takewhile(lambda row: row[1].get("watermelon"), known)]
    return fired[-1] if fired else None
