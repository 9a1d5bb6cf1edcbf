"""Verdicts that the parties decided, laid over those computed: the measure beneath never changes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from slas.engine.judgement import Judgement
from slas.engine.verdicts import Verdict

EXCLUDED = "excluded_by_decision"
"""Anomaly of a ticket that left the base by a decision of the parties."""


@dataclass(frozen=True)
class Decided:
    """One accepted dispute: its id, the code of the commitment, the ticket (None: the month), the verdict decided."""

    dispute: int
    code: str
    month: str
    ticket: int | None
    state: str


@dataclass(frozen=True, eq=False)
class Settlements:
    """What was decided on tickets, as parallel columns sorted by ticket within each code, and on whole months."""

    tickets: dict[str, tuple[NDArray[np.int64], NDArray[np.str_], NDArray[np.int64]]]
    months: dict[tuple[str, str], Decided]

    @classmethod
    def of(cls, decided: Iterable[Decided]) -> Self:
        """From accepted disputes, oldest decision first: of two on one verdict the later stands."""
        by_code: dict[str, dict[int, Decided]] = {}
        months: dict[tuple[str, str], Decided] = {}
        for one in decided:
            if one.ticket is None:
                months[one.code, one.month] = one
            else:
                by_code.setdefault(one.code, {})[one.ticket] = one
        return cls({code: _columns(found) for code, found in by_code.items()}, months)

    def on_month(self, code: str, month: str) -> Decided | None:
        """The verdict decided for a commitment over a whole month."""
        return self.months.get((code, month))


NO_SETTLEMENT = Settlements({}, {})


def settle_verdicts(
    judgement: Judgement, tickets: NDArray[np.int64], settlements: Settlements, code: str
) -> tuple[Judgement, NDArray[np.int64]]:
    """The judgement with the decided verdicts in place, and the dispute behind each row (0: none).

    `tickets`: the id of each row. Elapsed and paused time, deadline and instant stay as measured.
    """
    found = settlements.tickets.get(code)
    if found is None or not tickets.size:
        return judgement, np.zeros(tickets.size, dtype=np.int64)
    known, states, disputes = found
    place = np.minimum(np.searchsorted(known, tickets), known.size - 1)
    hit = known[place] == tickets
    state = np.where(hit, states[place], judgement.state)
    out = hit & (state == Verdict.NOT_APPLICABLE)
    return (
        replace(judgement, state=state, anomaly=np.where(out, EXCLUDED, judgement.anomaly)),
        np.where(hit, disputes[place], 0),
    )


def _columns(
    found: dict[int, Decided],
) -> tuple[NDArray[np.int64], NDArray[np.str_], NDArray[np.int64]]:
    ids = sorted(found)
    return (
        np.array(ids, dtype=np.int64),
        np.array([found[key].state for key in ids], dtype="U14"),
        np.array([found[key].dispute for key in ids], dtype=np.int64),
    )
