"""« Ce qui change depuis la version 1 »: the annex that a correction adds, told on the first page."""

from __future__ import annotations

from dataclasses import dataclass, replace

from governance.engine.pack.document import Link, PackData, Page, Row, Table
from governance.engine.pack.telling import ANNEX, Change, Changes
from governance.engine.wording import count_of, listing

SHOWN = 40


@dataclass(frozen=True)
class Why:
    """One act that changed the figures of a month: its words, who signed it, when."""

    reason: str
    author: str
    day: str


def with_page(data: PackData, found: Changes, version: int, why: tuple[Why, ...]) -> PackData:
    """The pack with its page of changes, first of the annexes, so that no correction adds a page to read before them.

    The first page tells of it. The same pack when nothing changed.
    """
    if not found:
        return data
    changed = page(found, version, why)
    first, *others = data.pages
    told = Link(f"Corrige la version {version} : {_parts(found)}", f"#{changed.anchor}")
    main = [replace(first, body=first.body | {"correction": told}), *(one for one in others if not one.annex)]
    return replace(data, pages=(*main, changed, *(one for one in others if one.annex)))


def page(found: Changes, version: int, why: tuple[Why, ...]) -> Page:
    """Why, then the figures, tickets, texts and decisions that differ from the version that was sent."""
    hidden = max(len(found.figures) - SHOWN, 0)
    reasons = tuple(Row(Link(one.day), (one.author, one.reason)) for one in why)
    tickets = found.tickets[:SHOWN]
    more = len(found.tickets) - len(tickets)
    body = {
        "why": Table(("Date", "Auteur", "Motif"), reasons) if reasons else None,
        "tickets": _table("Ticket", tickets) if tickets else None,
        "more": f"… et {count_of(more, 'autre')} : comparer avec la version {version}." if more else "",
        "figures": _table("Chiffre", found.figures[:SHOWN]) if found.figures else None,
        "hidden": f"… et {count_of(hidden, 'autre')} : comparer avec la version {version}." if hidden else "",
        "texts": _table("Texte", found.texts) if found.texts else None,
        "decisions": _table("Décision", found.decisions) if found.decisions else None,
        "version": version,
    }
    title = f"Ce qui change depuis la version {version} : {_parts(found)}"
    return Page(0, "changes", f"Correction de la version {version}", title, body, landscape=False, annex=True)


def _parts(found: Changes) -> str:
    """« 3 chiffres, 1 verdict de ticket et 2 décisions »."""
    counted = (
        (found.figures, "chiffre", "chiffres"),
        (found.tickets, "verdict de ticket", "verdicts de tickets"),
        (found.texts, "texte", "textes"),
        (found.decisions, "décision", "décisions"),
    )
    return listing([count_of(len(rows), word, several) for rows, word, several in counted if rows])


def _table(what: str, rows: tuple[Change, ...]) -> Table:
    lines = tuple(
        Row(Link(row.page if row.page == ANNEX else f"p. {row.page}"), (row.label, row.before, row.after))
        for row in rows
    )
    return Table(("Page", what, "Avant", "Après"), lines)
