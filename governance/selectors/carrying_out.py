"""Whether what was decided is done by the dates that it was given."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from governance.engine.lateness import Dated, Kept, kept_together
from governance.models import ActionItem, Decision
from governance.selectors.marks import TAKEN
from governance.selectors.surroundings import dated


def carried_out(decisions: Iterable[Decision], day: date) -> Kept:
    """Decisions taken whose every action was done by its date, among those that a day allows to judge (1 query)."""
    taken = [row.pk for row in decisions if row.state in TAKEN]
    groups: dict[int | None, list[Dated]] = defaultdict(list)
    for row in ActionItem.objects.filter(decision__in=taken):
        groups[row.decision_id].append(dated(row))
    return kept_together(groups.values(), day)
