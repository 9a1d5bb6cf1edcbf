"""The page of the RACI: each activity with the names under each letter, gaps and doubles first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from contracts.engine.people import SIDES, Finding, Person
from contracts.engine.raci import FIELDS, LETTERS, RaciRow, gaps
from contracts.engine.scope_words import labels
from contracts.models import Contract
from contracts.selectors.people import people_of, raci_of
from core.engine import formats
from core.exports import Sheet


@dataclass(frozen=True)
class Holder:
    """A person under a letter."""

    name: str
    side: str
    left: bool


@dataclass(frozen=True)
class Cell:
    """A letter, its meaning, who holds it; `wrong` when nobody does though somebody must, or too many do."""

    letter: str
    word: str
    holders: list[Holder]
    wrong: str


@dataclass(frozen=True)
class RaciLineRead:
    """One activity as the page shows it."""

    row: RaciRow
    cells: list[Cell]
    findings: list[Finding]


@dataclass(frozen=True)
class RaciPage:
    """The whole RACI; `people` are those a form may name: present today, or named already."""

    lines: list[RaciLineRead]
    people: list[Person]
    findings: list[Finding]

    @property
    def title(self) -> str:
        """« 12 activités, 2 à compléter »."""
        if not self.lines:
            return "Aucune activité au RACI"
        open_lines = sum(bool(line.findings) for line in self.lines)
        told = formats.count(len(self.lines), "activité")
        return f"{told}, {formats.number(open_lines)} à revoir" if open_lines else f"{told}, chacune tenue"

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Code and « Nom (client) », by party then name."""
        return [(one.code, f"{one.name} ({labels(SIDES)[one.side].lower()})") for one in self.people]

    def line(self, number: int) -> RaciLineRead | None:
        """The activity of that number."""
        return next((line for line in self.lines if line.row.number == number), None)


def raci_page(contract: Contract, today: date) -> RaciPage:
    """Everything the page shows (4 queries)."""
    people = {one.code: one for one in people_of(contract).values()}
    rows = raci_of(contract)
    found = gaps(rows, people, today)
    named = {code for row in rows for code in row.letters}
    offered = [one for one in people.values() if not one.left(today) or one.code in named]
    return RaciPage(
        lines=[
            _line(row, people, [one for one in found if one.line == str(row.number)], today) for row in rows
        ],
        people=sorted(offered, key=lambda one: (one.side, one.name)),
        findings=found,
    )


def _line(row: RaciRow, people: Mapping[str, Person], findings: list[Finding], today: date) -> RaciLineRead:
    cells = []
    for letter in FIELDS:
        known = [people[code] for code in row.holders(letter)]
        holders = [Holder(one.name, labels(SIDES)[one.side].lower(), one.left(today)) for one in known]
        cells.append(Cell(letter, LETTERS[letter], holders, _wrong(letter, len(holders))))
    return RaciLineRead(row, cells, findings)


def _wrong(letter: str, holders: int) -> str:
    """What is wrong with the number of holders of a letter; nothing when it is right."""
    if letter in {"R", "A"} and not holders:
        return "Personne"
    return f"{formats.number(holders)} au lieu d’un" if letter == "A" and holders > 1 else ""


def raci_sheet(page: RaciPage) -> Sheet:
    """One line per activity, with what is wrong."""
    head = ("Numéro", "Activité", *(LETTERS[letter] for letter in FIELDS), "À revoir")
    rows = [
        (
            line.row.number,
            line.row.activity,
            *(", ".join(holder.name for holder in cell.holders) for cell in line.cells),
            " ".join(one.words for one in line.findings),
        )
        for line in page.lines
    ]
    return Sheet(head, rows)
