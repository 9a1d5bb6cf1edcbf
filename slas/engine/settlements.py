"""Verdicts that the parties decided, laid over those computed: the measure beneath never changes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from slas.engine.judgement import Judgement
from slas.engine.verdicts import MOST_LIVES, Verdict

EXCLUDED = "excluded_by_decision"
"""Anomaly of a ticket that left the base by a decision of the parties."""
EVERY_LIFE = 0
"""Stands for all the lives of a ticket: what months closed before a dispute named one had decided."""


@dataclass(frozen=True)
class Decided:
    """One accepted dispute: its id, the code of the commitment, the ticket (None: the month) and which of its lives,
    the verdict decided."""

    dispute: int
    code: str
    month: str
    ticket: int | None
    state: str
    life: int = EVERY_LIFE


@dataclass(frozen=True, eq=False)
class Settlements:
    """What was decided on the lives of tickets, as parallel columns sorted by key within each code, and on whole months."""

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
                by_code.setdefault(one.code, {})[_key(one.ticket, one.life)] = one
        return cls({code: _columns(found) for code, found in by_code.items()}, months)

    def on_month(self, code: str, month: str) -> Decided | None:
        """The verdict decided for a commitment over a whole month."""
        return self.months.get((code, month))

    def settled_tickets(self, code: str = "") -> NDArray[np.int64]:
        """Ids of the tickets of which a verdict was decided, under one commitment or any."""
        decided = (keys for own, (keys, _, _) in self.tickets.items() if code in {"", own})
        return np.concatenate([np.empty(0, np.int64), *decided]) // (MOST_LIVES + 1)


NO_SETTLEMENT = Settlements({}, {})


def settle_verdicts(
    judgement: Judgement,
    lives: tuple[NDArray[np.int64], NDArray[np.int64]],
    settlements: Settlements,
    code: str,
) -> tuple[Judgement, NDArray[np.int64]]:
    """The judgement with the decided verdicts in place, and the dispute behind each row (0: none).

    `lives`: the ticket of each row, and which of its lives. Elapsed and paused time, deadline and instant stay as measured.
    """
    found, tickets = settlements.tickets.get(code), lives[0]
    if found is None or not tickets.size:
        return judgement, np.zeros(tickets.size, dtype=np.int64)
    known, states, disputes = found
    place, hit = _places(known, _key(*lives))
    anywhere, whole = _places(known, _key(tickets, EVERY_LIFE))
    place, hit = np.where(hit, place, anywhere), hit | whole
    state = np.where(hit, states[place], judgement.state)
    out = hit & (state == Verdict.NOT_APPLICABLE)
    return (
        replace(judgement, state=state, anomaly=np.where(out, EXCLUDED, judgement.anomaly)),
        np.where(hit, disputes[place], 0),
    )


def moved(decided: str, elapsed: int | None, target: int) -> tuple[int, int]:
    """What a decided verdict adds to the tickets met and to those counted, beside what the clock measured.

    `elapsed` and `target` in seconds; a ticket without counted time was in no base.
    """
    before = (0, 0) if elapsed is None else (int(elapsed <= target), 1)
    after = (int(decided == Verdict.MET), int(decided in {Verdict.MET, Verdict.BREACHED}))
    return after[0] - before[0], after[1] - before[1]


def _key(ticket: Any, life: Any) -> Any:
    """A ticket and one of its lives as one number, in the order of tickets."""
    return ticket * (MOST_LIVES + 1) + life


def _places(known: NDArray[np.int64], keys: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Where each key stands among the known ones, and whether it does."""
    place = np.minimum(np.searchsorted(known, keys), known.size - 1)
    return place, known[place] == keys


def _columns(
    found: dict[int, Decided],
) -> tuple[NDArray[np.int64], NDArray[np.str_], NDArray[np.int64]]:
    ids = sorted(found)
    return (
        np.array(ids, dtype=np.int64),
        np.array([found[key].state for key in ids], dtype="U14"),
        np.array([found[key].dispute for key in ids], dtype=np.int64),
    )
