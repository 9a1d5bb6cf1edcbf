"""The roadmap of a strategic pack: what is asked of the committee first, then what is settled, quarter by quarter."""

from __future__ import annotations

from core.engine import formats
from governance.engine.facts import PackFacts, RoadmapFacts
from governance.engine.pack.document import Link, Page, Row, Table
from governance.engine.wording import count_of

SHOWN = 14


def page(facts: PackFacts, number: int) -> Page:
    """Every open item, its value and its cost; what waits for the client stands first."""
    asked = [row for row in facts.roadmap if row.asked]
    settled = [row for row in facts.roadmap if not row.asked]
    body = {
        "asked_title": f"À arbitrer : {count_of(len(asked), 'proposition')}" if asked else "",
        "asked": _table(asked[:SHOWN], "Proposée par", [row.proposed_by for row in asked]) if asked else None,
        "settled_title": f"Arbitrées : {count_of(len(settled), 'évolution')}" if settled else "",
        "settled": _table(settled[:SHOWN], "État", [_state(row) for row in settled]) if settled else None,
        "hidden": _hidden(asked, settled),
    }
    return Page(number, "roadmap", "Feuille de route", title(facts), body)


def title(facts: PackFacts) -> str:
    """« Quatre évolutions ouvertes, 2 à arbitrer, 18 200 € HT chiffrés »."""
    rows = facts.roadmap
    if not rows:
        return "Rien n’est prévu à la feuille de route"
    asked, late = (sum(getattr(row, name) for row in rows) for name in ("asked", "late"))
    told = count_of(len(rows), "évolution ouverte", "évolutions ouvertes")
    told += f", {formats.number(asked)} à arbitrer" if asked else ""
    told += f", {formats.number(late)} en retard" if late else ""
    known = [row.cost for row in rows if row.cost is not None]
    return f"{told}, {formats.money(sum(known))} HT chiffrés" if known else told


def _table(rows: list[RoadmapFacts], last: str, words: list[str]) -> Table:
    lines = tuple(
        Row(
            Link(row.label, "feuille-de-route/"),
            (
                row.title,
                row.value,
                row.quarter,
                row.committee,
                word,
                formats.money(row.cost) if row.cost is not None else "non chiffré",
            ),
            row.late,
        )
        for row, word in zip(rows, words, strict=False)
    )
    head = ("N°", "Évolution", "Valeur attendue", "Trimestre", "Décide", last, "Coût HT")
    costs = [row.cost for row in rows if row.cost is not None]
    total = Row(Link("Total chiffré"), ("", "", "", "", "", formats.money(sum(costs))), True)
    return Table(head, lines, frozenset({5}), total if len(costs) > 1 else None)


def _state(row: RoadmapFacts) -> str:
    return f"{row.state}, trimestre passé" if row.late else row.state


def _hidden(*groups: list[RoadmapFacts]) -> str:
    more = sum(max(len(group) - SHOWN, 0) for group in groups)
    return f"… et {count_of(more, 'autre')} à la feuille de route du portail." if more else ""
