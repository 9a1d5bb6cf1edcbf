"""The figures of a page: a reviewed text keeps them, whatever words it puts around them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from governance.engine.pack.document import Page
from governance.engine.pack.telling import texts_in

_SPACE = "[\u202f\u00a0 ]"
_WHOLE = rf"\d+(?:{_SPACE}\d{{3}}(?!\d))*"
_NUMBER = re.compile(rf"{_WHOLE}(?:[,/:]{_WHOLE})*")
_SHARE = re.compile(rf"({_WHOLE})([^\d.;:!?]*)\bsur(?: les?)?{_SPACE}({_WHOLE})(?![\d,/])")
_COUNT = re.compile(rf"({_WHOLE}){_SPACE}([^\W\d_]{{3,}})")
_DAY = re.compile(r"(\d\d)/(\d\d)/(\d{4})")


@dataclass(frozen=True)
class Figures:
    """What a page shows: its numbers, its shares (« 11 … sur 13 » is « 11/13 »), and how many of each thing it counts."""

    numbers: frozenset[str]
    counts: dict[str, frozenset[str]]

    def foreign(self, text: str) -> list[str]:
        """The figures that a text names and that the page does not show, as the text writes them, each once.

        Known numbers may still be joined otherwise than on the page: « 13 … sur 13 » is no figure of a page that says
        « 11 … sur 13 », nor is « 13 engagements » where it counts 11 of them.
        """
        return list(dict.fromkeys(self._foreign(text)))

    def _foreign(self, text: str) -> Iterator[str]:
        yield from (found for found in _NUMBER.findall(text) if _bare(found) not in self.numbers)
        for met, _, whole in _SHARE.findall(text):
            if f"{_bare(met)}/{_bare(whole)}" not in self.numbers:
                yield f"{met} sur {whole}"
        for number, thing in _COUNT.findall(text):
            told = self.counts.get(_one(thing))
            if told and _bare(number) not in told and _bare(number) in self.numbers:
                yield f"{number} {thing}"


def figures_of(page: Page, head: str = "") -> Figures:
    """Those of its generated texts, its tables, its drawings, and of what the paper prints over it; its dates in parts too."""
    numbers: set[str] = set()
    counts: dict[str, set[str]] = defaultdict(set)
    for text in (head, page.title, page.lead, *texts_in(page.body)):
        numbers.update(map(_bare, _NUMBER.findall(text)))
        numbers.update(f"{_bare(met)}/{_bare(whole)}" for met, _, whole in _SHARE.findall(text))
        numbers.update(part.lstrip("0") for day in _DAY.findall(text) for part in day)
        for number, thing in _COUNT.findall(text):
            counts[_one(thing)].add(_bare(number))
    return Figures(frozenset(numbers), {thing: frozenset(told) for thing, told in counts.items()})


def _bare(number: str) -> str:
    """A number without its spaces: « 2 035 » is « 2035 »."""
    return re.sub(_SPACE, "", number)


def _one(thing: str) -> str:
    """A thing counted, alike in the singular and in the plural."""
    return thing.lower().rstrip("sx")
