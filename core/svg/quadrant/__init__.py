"""Commitments met against satisfied users, with the zone « Pastèque »: green outside, red inside.

x: share of commitments met; y: share of satisfied users with its interval. Lower right of both targets is
hatched and named. ◆ marks an alarm (decided by the caller); a hollow dot rests on few answers. Dots of one
trail are joined.
"""

from __future__ import annotations

from dataclasses import dataclass

from core.engine import formats
from core.svg.axes import tick_texts
from core.svg.drawing import Drawing
from core.svg.marks import Anchor, Dot, Label, Line, Mark, Rect
from core.svg.quadrant.data import Place, Quadrant, describe, twin
from core.svg.scale import Linear
from core.svg.shapes import clear, hatch, polyline, sign
from core.svg.text import text_width

__all__ = ["Place", "Quadrant", "draw"]

BOTTOM, TOP, ZONE = 42.0, 12.0, 92.0


def draw(data: Quadrant, *, width: float = 456) -> Drawing:
    """The x axis starts at 90 %, or lower, in steps of 2, where the data need it."""
    height = max(min(width * 0.8, 380), 300)
    least = min([float(place.x) for place in data.places] + [90.0])
    low = 90.0 if least >= 90 else least // 2 * 2 - 2
    floor = min([float(place.low) for place in data.places] + [60.0]) // 10 * 10
    left, edge = 46.0, width - ZONE
    reach = 100 + (100 - low) * ZONE / (edge - left)
    x, y = Linear(low, reach, left, width), Linear(max(floor, 0), 100, height - BOTTOM, TOP)
    marks = _ground(data, x, y)
    spots = _spots(data, x, y)
    if data.trail and len(spots) > 1:
        marks.append(polyline([(spot.x, spot.middle) for spot in spots], "line", 1.2))
    taken = [mark for mark in marks if isinstance(mark, Label)]
    names: list[Label] = []
    for spot in reversed(spots):
        marks += _mark(spot)
        names += _name(spot, spots, (x.start, width, y.start, x(data.x_target)), [*taken, *names])
    return Drawing("quadrant", width, height, (*marks, *names), data.title, describe(data), twin(data))


@dataclass(frozen=True)
class Spot:
    """Where a place stands: abscissa, heights of its value and interval, ink, and whether it is stressed."""

    place: Place
    x: float
    middle: float
    high: float
    low: float
    ink: str
    stressed: bool


def _spots(data: Quadrant, x: Linear, y: Linear) -> list[Spot]:
    """Places of the same abscissa stand 8 apart, so that their intervals can be read."""
    spots: list[Spot] = []
    for rank, place in enumerate(data.places):
        at = x(float(place.x))
        while any(abs(at - other.x) < 8 for other in spots):
            at += 8
        last = not data.trail or rank + 1 == len(data.places)
        ink = "breached" if place.alarm else "text" if last else "common"
        spots.append(Spot(place, at, y(place.y), y(place.high), y(place.low), ink, last))
    return spots


def _mark(spot: Spot) -> list[Mark]:
    bar = Line(spot.x, spot.low, spot.x, spot.high, spot.ink, 2.2 if spot.stressed else 1.3)
    if spot.place.alarm:
        return [bar, sign("neutral", spot.x, spot.middle, 4.6, spot.ink)]
    radius = 5 if spot.stressed else 3.8
    return [bar, Dot(spot.x, spot.middle, radius, "page" if spot.place.few else spot.ink, spot.ink)]


def _name(
    spot: Spot, spots: list[Spot], frame: tuple[float, float, float, float], taken: list[Label]
) -> list[Label]:
    """The name beside, under or over its place, where it crosses nothing; else left to the table."""
    left, right, bottom, target = frame
    bold = spot.stressed or spot.place.alarm
    half = text_width(spot.place.name, bold=bold) / 2
    centred = min(max(spot.x, left + half + 4), right - half)
    tries: list[tuple[float, float, Anchor]] = [
        (spot.x + 9, spot.middle + 4, "start"),
        (spot.x - 9, spot.middle + 4, "end"),
        (centred, spot.low + 14, "middle"),
        (centred, spot.high - 6, "middle"),
        (spot.x + 5, spot.low, "start"),
        (spot.x - 5, spot.low, "end"),
    ]
    for x, y, anchor in tries:
        label = Label(x, y, spot.place.name, anchor, spot.ink, bold, halo=True)
        box = label.box
        inside = box[0] >= left and box[2] <= right and box[1] >= 0 and box[3] <= bottom
        inside = inside and not (box[0] < target < box[2] and anchor != "middle")
        if inside and not any(_crossed(box, other) for other in spots) and clear([label], taken):
            return [label]
    return []


def _crossed(box: tuple[float, ...], spot: Spot) -> bool:
    return box[0] - 3 < spot.x < box[2] + 3 and box[1] < spot.low and spot.high < box[3]


def _ground(data: Quadrant, x: Linear, y: Linear) -> list[Mark]:
    right, floor = x(data.x_target), y(data.y_target)
    zone = (right, floor, x.end - right, y.start - floor)
    marks: list[Mark] = [hatch(zone, "breached-hatch", 6, 1)]
    for value, text in tick_texts(y.low, 100, "%", 6):
        marks.append(Line(x.start - 4, y(value), x.start, y(value), "line"))
        marks.append(Label(x.start - 7, y(value) + 4, text, "end", "muted"))
    bottom: list[Label] = []
    for value, text in tick_texts(x.low, 100, "%", int((right - x.start) // 52)):
        marks.append(Line(x(value), y.start, x(value), y.start + 4, "line"))
        bottom.append(Label(x(value), y.start + 17, text, "middle", "muted"))
    marks += clear(bottom)
    marks += [Line(x.start, y.end, x.start, y.start, "line"), Line(x.start, y.start, x.end, y.start, "line")]
    marks.append(Line(x.start, floor, x.end, floor, "text", 1.5, "2 3"))
    marks.append(Line(right, y.end, right, y.start, "text", 1.5, "2 3"))
    aim = "tout est respecté" if data.x_target == 100 else formats.percent(data.x_target)
    share = f"cible\u00a0: {formats.percent(data.y_target)} de {data.y_name}"
    marks.append(Label(x.start + 8, floor - 6, share, halo=True))
    marks.append(Label(right - 7, y.end + 8, f"cible\u00a0: {aim}", "end", halo=True))
    middle, base = right + zone[2] / 2, y.start - 20
    half = text_width("Pastèque", bold=True) / 2 + 5
    marks.append(Rect(middle - half, base - 14, 2 * half, 20, "page"))
    marks.append(Label(middle, base, "Pastèque", "middle", "breached", True))
    marks.append(Label((x.start + right) / 2, y.start + 36, data.x_name, "middle", "muted"))
    return marks
