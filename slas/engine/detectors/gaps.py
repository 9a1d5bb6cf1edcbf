"""The gap between declared and recomputed over the months: a jump, or a slow rise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

from slas.engine.detectors.limits import student_tail

LEAST_MONTHS = 6
LEAST_RISE = 0.5
"""Points: a smaller rise is no alert, however regular."""
STEADY = 0.05
"""Points: a gap is declared with one or two decimals, so it varies by that much at least."""


@dataclass(frozen=True)
class GapTest:
    """The month's gap against the earlier ones, in points: `rise` above their mean or along their slope."""

    months: int
    gap: float
    rise: float
    chance: float

    def unusual(self, risk: float) -> bool:
        """Whether chance explains such a rise less often than `risk`."""
        return self.rise >= LEAST_RISE and self.chance <= risk


Series = Sequence[tuple[int, float]]
"""Month numbers in order, and gaps in points (declared − recomputed); missing months are left out."""


def jump(series: Series) -> GapTest | None:
    """The last gap against the earlier ones: one-sided prediction limit of Student. None under 7 months."""
    values = np.array([gap for _, gap in series])
    before = values[:-1]
    if before.size < LEAST_MONTHS:
        return None
    spread = max(float(before.std(ddof=1)), STEADY) * sqrt(1 + 1 / before.size)
    rise = float(values[-1] - before.mean())
    return GapTest(before.size, float(values[-1]), rise, student_tail(rise / spread, before.size - 1))


def drift(series: Series) -> GapTest | None:
    """The slope of the gaps over the months, the last one included (one-sided Student test). None under 7 months."""
    months = np.array([month for month, _ in series], dtype=float)
    values = np.array([gap for _, gap in series])
    if values.size <= LEAST_MONTHS:
        return None
    centred = months - months.mean()
    slope = float(centred @ values) / float(centred @ centred)
    rest = values - values.mean() - slope * centred
    freedom = values.size - 2
    spread = max(sqrt(float(rest @ rest) / freedom), STEADY) / sqrt(float(centred @ centred))
    rise = slope * float(months[-1] - months[0])
    return GapTest(values.size - 1, float(values[-1]), rise, student_tail(slope / spread, freedom))
