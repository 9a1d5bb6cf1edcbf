"""How tight a page is set follows from what it carries."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from governance.engine.pack.density import density
from governance.engine.pack.document import Link, Page, Row, Sheet, Table

SHEET = Sheet("D1", "q" * 100, "r" * 200, (), (), "", "", "", Link(""))


def table(rows: int) -> Table:
    return Table((), tuple(Row(Link(str(rank)), ()) for rank in range(rows)))


def page(kind: str, lead: int = 0, **body: Any) -> Page:
    return Page(1, kind, "", "", body, lead="l" * lead)


FRONT = {"sheets": (SHEET, SHEET), "briefs": ()}


@pytest.mark.parametrize(
    ("carried", "classes"),
    [
        (page("front", 250, **FRONT), ""),
        (page("front", 251, **FRONT), "dense"),
        (page("front", 251, sheets=(SHEET, SHEET), briefs=(SHEET,) * 3), "dense denser"),
        # Once decided, the outcome stands where the resolution was.
        (page("front", 251, sheets=(SHEET, replace(SHEET, outcome="Adoptée")), briefs=()), ""),
        (page("followup", sheets=(SHEET, SHEET), late=table(10)), ""),
        (page("followup", sheets=(SHEET, SHEET), late=table(11)), "dense"),
        (page("followup", sheets=(SHEET, SHEET), late=table(18)), "dense denser"),
        (page("followup", sheets=(), late=None), ""),
        (page("finances", budget=table(5), billed=table(8), penalty={}), ""),
        (page("finances", budget=table(5), billed=table(8), penalty={"year": table(2)}), "dense"),
        (page("finances", budget=table(5), billed=table(8), penalty={"year": table(8)}), "dense denser"),
        (page("finances", penalty={"lines": table(1), "steps": table(8)}), "dense"),
        (page("finances", penalty={"lines": table(2), "steps": table(8)}), "dense denser"),
        (page("finances", penalty={"lines": table(2), "steps": None}), ""),
        (page("finances", penalty={}), ""),
        (page("trends", 5000), ""),
    ],
)
def test_what_a_page_carries_sets_how_tight_it_is(carried: Page, classes: str) -> None:
    assert density(carried) == classes
