"""The annexes: what did not fit in the pages."""

from __future__ import annotations

from core.engine import formats
from governance.engine.facts import PackFacts
from governance.engine.pack.confrontation import late_table
from governance.engine.pack.document import Link, Page, Row, Sheet, Table
from governance.engine.wording import count_of

ROWS = 400
"""Most rows of a table in a pack; the attached file holds them all."""


def failures(facts: PackFacts) -> Page | None:
    """Every ticket out of time; None when there is none."""
    if not facts.late:
        return None
    ordered = sorted(
        facts.late, key=lambda ticket: (ticket.code, ticket.target - ticket.elapsed, ticket.reference)
    )
    hidden = max(len(ordered) - ROWS, 0)
    body = {
        "table": late_table(ordered[:ROWS], facts, declared=False),
        "hidden": f"… et {count_of(hidden, 'autre')} dans le fichier joint." if hidden else "",
    }
    title = f"{count_of(len(facts.late), 'ticket')} hors délai, un par un"
    return Page(9, "failures", "Échecs", title, body, landscape=False, annex=True)


def sheets(left: tuple[Sheet, ...]) -> Page | None:
    """Decision sheets beyond the two of page 2."""
    if not left:
        return None
    numbers = ", ".join(sheet.label for sheet in left)
    return Page(
        10,
        "sheets",
        "Fiches de décision",
        f"Autres décisions demandées : {numbers}",
        {"sheets": left},
        landscape=False,
        annex=True,
    )


def actions(facts: PackFacts) -> Page | None:
    """All actions of the contract."""
    if not facts.actions:
        return None
    words = {"todo": "À faire", "doing": "En cours", "done": "Faite", "dropped": "Abandonnée"}
    rows = tuple(
        Row(
            Link(f"A-{action.number}", "actions/"),
            (action.title, action.owner, formats.date_short(action.due_on), words[action.state]),
            bool(action.late),
        )
        for action in facts.actions[:ROWS]
    )
    table = Table(("Action", "Quoi", "Qui", "Échéance", "État"), rows)
    return Page(
        11,
        "actions",
        "Actions",
        count_of(len(facts.actions), "action suivie", "actions suivies"),
        {"table": table},
        landscape=False,
        annex=True,
    )
