"""Which priority a ticket began with, where an earlier month told it otherwise than the last export.

Under `date_evidence` = `corroborated`, a priority once told is not untold by a later month; under `export`, the
last export alone is believed. See docs/decisions/0012-first-told-priority.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from core.engine.months import Month
from reports.engine.proofs import Tellings
from slas.engine.promises import NAT, TicketColumns
from slas.engine.rulings import ranks

if TYPE_CHECKING:
    from pandas import DataFrame

Steps = Sequence[tuple[Month, str]]
INSTANTS = ("first_changed", "changed_after", "changed_by")


@dataclass(frozen=True)
class Story:
    """What an export tells of a priority: the first one, when it changed (both may be missing), the last one."""

    initial: str
    changed: np.datetime64
    last: str

    def tells(self, priority: str, until: np.datetime64) -> bool:
        """Whether the ticket may have had that priority at an instant, as told here."""
        if not self.initial:
            return priority == self.last
        if np.isnat(self.changed):
            return priority in {self.initial, self.last}
        return priority == (self.initial if self.changed >= until else self.last)


def with_first_priorities(frame: DataFrame, told: Tellings, timezone: str) -> DataFrame:
    """The ticket table with the priority first told, where months differ on it ("" elsewhere).

    `first_changed`: when it changed, as told; `changed_after` and `changed_by`: bounds of the month that first
    tells another one. NaT where nothing tells them.
    """
    import pandas as pd  # slow to import: only computations need it

    first = np.full(len(frame), "", dtype=object)
    changed, after, by = (np.full(len(frame), NAT) for _ in INSTANTS)
    initial, last = frame["initial_priority"].to_numpy(), frame["priority"].to_numpy()
    at = frame["priority_changed"].to_numpy().astype("datetime64[s]")
    rows = pd.Series(np.arange(len(frame)), index=frame["id"].to_numpy()).reindex(list(told), fill_value=-1)
    for row, fields in zip(rows.tolist(), told.values(), strict=True):
        known = _first_told(fields, Story(initial[row], at[row], last[row]), timezone) if row >= 0 else None
        if known and known.initial:
            first[row], changed[row] = known.initial, known.changed
            after[row], by[row] = _bounds(fields, known.initial, timezone)
    return frame.assign(first_priority=first, **dict(zip(INSTANTS, (changed, after, by), strict=True)))


def _first_told(fields: Mapping[str, Steps], story: Story, timezone: str) -> Story:
    """The story that the months tell together; without an initial priority where the last export's own stands.

    A first priority that some month told stays; else the last export's story stands where it agrees with the
    priority that the first month told; else that priority was the first. Where all months tell the same last
    priority, none of them denies the export's story.
    """
    initials = [value for _, value in fields.get("initial_priority", ())] or [story.initial]
    instants = [value for _, value in fields.get("priority_changed_at", ())]
    initial = next((value for value in initials if value), "")
    dates = [np.datetime64(value, "s") for value in instants if value]
    changed = story.changed if dates == [] or not np.isnat(story.changed) else dates[-1]
    told = Story(initial, changed, story.last)
    if "priority" in fields and not initials[0]:
        begun, priority = fields["priority"][0]
        if not told.tells(priority, _second(begun.end(timezone))):
            return replace(told, initial=priority)
    return told


def _bounds(fields: Mapping[str, Steps], initial: str, timezone: str) -> tuple[np.datetime64, np.datetime64]:
    """The month that first tells another priority than the first one, after a month that still told this one."""
    steps = fields.get("priority", ())
    for (_, before), (month, after) in pairwise(steps):
        if before == initial != after:
            return _second(month.start(timezone)), _second(month.end(timezone))
    return NAT, NAT


def _second(instant: datetime) -> np.datetime64:
    return np.datetime64(instant.astimezone(UTC).replace(tzinfo=None), "s")


def as_first_told(
    tickets: TicketColumns, frame: DataFrame, rows: NDArray[np.bool_], priorities: Sequence[str]
) -> TicketColumns:
    """The same tickets, those rows with the priority first told; `priorities`: highest first.

    A lowering did not come before the month that first tells it: what was breached by then stays breached. A
    raise that no export dates is known when that month ends: no shorter delay is applied to time before.
    """
    first = frame["first_priority"].to_numpy()
    known = rows & (first != "")
    if not known.any():
        return tickets
    first = np.where(known, first, "").astype("U")
    changed, after, by = (frame[name].to_numpy().astype("datetime64[s]") for name in INSTANTS)
    lowered = ranks(tickets.priority, priorities) > ranks(first, priorities)
    changed = np.where(lowered, np.fmax(changed, after), np.where(np.isnat(changed), by, changed))
    return replace(
        tickets,
        initial_priority=np.where(known, first, tickets.initial_priority),
        priority_changed=np.where(known, changed, tickets.priority_changed),
    )
