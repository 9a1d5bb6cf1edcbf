"""What a version of a pack tells, as plain values: its figures, its texts, its decisions, to be compared with the next one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from core.svg.drawing import Drawing
from governance.engine.pack.document import HeatLine, Key, Page, Sheet, Table

_DIGIT = re.compile(r"\d")
ABSENT = "—"
HEAT = ("taux du mois", "décompte", "déclaré", "écart", "marge", "pénalité")
UNSAID = "demandée"
ANNEX, LATE, IN_TIME = "annexe", "hors délai", "pas hors délai"


@dataclass(frozen=True)
class Change:
    """One thing that differs between two versions: its page, what it is, before and after."""

    page: str
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Changes:
    """Everything that differs, figures first."""

    figures: tuple[Change, ...] = ()
    texts: tuple[Change, ...] = ()
    decisions: tuple[Change, ...] = ()
    tickets: tuple[Change, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.figures or self.texts or self.decisions or self.tickets)


def told_by(pages: Sequence[Page]) -> dict[str, Any]:
    """The plain values of a version; annexes and the page of changes repeat the others and are left out."""
    main = [page for page in pages if not page.annex and page.kind != "changes"]
    figures: dict[str, list[str]] = {}
    for page in main:
        for place, label, value in _figures(page):
            figures[_free(f"{page.kind}|{place}", figures)] = [page.mark, label, value]
    texts = {
        f"{page.kind}|{name}": [page.mark, getattr(page, name)] for page in main for name in ("title", "lead")
    }
    decisions = {
        sheet.label: [sheet.question, sheet.outcome or UNSAID]
        for page in pages
        for sheet in within(page.body, Sheet)
    }
    late = [
        f"{row.head.text} {row.cells[0]}"
        for page in pages
        if page.kind == "failures"
        for table in within(page.body, Table)
        for row in table.rows
    ]
    return {"figures": figures, "texts": texts, "decisions": decisions, "late": late}


def changes(before: dict[str, Any], after: dict[str, Any]) -> Changes:
    """What differs from one version to the next; what one of them lacks reads « — »."""
    return Changes(
        tuple(_differing(before["figures"], after["figures"])),
        tuple(
            Change(
                new[0] or old[0],
                "conclusion" if key.endswith("|lead") else "titre",
                old[1] or ABSENT,
                new[1] or ABSENT,
            )
            for key, old, new in _paired(before["texts"], after["texts"], ["", ""])
            if old[1] != new[1]
        ),
        tuple(
            Change("1", f"{key} {new[0] or old[0]}", old[1] or ABSENT, new[1] or ABSENT)
            for key, old, new in _paired(before["decisions"], after["decisions"], ["", ""])
            if old != new
        ),
        tuple(_flipped(before.get("late"), after["late"])),
    )


def _differing(before: dict[str, list[str]], after: dict[str, list[str]]) -> Iterator[Change]:
    for _, old, new in _paired(before, after, ["", "", ABSENT]):
        if old[2] != new[2]:
            yield Change(new[0] or old[0], new[1] or old[1], old[2], new[2])


def _flipped(before: list[str] | None, after: list[str]) -> Iterator[Change]:
    """The tickets that came in or out of the list of those out of time; nothing where a version did not keep it."""
    if before is None:
        return
    for ticket in after:
        if ticket not in before:
            yield Change(ANNEX, ticket, IN_TIME, LATE)
    for ticket in before:
        if ticket not in after:
            yield Change(ANNEX, ticket, LATE, IN_TIME)


def _paired(
    before: dict[str, list[str]], after: dict[str, list[str]], absent: list[str]
) -> Iterator[tuple[str, list[str], list[str]]]:
    for key in [*after, *(key for key in before if key not in after)]:
        yield key, before.get(key, absent), after.get(key, absent)


def _figures(page: Page) -> Iterator[tuple[str, str, str]]:
    """Place, label and value of each figure of a page."""
    for key in within(page.body, Key):
        yield key.label, key.label, key.value.text
    for line in within(page.body, HeatLine):
        values = (line.cells[-1].text, *line.figures, line.gap, line.margin, line.penalty)
        for name, value in zip(HEAT, values, strict=True):
            yield f"{line.head.text}|{name}", f"{line.head.text} {line.name}, {name}", value
    for place, table in page.body.items():
        if isinstance(table, Table):
            yield from _cells(place, table)


def _cells(place: str, table: Table) -> Iterator[tuple[str, str, str]]:
    for row in (*table.rows, *([table.total] if table.total else ())):
        for rank, cell in enumerate(row.cells):
            if _DIGIT.search(cell):
                head = f", {table.head[rank + 1].lower()}" if table.head else ""
                yield f"{place}|{row.head.text}|{rank}", f"{row.head.text}{head}", cell


def _free(key: str, known: dict[str, Any]) -> str:
    """The key, or its next homonym: a ticket may stand twice in a table."""
    rank, free = 1, key
    while free in known:
        rank, free = rank + 1, f"{key}|{rank + 1}"
    return free


def within(value: Any, kind: type) -> Iterator[Any]:
    """Every value of a kind, wherever it stands in a body."""
    if isinstance(value, kind):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from within(one, kind)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from within(one, kind)


def texts_in(value: Any) -> Iterator[str]:
    """Every text of a body; a drawing tells its title, its reading and its table."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Drawing):
        yield from texts_in((value.title, value.table))
    elif isinstance(value, dict):
        yield from texts_in(tuple(value.values()))
    elif isinstance(value, list | tuple):
        for one in value:
            yield from texts_in(one)
    elif is_dataclass(value) and not isinstance(value, type):
        yield from texts_in(tuple(getattr(value, one.name) for one in fields(value)))
    elif isinstance(value, int) and not isinstance(value, bool):
        yield str(value)
