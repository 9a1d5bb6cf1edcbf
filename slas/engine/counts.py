"""Which tickets make a declared figure differ where only counts are declared.

A ticket bears a *trace* where its own facts, and no habit of counting, make another reading of it possible: it left
the files, its priority changed, its dates differ, it waited without a reason the contract accepts. Its trace names
its cause; the declared counts say whether these traces together are what the provider counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from core.engine.ratios import Rate
from slas.engine.causes import Reading, Standing, tally

MOST_GROUPS = 12
"""Beyond, parts of the traces are not tried: there would be thousands, and one of them would always fit."""


@dataclass(frozen=True, eq=False)
class Explained:
    """The cause of each ticket ("" where none) and its declared standing.

    `candidates`: tickets with a trace, where the counts tell no more than that some of them may differ.
    """

    cause: NDArray[np.str_]
    stated: Standing
    candidates: NDArray[np.bool_]


def causes_by_count(declared: Rate, ours: Standing, readings: Sequence[Reading]) -> Explained:
    """What the traces of the tickets explain of the declared counts; `readings`: what names a ticket first comes first.

    Every trace together, then with one habit of counting for all other tickets, then the most tickets that some
    of the traces hold: the first that gives the declared counts, unless others of its kind do as well. Where
    none does, all the traces are kept if they lead nearer to the declared counts, and a rest is left.
    """
    groups, free = _traces(ours, readings)
    for rank in _ranked(groups, _habits(ours, readings, free)):
        fits = {
            _stated(ours, chosen).tobytes(): chosen
            for chosen in rank
            if chosen and tally(_stated(ours, chosen)) == declared
        }
        if fits:
            return _named(ours, next(iter(fits.values()))) if len(fits) == 1 else _doubt(ours, ~free)
    if _distance(declared, _stated(ours, groups)) < _distance(declared, ours):
        return _named(ours, groups)
    return _doubt(ours, ~free)


def _traces(ours: Standing, readings: Sequence[Reading]) -> tuple[list[Reading], NDArray[np.bool_]]:
    """Each ticket under the first reading that its trace makes possible, and the tickets without any."""
    groups, free = [], np.ones(ours.size, dtype=bool)
    for reading in readings:
        if reading.traced and (own := free & (reading.standing != ours)).any():
            groups.append(Reading(reading.cause, np.where(own, reading.standing, ours).astype(np.int8)))
            free &= ~own
    return groups, free


def _habits(ours: Standing, readings: Sequence[Reading], free: NDArray[np.bool_]) -> list[Reading]:
    """Other ways to count every ticket, on those without a trace."""
    found = [
        Reading(reading.cause, np.where(free, reading.standing, ours).astype(np.int8))
        for reading in readings
        if not reading.traced
    ]
    return [reading for reading in found if (reading.standing != ours).any()]


def _ranked(groups: list[Reading], habits: list[Reading]) -> Iterator[list[list[Reading]]]:
    """Explanations to try, those of one rank as good as each other."""
    yield [groups]
    yield [[*groups, habit] for habit in habits]
    if len(groups) > MOST_GROUPS:
        return
    for size in reversed(range(1, len(groups))):
        yield [list(chosen) for chosen in combinations(groups, size)]


def _stated(ours: Standing, chosen: Sequence[Reading]) -> Standing:
    """What a provider who counts so declares; no two of the readings change the same ticket."""
    stated = ours.copy()
    for reading in chosen:
        changed = reading.standing != ours
        stated[changed] = reading.standing[changed]
    return stated


def _named(ours: Standing, chosen: Sequence[Reading]) -> Explained:
    cause = np.full(ours.size, "", dtype="U18")
    for reading in chosen:
        cause[reading.standing != ours] = reading.cause
    return Explained(cause, _stated(ours, chosen), np.zeros(ours.size, dtype=bool))


def _doubt(ours: Standing, traced: NDArray[np.bool_]) -> Explained:
    return Explained(np.full(ours.size, "", dtype="U18"), ours.copy(), traced)


def _distance(declared: Rate, stated: Standing) -> int:
    own = tally(stated)
    return abs(own.met - declared.met) + abs(own.total - declared.total)
