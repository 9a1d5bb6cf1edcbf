"""Commitments met against satisfied users, with the zone « Pastèque »: green outside, red inside.

x: share of commitments met; y: share of satisfied users with its interval. Lower right of both targets is
hatched and named. ◆ marks an alarm (decided by the caller); a hollow dot rests on few answers. Dots of one
trail are joined.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.engine import formats
from core.engine.formats import Number
from core.svg.axes import tick_texts
from core.svg.drawing import Drawing, Table
from core.svg.marks import Dot, Label, Line, Mark, Rect
from core.svg.scale import Linear
from core.svg.shapes import clear, hatch, polyline, sign
from core.svg.text import text_width

BOTTOM, TOP = 42.0, 12.0


@dataclass(frozen=True)
class Place:
    """Percentages; `low`, `high`: interval of `y`; `answers`: its number."""

    name: str
    x: Number
    y: Number
    low: Number
    high: Number
    answers: int
    alarm: bool = False
    few: bool = False


@dataclass(frozen=True)
class Quadrant:
    """`trail`: the places are successive months, joined, the last one stressed."""

    title: str
    places: Sequence[Place]
    x_target: Decimal = Decimal(100)
    y_target: Decimal = Decimal(80)
    x_name: str = "Engagements respectés dans le mois"
    y_name: str = "satisfaits"
    trail: bool = False
    desc: str = ""


def draw(data: Quadrant, *, width: float = 456) -> Drawing:
    """The x axis starts at 90 %, or lower, in steps of 2, where the data need it."""
    height = min(width * 0.8, 380)
    least = min([float(place.x) for place in data.places] + [90.0])
    low = 90.0 if least >= 90 else least // 2 * 2 - 2
    floor = min([float(place.low) for place in data.places] + [60.0]) // 10 * 10
    x = Linear(low, 100 + (100 - low) * 0.22, 44, width - 2)
    y = Linear(max(floor, 0), 100, height - BOTTOM, TOP)
    marks = _ground(data, x, y, width)
    spots = _spots(data, x)
    if data.trail and len(spots) > 1:
        line = [(spot, y(float(place.y))) for spot, place in zip(spots, data.places, strict=True)]
        marks.append(polyline(line, "line", 1.2))
    taken = [mark for mark in marks if isinstance(mark, Label)]
    labels: list[Label] = []
    for rank in reversed(range(len(data.places))):
        place, spot = data.places[rank], spots[rank]
        last = not data.trail or rank + 1 == len(data.places)
        ink = "breached" if place.alarm else "text" if last else "common"
        marks.append(Line(spot, y(float(place.low)), spot, y(float(place.high)), ink, 2.2 if last else 1.3))
        centre = y(float(place.y))
        if place.alarm:
            marks.append(sign("neutral", spot, centre, 4.6, ink))
        else:
            marks.append(Dot(spot, centre, 5 if last else 3.8, "page" if place.few else ink, ink))
        bold = last or place.alarm
        for dx, dy, anchor in (
            (9, 4, "start"),
            (-9, 4, "end"),
            (0, None, "middle"),
            (9, -10, "start"),
            (-9, 18, "end"),
        ):
            at = y(float(place.low)) + 14 if dy is None else centre + dy
            label = Label(spot + dx, at, place.name, anchor, ink, bold, halo=True)
            inside = label.box[0] >= x.start and label.box[2] <= width and label.box[3] <= y.start
            crossed = (
                any(label.box[0] - 2 < other < label.box[2] + 2 for other in spots if other != spot)
                and dy is not None
            )
            if inside and not crossed and clear([label], [*taken, *labels]):
                labels.append(label)
                break
    return Drawing("quadrant", width, height, (*marks, *labels), data.title, _describe(data), _table(data))


def _spots(data: Quadrant, x: Linear) -> list[float]:
    """Places of the same abscissa stand 8 apart, so that their intervals can be read."""
    spots: list[float] = []
    for place in data.places:
        at = x(float(place.x))
        while any(abs(at - other) < 8 for other in spots):
            at += 8
        spots.append(at)
    return spots


def _ground(data: Quadrant, x: Linear, y: Linear, width: float) -> list[Mark]:
    right, floor = x(data.x_target), y(data.y_target)
    zone = (right, floor, x.end - right, y.start - floor)
    marks: list[Mark] = [hatch(zone, "breached-hatch", 6, 1)]
    for value, text in tick_texts(y.low, 100, "%", 6):
        marks.append(Line(x.start - 4, y(value), x.start, y(value), "line"))
        marks.append(Label(x.start - 7, y(value) + 4, text, "end", "muted"))
    bottom: list[Label] = []
    for value, text in tick_texts(x.low, 100, "%", 6):
        marks.append(Line(x(value), y.start, x(value), y.start + 4, "line"))
        bottom.append(Label(x(value), y.start + 17, text, "middle", "muted"))
    marks += clear(bottom)
    marks += [Line(x.start, y.end, x.start, y.start, "line"), Line(x.start, y.start, x.end, y.start, "line")]
    marks.append(Line(x.start, floor, x.end, floor, "text", 1.5, "2 3"))
    marks.append(Line(right, y.end, right, y.start, "text", 1.5, "2 3"))
    marks.append(
        Label(x.start + 8, floor - 6, f"cible\u00a0: {formats.percent(data.y_target)} de {data.y_name}")
    )
    marks.append(Label(right - 7, y.end + 8, "cible\u00a0: tout est respecté", "end"))
    middle, base = right + zone[2] / 2, y.start - 20
    half = text_width("Pastèque", bold=True) / 2 + 5
    marks.append(Rect(middle - half, base - 14, 2 * half, 20, "page"))
    marks.append(Label(middle, base, "Pastèque", "middle", "breached", True))
    marks.append(Label((x.start + right) / 2, y.start + 36, data.x_name, "middle", "muted"))
    return marks


def _describe(data: Quadrant) -> str:
    alarms = [place.name for place in data.places if place.alarm]
    told = (
        f"Abscisse\u00a0: {data.x_name.lower()}. Ordonnée\u00a0: part de {data.y_name}, avec son intervalle."
    )
    return data.desc or told + (f" Pastèque\u00a0: {', '.join(alarms)}." if alarms else " Aucune alarme.")


def _table(data: Quadrant) -> Table:
    rows = tuple(
        (
            place.name,
            formats.percent(place.x, 1),
            formats.percent(place.y, 1),
            f"{formats.number(place.low, 1)} à {formats.percent(place.high, 1)}",
            formats.number(place.answers),
            "Pastèque" if place.alarm else "Peu de réponses" if place.few else formats.ABSENT,
        )
        for place in data.places
    )
    return Table(("Point", "Respectés", "Satisfaits", "Intervalle", "Réponses", "Lecture"), rows)
