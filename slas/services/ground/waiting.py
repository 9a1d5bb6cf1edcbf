"""The waiting of tickets as the clocks of their lives take it, under the settings of each version."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np
from numpy.typing import NDArray

from contracts.engine.rules import Rules
from reports.engine.reasons import normalise_reason
from slas.engine.ceilings import Waits
from slas.engine.clock import Suspensions
from slas.engine.lives import Lives
from slas.services.ground.facts import Facts

if TYPE_CHECKING:
    from pandas import DataFrame


@dataclass(frozen=True, eq=False)
class Waiting:
    """Every waiting interval of some lives with its reason, and the waiting given only as a sum.

    `reason` and `sum_reason` are indices into `reasons` and `sum_reasons`; `sums` in seconds, by life.
    """

    lives: Lives
    intervals: Suspensions
    reason: NDArray[np.int64]
    reasons: tuple[str, ...]
    sums: NDArray[np.int64]
    sum_reason: NDArray[np.int64]
    sum_reasons: tuple[str, ...]

    @classmethod
    def of(cls, facts: Facts, frame: DataFrame, lives: Lives) -> Self:
        """The waiting of the facts; `frame`: the tickets the lives are of."""
        import pandas as pd  # slow to import: only computations need it

        known = ticket_rows(facts.pauses["ticket_id"].to_numpy(), frame)
        kept = np.flatnonzero(known >= 0)
        start, end = (
            facts.pauses[name].to_numpy().astype("datetime64[s]")[kept] for name in ("started", "ended")
        )
        rows, index = lives.sharing(known[kept], start)
        codes, reasons = pd.factorize(facts.pauses["reason"].to_numpy()[kept])
        labels, words = pd.factorize(frame["pause_reason"].to_numpy())
        return cls(
            lives=lives,
            intervals=Suspensions(rows, start[index], end[index]),
            reason=codes.astype(np.int64)[index],
            reasons=tuple(reasons),
            sums=np.where(lives.tickets.life > 1, 0, lives.tickets.declared_pause),
            sum_reason=labels.astype(np.int64)[lives.source],
            sum_reasons=tuple(normalise_reason(word) if word else "" for word in words),
        )

    def under(self, rules: Rules, rows: NDArray[np.int64]) -> Waits:
        """What the settings accept for some lives, in increasing order, renumbered."""
        accepted = np.isin(self.reasons, rules.suspension_reasons)
        kept = accepted[self.reason] if self.reasons else np.zeros(0, dtype=bool)
        most = rules.max_suspension_minutes * 60 or None
        every = Waits(self.intervals.kept(kept), self.lives.gaps, most)
        return every.of_rows(rows, len(self.lives.tickets))

    def sums_under(self, rules: Rules, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Waiting given as a sum, where the settings accept it and its reason; 0 elsewhere."""
        accepted = np.isin(self.sum_reasons, rules.suspension_reasons) & (not rules.suspension_proof_required)
        return np.where(accepted[self.sum_reason[rows]], self.sums[rows], 0)


def ticket_rows(ids: NDArray[np.int64], frame: DataFrame) -> NDArray[np.int64]:
    """The row of each ticket id in the ticket table; −1 for one that is not there."""
    import pandas as pd  # slow to import: only computations need it

    row_of = pd.Series(np.arange(len(frame)), index=frame["id"].to_numpy())
    return row_of.reindex(ids).fillna(-1).to_numpy().astype(np.int64)
