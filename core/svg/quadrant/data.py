"""What the quadrant is drawn from, and its words: description and twin table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.engine import formats
from core.engine.formats import Number
from core.svg.drawing import Table


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


def describe(data: Quadrant) -> str:
    alarms = [place.name for place in data.places if place.alarm]
    told = (
        f"Abscisse\u00a0: {data.x_name.lower()}. Ordonnée\u00a0: part de {data.y_name}, avec son intervalle."
    )
    if len({place.x for place in data.places}) < len(data.places):
        told += " Points de même abscisse écartés pour se lire."
    return data.desc or told + (f" Pastèque\u00a0: {', '.join(alarms)}." if alarms else " Aucune alarme.")


def twin(data: Quadrant) -> Table:
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
