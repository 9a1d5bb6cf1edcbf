"""Two lists of the same incidents put side by side: by reference, else by time and resemblance, one to one."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

WINDOW = 30 * 60
"""Seconds between two clocks that tell of the same incident (domain: ± 30 min)."""
ALIKE = 0.55
WEIGHTS = {"title": 0.5, "site": 0.15, "item": 0.25, "time": 0.1}
_WORDS = re.compile(r"[^0-9a-z]+")


@dataclass(frozen=True, eq=False)
class Incidents:
    """Parallel columns. `at`: `datetime64[s]` in UTC; texts are empty where unknown."""

    reference: Sequence[str]
    at: NDArray[np.datetime64]
    title: Sequence[str]
    site: Sequence[str]
    item: Sequence[str]

    def __len__(self) -> int:
        return len(self.reference)


@dataclass(frozen=True)
class Pair:
    """Row of the first list, row of the second, how they were brought together."""

    ours: int
    theirs: int
    by: Literal["reference", "resemblance"]


@dataclass(frozen=True)
class Matching:
    """Every pair, and the rows of each list that stay alone: none is dropped."""

    pairs: tuple[Pair, ...]
    ours_alone: tuple[int, ...]
    theirs_alone: tuple[int, ...]


def match(ours: Incidents, theirs: Incidents) -> Matching:
    """Pair two lists one to one.

    Equal references first (whatever their case and spaces; the nearest in time where several are equal); then,
    among the rest, the most alike first: at most 30 minutes apart, and alike by title, site and item. A row
    whose reference the other list does not have may still be paired by resemblance: people mistype them.
    """
    pairs = [Pair(a, b, "reference") for a, b in _one_to_one(_same_reference(ours, theirs))]
    left = frozenset(pair.ours for pair in pairs)
    right = frozenset(pair.theirs for pair in pairs)
    near = (
        found
        for found in _resembling(ours, theirs, left, right)
        if found[1] not in left and found[2] not in right
    )
    pairs += [Pair(a, b, "resemblance") for a, b in _one_to_one(near)]
    return Matching(
        tuple(sorted(pairs, key=lambda pair: pair.ours)),
        _alone(len(ours), {pair.ours for pair in pairs}),
        _alone(len(theirs), {pair.theirs for pair in pairs}),
    )


def reference_key(text: str) -> str:
    """A reference without regard to case, spaces, dashes and accents."""
    return "".join(words(text))


def words(text: str) -> list[str]:
    """Plain lower-case words of a text."""
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return [word for word in _WORDS.split(plain) if word]


def resemblance(one: str, other: str) -> float:
    """Share of three-letter pieces two texts have in common (Dice, 1945), 0 to 1: typing errors cost little."""
    first, second = _pieces(one), _pieces(other)
    return 2 * len(first & second) / (len(first) + len(second)) if first and second else 0.0


def _pieces(text: str) -> frozenset[str]:
    return frozenset(f" {word} "[i : i + 3] for word in words(text) for i in range(len(word)))


Scored = tuple[float, int, int]


def _one_to_one(scored: Iterator[Scored]) -> Iterator[tuple[int, int]]:
    """Pairs, best score first, each row once."""
    left: set[int] = set()
    right: set[int] = set()
    for _, one, other in sorted(scored, key=lambda found: (-found[0], found[1], found[2])):
        if one not in left and other not in right:
            left.add(one)
            right.add(other)
            yield one, other


def _same_reference(ours: Incidents, theirs: Incidents) -> Iterator[Scored]:
    by_key: dict[str, list[int]] = defaultdict(list)
    for row, reference in enumerate(theirs.reference):
        if key := reference_key(reference):
            by_key[key].append(row)
    for row, reference in enumerate(ours.reference):
        for other in by_key.get(reference_key(reference), ()):
            yield -float(abs((theirs.at[other] - ours.at[row]).astype(np.int64))), row, other


def _resembling(
    ours: Incidents, theirs: Incidents, left: frozenset[int], right: frozenset[int]
) -> Iterator[Scored]:
    order = np.argsort(theirs.at, kind="stable")
    known, window = theirs.at[order], np.timedelta64(WINDOW, "s")
    low = np.searchsorted(known, ours.at - window, side="left")
    high = np.searchsorted(known, ours.at + window, side="right")
    for row in range(len(ours)):
        for other in [] if row in left else order[low[row] : high[row]].tolist():
            if other not in right and (score := likeness(ours, row, theirs, other)) >= ALIKE:
                yield score, row, other


def likeness(ours: Incidents, row: int, theirs: Incidents, other: int) -> float:
    """How alike two incidents are, 0 to 1, over what both lists say of them; 0 when they share no text."""
    apart = abs((theirs.at[other] - ours.at[row]).astype(np.int64))
    parts = {"time": 1 - float(apart) / WINDOW}
    for name in ("title", "site", "item"):
        one, two = getattr(ours, name)[row], getattr(theirs, name)[other]
        if one and two:
            parts[name] = resemblance(one, two)
    if len(parts) == 1:
        return 0.0
    return sum(WEIGHTS[name] * part for name, part in parts.items()) / sum(WEIGHTS[name] for name in parts)


def _alone(size: int, paired: set[int]) -> tuple[int, ...]:
    return tuple(row for row in range(size) if row not in paired)
