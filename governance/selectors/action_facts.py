"""Committee actions at the end of each month, for the indicators of the floor beneath."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from contracts.models import Contract
from contracts.selectors.lifetime import local_today
from core.engine.months import Month
from core.scope import Audience
from governance.engine.lateness import days_late, kept, open_on
from governance.models import ActionItem
from governance.selectors.surroundings import dated
from kpis.engine.indicators.practices import Actions


def actions_by_month(contract: Contract, months: Sequence[Month]) -> Mapping[Month, Actions]:
    """Open and late at the end of each month (today for one not over), done in it and in time (1 query).

    Only the actions that both parties read: their count must not tell the provider of the others. One abandoned, for a
    reason that was written, is counted no more.
    """
    rows = ActionItem.objects.filter(contract=contract, audience=Audience.BOTH)
    actions = list(rows.exclude(state=ActionItem.State.DROPPED))
    today = local_today(contract)
    return {month: _at(actions, month, min(month.last_day, today)) for month in months}


def _at(actions: Iterable[ActionItem], month: Month, day: date) -> Actions:
    known = [one for one in actions if one.created_on <= day]
    left = [one for one in known if open_on(one.state, one.done_on, day)]
    done = [one for one in known if one.done_on is not None and Month.of(one.done_on) == month]
    return Actions(
        late=sum(days_late(*dated(one), day) > 0 for one in left),
        open=len(left),
        kept=[kept(dated(one), month.last_day) for one in done].count(True),
        done=len(done),
    )
