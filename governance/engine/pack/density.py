"""How tight a page is set, known from what it carries before anything is laid out."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from governance.engine.pack.document import Page, Sheet, Table

TIGHTER = ("dense", "dense denser")
"""The classes of a page that carries more than its sheet holds in the usual setting: less white, then a smaller body."""
BRIEF = 90
"""What a decision in one line takes, in characters of text."""
ROW = 130
"""What a late action takes beside the sheets, in characters of text."""
YEAR = 2
"""What the heading of the year's penalties takes, in rows."""
PRICE, WORKING = 5, 4
"""What stands around the price of a month, and what the working of one of its lines takes, in rows."""


def density(page: Page) -> str:
    """The classes of a page; none where it holds as it is, or where its kind never runs over."""
    if page.kind not in _LOADS:
        return ""
    load, limits = _LOADS[page.kind]
    carried = load(page)
    return ("", *TIGHTER)[sum(carried > limit for limit in limits)]


def _front(page: Page) -> int:
    """Characters of the conclusion and of the decisions."""
    told = sum(len(one.question) + len(one.outcome or one.resolution) for one in page.body["sheets"])
    return len(page.lead) + told + BRIEF * len(page.body["briefs"])


def _followup(page: Page) -> int:
    """Characters of the sheets, and the late actions."""
    return sum(_sheet(one) for one in page.body["sheets"]) + ROW * _rows([page.body["late"]])


def _finances(page: Page) -> int:
    """Rows of the longer column: budget, what was billed, penalties since January; or the price of the month."""
    price = page.body["penalty"]
    year, lines, steps = price.get("year"), price.get("lines"), price.get("steps")
    spent = _rows([page.body.get("budget"), page.body.get("billed"), year]) + (YEAR if year else 0)
    worked_out = PRICE + WORKING * len(lines.rows) + len(steps.rows) if lines and steps else 0
    return max(spent, worked_out)


def _sheet(sheet: Sheet) -> int:
    told = (sheet.question, sheet.resolution, sheet.outcome, sheet.recommendation, sheet.stake)
    return sum(map(len, told)) + ROW * len(sheet.choices)


def _rows(tables: Iterable[Table | None]) -> int:
    return sum(len(one.rows) + bool(one.head) + bool(one.total) for one in tables if one)


_LOADS: dict[str, tuple[Callable[[Page], int], tuple[int, int]]] = {
    "front": (_front, (850, 1100)),
    "followup": (_followup, (2000, 2900)),
    "finances": (_finances, (16, 18)),
}
"""For each kind of page that may run over, what it carries and the two loads from which it is set tighter."""
