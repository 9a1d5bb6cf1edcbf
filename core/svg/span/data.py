"""What a range is drawn from, and its words: description and twin table."""

from __future__ import annotations

from dataclasses import dataclass

from core.engine import formats
from core.engine.formats import Number
from core.svg.drawing import Table


@dataclass(frozen=True)
class Span:
    """Euros. `firm`: what is due at most, or at least where nothing limits it; `low`, `high`: the range of reference.

    `limit`: an amount that nothing may pass, with its name and a note; `rows`: more lines of the table.
    """

    title: str
    firm: Number
    low: Number
    high: Number
    high_words: str
    limit: Number | None = None
    limit_name: str = ""
    limit_note: str = ""
    desc: str = ""
    rows: tuple[tuple[str, str], ...] = ()


def describe(data: Span) -> str:
    limit = f" {data.limit_name}\u00a0: {formats.money(data.limit)}." if data.limit is not None else ""
    return data.desc or (
        f"Plein jusqu’à {formats.money(data.firm)}, hachuré jusqu’à {formats.money(data.high)}.{limit}"
    )


def twin(data: Span) -> Table:
    limit = [(data.limit_name, formats.money(data.limit))] if data.limit is not None else []
    rows = (
        ("Repère bas", formats.money(data.low)),
        ("Repère haut", formats.money(data.high)),
        *limit,
        *data.rows,
    )
    return Table(("Montant", "Valeur"), tuple(rows))
