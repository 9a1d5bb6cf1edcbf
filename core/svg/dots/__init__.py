"""Distribution of delays: one dot per case, stacked on an axis of durations, the limit as a bar.

Past the limit, shapes say what kind of case it is: solid, hollow, or ▶ for one that still runs; a dark ring, on
either side, is a case that people judged otherwise than its delay. From 500
cases on the dots become bars; beyond ten times the limit the axis is logarithmic, and the title says so.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from core.engine import formats
from core.svg.dots.data import HOUR, Case, Dots, Shape, describe, twin
from core.svg.drawing import Drawing
from core.svg.marks import Dot, Label, Line, Mark, Path, Rect, n1
from core.svg.scale import Linear, Log, ticks
from core.svg.shapes import clear, swarm
from core.svg.text import text_width

__all__ = ["Case", "Dots", "Shape", "draw"]

HISTOGRAM_FROM, LOG_BEYOND, STEP, TALLEST, TOP = 500, 10, 8.0, 150.0, 28.0
HOLLOW = {"hollow": "breached", "decided": "text"}
LOG_TICKS = (60, 300, 900, *(HOUR * hours for hours in (1, 4, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)))


@dataclass(frozen=True)
class Stacks:
    """Columns that share the axis: the limit always falls between two of them."""

    x: Linear | Log
    bin: float

    @classmethod
    def of(cls, data: Dots, width: float) -> Stacks:
        high = data.longest * 1.04
        if data.longest > LOG_BEYOND * data.limit:
            low = max(min([data.limit / 20, *(case.seconds for case in data.cases)]), 60)
            x: Linear | Log = Log(low, high, 2, width - 8)
        else:
            x = Linear(0, high, 2, width - 2)
        room = x(data.limit) - 2
        return cls(x, room / max(round(room / STEP), 1))

    def column(self, case: Case) -> int:
        return int(max(self.x(case.seconds) - 2 - 1e-6, 0) // self.bin)


def draw(data: Dots, *, width: float = 640) -> Drawing:
    """Dots shrink until the highest stack fits under the names."""
    if not data.cases:
        empty = Label(width / 2, 28, "Aucun ticket jugé", "middle", "muted")
        return Drawing("dots", width, 48, (empty,), data.title, describe(data), twin(data))
    stacks = Stacks.of(data, width)
    counts = Counter(stacks.column(case) for case in data.cases)
    limit, highest = stacks.x(data.limit), max(counts.values())
    step = min(STEP, stacks.bin, TALLEST / highest)
    late = max((n for column, n in counts.items() if 2 + column * stacks.bin >= limit - 1), default=0)
    within, beyond, *kinds = data.counted()
    words = max((text_width(text) for _, text in kinds), default=0)
    inside = words + 30 < width - limit
    legend = 16.0 * len(kinds)
    floor = TOP + max(10 + step * highest, 72, 12 + inside * legend + step * late)
    marks: list[Mark] = [Rect(limit, TOP, width - limit, floor - TOP, "surface")]
    pile = _histogram if len(data.cases) >= HISTOGRAM_FROM else _swarms
    marks += pile(data, stacks, floor, step)
    marks += [Line(0, floor, width, floor, "line"), Line(limit, 16, limit, floor + 4, "text", 2.5)]
    marks += _names(within[1], beyond[1], limit, width) + _axis(data, stacks.x, floor, width)
    x, y = (width - words - 14, TOP + 15) if inside else (6.0, floor + 38)
    for rank, (shape, text) in enumerate(kinds):
        marks.append(_mark(shape or "solid", x, y - 4 + 16 * rank, 3.6))
        marks.append(Label(x + 10, y + 16 * rank, text))
    height = floor + 22 + (0 if inside else legend)
    title = data.title + (", échelle logarithmique" if isinstance(stacks.x, Log) else "")
    return Drawing("dots", width, height, tuple(marks), title, describe(data), twin(data))


def _swarms(data: Dots, stacks: Stacks, floor: float, step: float) -> list[Mark]:
    height: Counter[int] = Counter()
    groups: dict[str, list[tuple[float, float]]] = defaultdict(list)
    order = ("solid", "hollow", "open", "decided")
    for case in sorted(data.cases, key=lambda case: (order.index(case.shape), case.seconds, case.name)):
        column = stacks.column(case)
        place = (2 + (column + 0.5) * stacks.bin, floor - step / 2 - 1 - height[column] * step)
        plain = case.seconds <= data.limit and case.shape != "decided"
        groups["within" if plain else case.shape].append(place)
        height[column] += 1
    radius = step * 0.41
    inks = (("within", "common"), ("solid", "breached"))
    marks: list[Mark] = [swarm(groups[key], radius, ink) for key, ink in inks if groups[key]]
    return marks + [_mark(key, x, y, radius) for key in order[1:] for x, y in groups[key]]


def _mark(shape: str, x: float, y: float, r: float) -> Mark:
    if shape == "open":
        return Path(f"M{n1(x - r)} {n1(y - r)}L{n1(x + r)} {n1(y)}L{n1(x - r)} {n1(y + r)}Z", "breached")
    if shape in HOLLOW:
        return Dot(x, y, r, "page", HOLLOW[shape])
    return Dot(x, y, r, "breached")


def _histogram(data: Dots, stacks: Stacks, floor: float, step: float) -> list[Mark]:
    counts = Counter(stacks.column(case) for case in data.cases)
    marks: list[Mark] = []
    late = stacks.x(data.limit) - 1
    for column, count in sorted(counts.items()):
        x, high = 2 + column * stacks.bin, max(count * step, 1)
        marks.append(Rect(x + 0.5, floor - high, stacks.bin - 1, high, "breached" if x >= late else "common"))
    peak, count = max(counts.items(), key=lambda pair: (pair[1], -pair[0]))
    middle = 2 + (peak + 0.5) * stacks.bin
    half = text_width(formats.number(count)) / 2
    return [
        *marks,
        Label(max(middle, half), floor - count * step - 4, formats.number(count), "middle", "muted"),
    ]


def _names(kept: str, late: str, limit: float, width: float) -> list[Mark]:
    """Each on its side of the limit, or at both ends of the drawing when a side is too small."""
    if text_width(kept) <= limit - 8 and text_width(late, bold=True) <= width - limit:
        return [
            Label(limit - 7, 12, kept, "end", "muted"),
            Label(limit + 2, 12, late, "start", "breached", True),
        ]
    return [Label(0, 12, kept, "start", "muted"), Label(width, 12, late, "end", "breached", True)]


def _axis(data: Dots, x: Linear | Log, floor: float, width: float) -> list[Mark]:
    hours = [int(tick * HOUR) for tick in ticks(0, data.longest / HOUR, 8)]
    marks: list[Mark] = []
    labels = []
    for seconds in [data.limit, *(LOG_TICKS if isinstance(x, Log) else hours)]:
        text = formats.duration(seconds) if seconds else "0"
        half = text_width(text, bold=seconds == data.limit) / 2
        if isinstance(x, Log) and not x.low <= seconds <= x.high:
            continue
        place = min(max(x(seconds), half), width - half)
        labels.append(Label(place, floor + 17, text, "middle", "muted", False))
        marks.append(Line(x(seconds), floor, x(seconds), floor + 4, "line"))
    first = Label(labels[0].x, floor + 17, labels[0].text, "middle", "text", True)
    return [*marks, *clear([first, *labels[1:]], gap=8)]
