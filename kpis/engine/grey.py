"""The grey-zone radar: work done out of scope, items paid without activity, requests refused though in scope.

A ticket is tied to an item by the item's name or aliases, read in its category, else its service, else its title, at
its site. Where several items are recognised alike the ticket is tied to none: it is counted as a doubt, never as an
entry. Children and duplicates tell nothing that their parent or original does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from contracts.engine.allowances import Allowance
from contracts.engine.naming import Book, Doubt, Tie, words_of
from core.engine.months import Month

MONTHS = 6
"""Length of the window: an item without any ticket for that long is without activity."""
REFUSALS = tuple(
    words_of(text)
    for text in (
        "hors périmètre", "hors contrat", "hors forfait", "hors du périmètre", "hors du contrat", "hors du forfait",
        "non couvert", "non couverte", "non pris en charge", "refusé par le prestataire", "refusée par le prestataire",
        "refus du prestataire", "out of scope", "not covered",
    )
)  # fmt: skip
"""What a reason of cancellation says when the provider refuses to serve."""
CLIENT_WORDS = frozenset(
    map(words_of, ("client", "utilisateur", "demandeur", "customer", "user", "requester"))
)


@dataclass(frozen=True)
class Fact:
    """What the radar reads of a ticket. `opened`: the month it was opened in, in the contract's zone."""

    reference: str
    opened: Month
    category: str = ""
    service: str = ""
    title: str = ""
    site: str = ""
    is_resolved: bool = False
    is_cancelled: bool = False
    cancelled_by: str = ""
    cancel_reason: str = ""
    is_repeat: bool = False

    @property
    def is_handled(self) -> bool:
        return self.is_resolved and not self.is_cancelled

    @property
    def is_refused(self) -> bool:
        """Cancelled by somebody else than the client, with a reason that says « out of the contract »."""
        if not self.is_cancelled or words_of(self.cancelled_by) in CLIENT_WORDS:
            return False
        words = words_of(self.cancel_reason)
        return any(_holds(words, refusal) for refusal in REFUSALS)


def _holds(words: Sequence[str], part: Sequence[str]) -> bool:
    return any(tuple(words[at : at + len(part)]) == tuple(part) for at in range(len(words) - len(part) + 1))


@dataclass(frozen=True)
class Element:
    """What the radar reads of an item: its price a unit (at its simplest `level`), what the fee covers, whether people
    open tickets about it (kind « support »), since when it is there; what it `was`, each until a day, oldest first."""

    key: int
    status: str
    price: Decimal | None = None
    allowance: Allowance | None = None
    brings_tickets: bool = True
    known_since: date | None = None
    was: tuple[tuple[date, Element], ...] = ()
    level: str = ""

    def at(self, month: Month) -> Element:
        """The item as a month counts it: what it was on its first day."""
        return next((former for until, former in self.was if month.first_day <= until), self)


@dataclass(frozen=True)
class Tied:
    """A ticket and why it was tied to its item."""

    fact: Fact
    tie: Tie


@dataclass(frozen=True)
class Entry:
    """One line of the radar: an item, the tickets it counts and their value (None: the item has no price)."""

    element: Element
    tickets: tuple[Tied, ...]
    value: Decimal | None


@dataclass
class Radar:
    """`idle` is None where the window lacks a month: an absence cannot be told from a missing report."""

    beyond: list[Entry] = field(default_factory=list)
    grey: list[Entry] = field(default_factory=list)
    refused: list[Entry] = field(default_factory=list)
    idle: list[Element] | None = None
    tied: int = 0
    doubts: list[Fact] = field(default_factory=list)
    unknown: int = 0
    unwatched: int = 0

    @property
    def value(self) -> Decimal:
        """Units of work done out of scope, at the contract's prices."""
        return sum((entry.value for entry in self.beyond if entry.value is not None), Decimal(0))


def scan(
    facts: Iterable[Fact],
    elements: Sequence[Element],
    book: Book,
    window: Sequence[Month],
    delivered: Iterable[Month],
) -> Radar:
    """The radar over the months of `window`; `delivered`: those a report was received for.

    Facts of the same year before it tell only how much of a yearly allowance was used when it begins.
    """
    radar, by_key = Radar(), {element.key: element for element in elements}
    tied: dict[Element, list[Tied]] = {}
    active: set[int] = set()
    span = set(window)
    for fact in facts:
        if fact.is_repeat or fact.opened.year < window[0].year or fact.opened > window[-1]:
            continue
        found = _found(book, fact)
        if fact.opened < window[0]:
            if isinstance(found, Tie):
                tied.setdefault(by_key[found.key].at(fact.opened), []).append(Tied(fact, found))
        elif found is None:
            radar.unknown += 1
        elif isinstance(found, Doubt):
            radar.doubts.append(fact)
            active.update(found.keys)  # it may be about any of them: none is said to be idle
        else:
            radar.tied += 1
            active.add(found.key)
            tied.setdefault(by_key[found.key].at(fact.opened), []).append(Tied(fact, found))
    for element, tickets in tied.items():
        _sort_out(radar, element, tickets, window[0])
    included = [element for element in elements if element.status == "in"]
    radar.unwatched = sum(not element.brings_tickets for element in included)
    if span <= set(delivered):
        silent = (e for e in included if e.brings_tickets and e.key not in active)
        radar.idle = [e for e in silent if _was_there(e, window[0].first_day)]
    return radar


def _found(book: Book, fact: Fact) -> Tie | Doubt | None:
    texts = (("catégorie", fact.category), ("service", fact.service), ("titre", fact.title))
    return book.find(texts, fact.site)


def _was_there(element: Element, first: date) -> bool:
    return element.known_since is None or element.known_since <= first


def _sort_out(radar: Radar, element: Element, tickets: list[Tied], first: Month) -> None:
    """Enter an item's tickets where they belong; what the contract admits is no entry."""
    shown = [one for one in tickets if one.fact.opened >= first]
    if element.status == "in":
        _enter(radar.refused, element, [one for one in shown if one.fact.is_refused])
    elif element.status == "grey":
        _enter(radar.grey, element, [one for one in shown if one.fact.is_handled])
    else:
        handled = [one for one in tickets if one.fact.is_handled]
        past = _past_allowance(handled, element.allowance)
        _enter(radar.beyond, element, [one for one in past if one.fact.opened >= first])


def _past_allowance(tickets: list[Tied], allowance: Allowance | None) -> list[Tied]:
    """Of each month or year, the tickets that come after those the fee covers."""
    if allowance is None:
        return tickets
    by_period: dict[int, list[Tied]] = {}
    for one in tickets:
        by_period.setdefault(allowance.period(one.fact.opened), []).append(one)
    covered = int(allowance.included)
    return [one for period in sorted(by_period) for one in by_period[period][covered:]]


def _enter(entries: list[Entry], element: Element, tickets: list[Tied]) -> None:
    if tickets:
        value = None if element.price is None else element.price * len(tickets)
        entries.append(Entry(element, tuple(tickets), value))
