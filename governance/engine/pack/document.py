"""The content of a pack, page by page, as strings ready to print: the PDF and its web twin show the same parts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from core.svg.drawing import Drawing


@dataclass(frozen=True)
class Link:
    """A text and the page that proves it; `path` is relative to the contract's address."""

    text: str
    path: str = ""


@dataclass(frozen=True)
class Key:
    """One of the four figures of page 1."""

    label: str
    look: str
    value: Link
    note: str
    drawing: Drawing | None = None
    firm: bool = False
    """The figure does not depend on the month's closing."""


@dataclass(frozen=True)
class Choice:
    """One option of a decision sheet."""

    label: str
    cost: str
    risk: str
    delay: str
    recommended: bool


@dataclass(frozen=True)
class Sheet:
    """A decision asked, with everything needed to vote, and what was decided once it is.

    `state`: « adoptée », « reportée », in one word; empty, as `outcome`, while it waits for the committee.
    """

    label: str
    question: str
    resolution: str
    boxes: tuple[str, ...]
    choices: tuple[Choice, ...]
    recommendation: str
    stake: str
    decider: str
    evidence: Link
    outcome: str = ""
    state: str = ""


@dataclass(frozen=True)
class Row:
    """A line of a table: its head, then its cells; `strong` puts it forward."""

    head: Link
    cells: tuple[str, ...]
    strong: bool = False
    look: str = ""


@dataclass(frozen=True)
class Table:
    """A small table. `numeric` holds the indexes of the cells set to the right."""

    head: tuple[str, ...]
    rows: tuple[Row, ...]
    numeric: frozenset[int] = frozenset()
    total: Row | None = None

    @property
    def heads(self) -> tuple[tuple[str, bool], ...]:
        """Each head, and whether its column is set to the right."""
        return tuple((text, rank - 1 in self.numeric) for rank, text in enumerate(self.head))


@dataclass(frozen=True)
class HeatCell:
    look: str
    glyph: str
    text: str
    word: str


@dataclass(frozen=True)
class HeatLine:
    """A commitment: its months, the last one being the month under review, then what that one says."""

    head: Link
    name: str
    target: str
    cells: tuple[HeatCell, ...]
    figures: tuple[str, ...]
    gap: str
    margin: str
    penalty: str
    breached: bool
    gap_matters: bool

    @property
    def past(self) -> tuple[HeatCell, ...]:
        return self.cells[:-1]

    @property
    def current(self) -> HeatCell:
        return self.cells[-1]


@dataclass(frozen=True)
class Comment:
    """What happened to a breached commitment: finding, cause, action."""

    title: str
    finding: str
    cause: str
    action: str


@dataclass(frozen=True)
class Card:
    """One indicator with a signal."""

    look: str
    glyph: str
    title: Link
    word: str
    drawing: Drawing
    outcome: str


@dataclass(frozen=True)
class Page:
    """One page. `kind` names its template; `body` holds its parts; `closed_session` marks « huis clos »."""

    number: int
    kind: str
    theme: str
    title: str
    body: dict[str, Any] = field(default_factory=dict)
    lead: str = ""
    landscape: bool = True
    closed_session: bool = False
    annex: bool = False
    review: str = ""
    """Who reviewed the texts; empty where they are the generated ones."""

    @property
    def anchor(self) -> str:
        return f"annexe-{self.number}" if self.annex else f"p{self.number}"

    @property
    def mark(self) -> str:
        """What precedes the theme: the page's number, or « Annexe »."""
        return "Annexe" if self.annex else str(self.number)


@dataclass(frozen=True)
class PackData:
    """A whole pack. `address` is the contract's absolute address; `stamp` the instant of its facts, ISO 8601."""

    title: str
    head: str
    foot: tuple[str, str]
    provisional: bool
    address: str
    stamp: str
    pages: tuple[Page, ...]

    @property
    def description(self) -> str:
        """What the first page concludes, in the words that stand over it."""
        first = self.pages[0]
        return " ".join(part for part in (f"{first.title}.", first.lead) if part)

    @property
    def state(self) -> str:
        return "~ PROVISOIRE" if self.provisional else "CLOS"
