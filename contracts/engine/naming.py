"""Recognising an element of the scope in what a ticket or an inventory says: by its name or one of its aliases.

A text is reduced to its words, without case, accents, signs and plural. A name is recognised where all its words
follow each other in the text. In one text the name of most words wins; two elements recognised alike are told
apart by their sites, and otherwise nobody is chosen: a doubt is shown, never settled by the portal.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

Words = tuple[str, ...]
_WORD = re.compile(r"[a-z0-9]+")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})
_PLURAL_FROM = 4
"""Shorter words keep their last letter: « bus », « DNS »."""


@lru_cache(maxsize=65_536)
def words_of(text: str) -> Words:
    """`« Réseaux > Wi-Fi »` → `("reseau", "wi", "fi")`."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LIGATURES))
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return tuple(
        word[:-1] if len(word) >= _PLURAL_FROM and word[-1] in "sx" else word for word in _WORD.findall(bare)
    )


@dataclass(frozen=True)
class Named:
    """An element: its key, its name, its other names, its sites (their codes and names; none: everywhere)."""

    key: int
    name: str
    aliases: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tie:
    """Why an element was chosen: the text (« catégorie ») where its name or alias was read."""

    key: int
    where: str
    phrase: str


@dataclass(frozen=True)
class Doubt:
    """Several elements are recognised alike in one text."""

    keys: tuple[int, ...]
    where: str


@dataclass(frozen=True)
class _Entry:
    key: int
    phrase: str
    sites: frozenset[Words]

    def admits(self, site: Words) -> bool:
        return not self.sites or not site or site in self.sites


@dataclass
class Book:
    """The names of a scope, ready to be looked up."""

    entries: dict[Words, list[_Entry]] = field(default_factory=dict)
    longest: int = 0

    @classmethod
    def of(cls, items: Iterable[Named]) -> Book:
        book = cls()
        for item in items:
            sites = frozenset(map(words_of, item.sites))
            phrases = {words_of(phrase): phrase for phrase in (*item.aliases, item.name)}
            for words, phrase in phrases.items():
                if words:
                    book.entries.setdefault(words, []).append(_Entry(item.key, phrase, sites))
                    book.longest = max(book.longest, len(words))
        return book

    def called(self, where: str, text: str, site: str = "") -> Tie | Doubt | None:
        """The element of that very name, or alias, and no word more."""
        words, at = words_of(text), words_of(site)
        return _told([entry for entry in self.entries.get(words, ()) if entry.admits(at)], where, at)

    def find(self, texts: Sequence[tuple[str, str]], site: str = "") -> Tie | Doubt | None:
        """The element named by the first of these texts (where, what it says) that names one."""
        at = words_of(site)
        for where, text in texts:
            if found := _told(self._named_in(words_of(text), at), where, at):
                return found
        return None

    def _named_in(self, words: Words, site: Words) -> list[_Entry]:
        """The entries of most words in the text."""
        for size in range(min(self.longest, len(words)), 0, -1):
            pieces = {words[start : start + size] for start in range(len(words) - size + 1)}
            found = [e for piece in sorted(pieces) for e in self.entries.get(piece, ()) if e.admits(site)]
            if found:
                return found
        return []


def _told(found: list[_Entry], where: str, site: Words) -> Tie | Doubt | None:
    """One element, or the doubt between several; those of that very site come before those of everywhere."""
    local = [entry for entry in found if site and entry.sites] or found
    keys = tuple(sorted({entry.key for entry in local}))
    if len(keys) > 1:
        return Doubt(keys, where)
    return Tie(keys[0], where, local[0].phrase) if keys else None
