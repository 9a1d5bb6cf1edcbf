"""What a detector finds: cases among tickets, month by month."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from slas.engine.detectors.limits import Counts
from slas.engine.detectors.practices import Flags, Practices, Seconds


@dataclass(frozen=True, eq=False)
class Found:
    """`month`: position of the month each ticket counts in (−1: none); `among`: the tickets looked at; `cases`:
    those that show the pattern; `facts`: figures for the sentence; `weight`: exposure of a ticket by month."""

    month: Seconds
    among: Flags
    cases: Flags
    facts: Mapping[str, int] = field(default_factory=dict)
    weight: tuple[float, ...] = ()

    def counts(self, months: int) -> list[Counts]:
        """Cases and tickets of each month."""
        looked = self.among & (self.month >= 0)
        tickets = np.bincount(self.month[looked], minlength=months).tolist()
        cases = np.bincount(self.month[looked & self.cases], minlength=months).tolist()
        weights = self.weight or (1.0,) * months
        return [Counts(k, n, n * w) for k, n, w in zip(cases, tickets, weights, strict=True)]

    def rows(self, position: int) -> Seconds:
        """The cases of one month."""
        return np.flatnonzero(self.cases & self.among & (self.month == position))


@dataclass(frozen=True)
class Detector:
    """One pattern. `listed`: each case is shown, however usual; `share`: a share that is the limit by itself;
    `certain`: one case is enough, since chance makes none."""

    code: str
    find: Callable[[Practices], Found]
    listed: bool = False
    share: Fraction | None = None
    certain: bool = False
