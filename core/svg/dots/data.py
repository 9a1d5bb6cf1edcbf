"""What a distribution of delays is drawn from, and its words: description and twin table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from core.engine import formats
from core.engine.typography import NBSP, plural
from core.svg.drawing import Table
from core.svg.scale import ticks

Shape = Literal["solid", "hollow", "open", "decided"]
HOUR = 3600


@dataclass(frozen=True)
class Case:
    """A case and its delay in seconds. `shape` is read past the limit only, `decided` on both sides of it.

    A decided case counts on the side it does not stand on: people judged otherwise than its delay.
    """

    name: str
    seconds: int
    shape: Shape = "solid"

    def is_late(self, limit: int) -> bool:
        """Whether it counts as beyond."""
        return (self.seconds > limit) != (self.shape == "decided")


@dataclass(frozen=True)
class Dots:
    """`limit` in seconds; a case at the limit is within. `within`, `beyond`: the words after their counts.

    `kinds`: the words of each shape past the limit (« absent du rapport|absents du rapport »).
    """

    title: str
    cases: Sequence[Case]
    limit: int
    within: str = "dans le délai"
    beyond: str = "hors délai"
    kinds: Sequence[tuple[Shape, str]] = ()
    desc: str = ""

    @property
    def longest(self) -> int:
        return max([case.seconds for case in self.cases] + [self.limit, 60])

    def tally(self) -> list[tuple[Shape | None, int, str]]:
        """Number and words of what is within, beyond, then of each kind that has cases."""
        late = [case for case in self.cases if case.is_late(self.limit)]
        shapes = Counter(
            case.shape for case in self.cases if case.seconds > self.limit or case.shape == "decided"
        )
        kinds = [
            (shape, shapes[shape], plural(word, shapes[shape] >= 2))
            for shape, word in self.kinds
            if shapes[shape]
        ]
        return [(None, len(self.cases) - len(late), self.within), (None, len(late), self.beyond), *kinds]

    def counted(self) -> list[tuple[Shape | None, str]]:
        """« 143 dans le délai », « 25 hors délai », « 9 absents du rapport »."""
        return [(shape, f"{formats.number(number)}{NBSP}{words}") for shape, number, words in self.tally()]


def describe(data: Dots) -> str:
    told = ", ".join(text for _, text in data.counted())
    return (
        data.desc
        or f"{told}. Limite {formats.duration(data.limit)}, plus long {formats.duration(data.longest)}."
    )


def twin(data: Dots) -> Table:
    """Cases by interval of the axis, then the tally, then the limit."""
    edges = [int(tick * HOUR) for tick in ticks(0, data.longest / HOUR, 8)]
    rows = []
    for low, high in zip(edges, [*edges[1:], data.longest + 1], strict=True):
        number = sum(low <= case.seconds < high for case in data.cases)
        rows.append((f"De {formats.duration(low)} à {formats.duration(high)}", formats.number(number)))
    rows += [(words.capitalize(), formats.number(number)) for _, number, words in data.tally()]
    return Table(("Délai", "Nombre"), (*rows, ("Limite", formats.duration(data.limit))))
