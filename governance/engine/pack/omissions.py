"""The checks of what a deposit leaves out: the stock, the numbering, the tickets that vanished."""

from __future__ import annotations

from core.engine import formats
from governance.engine.facts import PackFacts
from governance.engine.pack.document import Link, Row, Table
from governance.engine.wording import count_of


def title(facts: PackFacts) -> str:
    month = facts.month
    if month.holes is None and month.vanished is None:
        return "Contrôles d’omission : non mesurés, aucun dépôt"
    doubts = bool(month.holes) + bool(month.vanished)
    if not doubts:
        return "Les contrôles d’omission n’appellent pas de question"
    return "Deux contrôles indépendants à expliquer" if doubts > 1 else "Un contrôle indépendant à expliquer"


def table(facts: PackFacts) -> Table | None:
    month = facts.month
    rows = []
    if month.stock:
        start, opened, resolved, cancelled, end = (formats.number(value) for value in month.stock)
        told = f"{start} + {opened} − {resolved} − {cancelled} = {end}"
        rows.append(Row(Link("Encours recalculé"), (told, f"{end} ouverts")))
    if month.holes is not None:
        rows.append(
            Row(
                Link("Numérotation"),
                (_some(month.holes, "suite sans trou"), count_of(len(month.holes), "trou")),
            )
        )
    if month.vanished is not None:
        told = _some(month.vanished, "aucun ticket ouvert n’a disparu")
        rows.append(Row(Link("Tickets disparus"), (told, count_of(len(month.vanished), "ticket"))))
    return Table((), tuple(rows), frozenset({1})) if rows else None


def _some(references: tuple[str, ...], none: str) -> str:
    more = f" et {formats.number(len(references) - 4)} de plus" if len(references) > 4 else ""
    return (", ".join(references[:4]) + more) if references else none
