"""Shapes made of marks: signs that double a colour, textures, polylines, swarms of dots."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import hypot

from core.svg.marks import Dot, Label, Mark, Path, Rect, n1

Points = Sequence[tuple[float, float]]


def polyline(points: Points, stroke: str, width: float = 1.3, dash: str = "") -> Path:
    """One path through the points."""
    return Path(_trace(points), None, stroke, width, dash)


def _trace(points: Points) -> str:
    return "M" + "L".join(f"{n1(x)} {n1(y)}" for x, y in points)


def swarm(points: Points, radius: float, ink: str) -> Path:
    """Many equal dots as one path, cheap to draw and to read."""
    size, across = n1(radius), n1(2 * radius)
    arcs = f"a{size} {size} 0 1 0 {across} 0a{size} {size} 0 1 0-{across} 0z"
    return Path("".join(f"M{n1(x - radius)} {n1(y)}{arcs}" for x, y in points), ink)


def hatch(box: tuple[float, float, float, float], ink: str, gap: float = 5, width: float = 1.2) -> Path:
    """45° lines clipped to a box (x, y, width, height), as one path."""
    x, y, wide, high = box
    parts, offset = [], gap * 0.7
    while offset < wide + high:
        start = (x, y + offset) if offset <= high else (x + offset - high, y + high)
        end = (x + offset, y) if offset <= wide else (x + wide, y + offset - wide)
        if hypot(end[0] - start[0], end[1] - start[1]) > 1:
            parts.append(f"M{n1(start[0])} {n1(start[1])}L{n1(end[0])} {n1(end[1])}")
        offset += gap * 1.4
    return Path("".join(parts) or f"M{n1(x)} {n1(y)}", None, ink, width)


def stipple(box: tuple[float, float, float, float], ink: str, gap: float = 4, width: float = 1.4) -> Path:
    """Dots on a grid inside a box (x, y, width, height), as one path."""
    x, y, wide, high = box
    columns, rows = max(int(wide / gap), 1), max(int(high / gap), 1)
    left, top = x + (wide - (columns - 1) * gap) / 2, y + (high - (rows - 1) * gap) / 2
    dots = (
        f"M{n1(left + column * gap - width / 2)} {n1(top + row * gap)}h{n1(width)}"
        for row in range(rows)
        for column in range(columns)
    )
    return Path("".join(dots), None, ink, width)


def sign(kind: str, x: float, y: float, radius: float, ink: str) -> Mark:
    """A point whose shape says what its colour says: `better` ■, `worse` ▲, `neutral` ◆, anything else ●."""
    r = radius
    if kind == "better":
        return Rect(x - r + 0.3, y - r + 0.3, 2 * r - 0.6, 2 * r - 0.6, ink)
    if kind == "worse":
        return Path(_trace([(x, y - r - 1), (x + r + 0.6, y + r), (x - r - 0.6, y + r)]) + "Z", ink)
    if kind == "neutral":
        return Path(_trace([(x, y - r - 1), (x + r + 1, y), (x, y + r + 1), (x - r - 1, y)]) + "Z", ink)
    return Dot(x, y, r, ink, "page", 1)


def glyph(state: str, x: float, y: float, size: float, ink: str = "text") -> Path:
    """The sign of a verdict, centred: ✓, !, ✕, or – for a month that was not judged."""
    h, c = size / 2, size * 0.425
    trace = {
        "met": [[(x - h, y + h * 0.05), (x - h * 0.3, y + h * 0.75), (x + h, y - h * 0.8)]],
        "watch": [[(x, y - h), (x, y + h * 0.3)], [(x, y + h * 0.95), (x, y + h)]],
        "breached": [[(x - c, y - c), (x + c, y + c)], [(x - c, y + c), (x + c, y - c)]],
    }.get("met" if state == "met_low_volume" else state, [[(x - h * 0.8, y), (x + h * 0.8, y)]])
    return Path("".join(_trace(stroke) for stroke in trace), None, ink, 1.6, "", True)


def clear(labels: Iterable[Label], taken: Iterable[Label] = (), gap: float = 4) -> list[Label]:
    """The labels in order of importance, less those that would touch one already kept."""
    kept = list(taken)
    before = len(kept)
    for label in labels:
        if not any(_touch(label.box, other.box, gap) for other in kept):
            kept.append(label)
    return kept[before:]


def _touch(one: tuple[float, ...], other: tuple[float, ...], gap: float) -> bool:
    beside = one[0] < other[2] + gap and other[0] < one[2] + gap
    return beside and one[1] < other[3] and other[1] < one[3]
