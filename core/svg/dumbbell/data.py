"""What a dumbbell chart is drawn from, and its words: description and twin table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.engine import formats
from core.svg.drawing import Table

FLIPPED = "verdict inversé"


@dataclass(frozen=True)
class Pair:
    """A row: percentages as displayed, gap in points."""

    name: str
    declared: Decimal
    recomputed: Decimal
    target: Decimal
    gap: Decimal
    flipped: bool = False


@dataclass(frozen=True)
class Dumbbell:
    title: str
    pairs: Sequence[Pair]
    unit: str = "%"
    desc: str = ""


def describe(data: Dumbbell) -> str:
    flips = [pair.name for pair in data.pairs if pair.flipped]
    reading = "Cercle\u00a0: déclaré. Disque\u00a0: recalculé. Trait\u00a0: cible."
    told = f"{formats.count(len(data.pairs), 'ligne')} par taille d’écart. {reading}"
    return data.desc or (f"{told} Verdict inversé\u00a0: {', '.join(flips)}." if flips else told)


def twin(data: Dumbbell) -> Table:
    unit = data.unit
    rows = tuple(
        (
            pair.name,
            *(
                formats.number(value) + f"\u00a0{unit}"
                for value in (pair.target, pair.declared, pair.recomputed)
            ),
            formats.points(pair.gap),
            "inversé" if pair.flipped else "inchangé",
        )
        for pair in data.pairs
    )
    return Table(("Engagement", "Cible", "Déclaré", "Recalculé", "Écart", "Verdict"), rows)
