"""What the month that runs is about to lose: one line per contract, by the first deadline that decides."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from zoneinfo import ZoneInfo

from django.urls import reverse

from core.engine import formats
from core.engine.months import Month
from infogerance.selectors.todo_line import Todo
from slas.engine.outlook import OutlookState
from slas.models import Outlook
from slas.selectors.outlook_lines import is_behind


def outlook_lines(now: datetime, contracts: list[int]) -> list[Todo]:
    """Commitments about to be lost on which an open ticket still decides (1 query)."""
    rows = Outlook.objects.filter(contract_id__in=contracts, state=OutlookState.AT_PLAY.value).exclude(
        first_deadline_at=None
    )
    found: dict[int, list[tuple[datetime, Outlook]]] = defaultdict(list)
    for row in rows.select_related("contract", "commitment").order_by("commitment__position", "pk"):
        if row.month != Month.at(now, row.contract.timezone) or not is_behind(row):
            continue
        ahead = [at for ticket in row.deciding if (at := datetime.fromisoformat(ticket["deadline"])) >= now]
        if ahead:
            found[row.contract_id].append((min(ahead), row))
    return [_line(sorted(playing, key=lambda one: one[0])) for playing in found.values()]


def _line(playing: list[tuple[datetime, Outlook]]) -> Todo:
    """Named after the commitment whose deadline comes first."""
    at, row = playing[0]
    contract, others = row.contract, len(playing) - 1
    left = formats.count(row.spare or 0, "échec encore admis|échecs encore admis")
    return Todo(
        icon="clock",
        title=f"{row.commitment.name} se joue\u00a0: {formats.count(row.due, 'ticket')} à tenir, {left}",
        detail=f"{contract.reference}, {formats.month_long(row.month)}"
        + (f", et {formats.count(others, 'autre engagement|autres engagements')}" if others else ""),
        due=at.astimezone(ZoneInfo(contract.timezone)).date(),
        url=f"{reverse('slas:outlook', args=[contract.slug])}#tickets",
        action="Voir",
    )
