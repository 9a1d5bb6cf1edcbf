"""Which tickets make a declared figure differ where only counts are declared.

A ticket bears a *trace* where its own facts, and no habit of counting, make another reading of it possible: it left
the files, its priority changed, its dates differ, it waited without a reason the contract accepts. Its trace names
its cause; the declared counts say whether these traces together are what the provider counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
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
    none does, all the traces are kept if they lead nearer to the declared counts, not past them, and a rest is left.
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
    return _named(ours, groups) if _leads_nearer(declared, ours, groups) else _doubt(ours, ~free)


def _traces(ours: Standing, readings: Sequence[Reading]) -> tuple[list[Reading], NDArray[np.bool_]]:
    """Each ticket under the first reading that its trace makes possible, and the tickets without any."""
    groups, free = [], np.ones(ours.size, dtype=bool)
    for reading in readings:
        if reading.traced and (own := free & (reading.standing != ours)).any():
            standing = np.where(own, reading.standing, ours).astype(np.int8)
            groups.append(replace(reading, standing=standing))
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
    """Explanations to try, those of one rank as good as each other; those that need a weak trace come last."""
    strong = [group for group in groups if not group.weak]
    yield from _parts(strong, habits)
    if len(strong) < len(groups):
        for rank in _parts(groups, habits):
            yield [chosen for chosen in rank if any(reading.weak for reading in chosen)]


def _parts(groups: list[Reading], habits: list[Reading]) -> Iterator[list[list[Reading]]]:
    """All the traces, all of them with one habit, then most of them, down to one."""
    yield [groups]
    yield [[*groups, habit] for habit in habits]
    if len(groups) <= MOST_GROUPS:
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


def _leads_nearer(declared: Rate, ours: Standing, groups: Sequence[Reading]) -> bool:
    """Whether all the traces lead to the declared counts without going past their total: that would name one too many."""
    stated = _stated(ours, groups)
    before, after = (tally(standing).total - declared.total for standing in (ours, stated))
    return before * after >= 0 and _distance(declared, stated) < _distance(declared, ours)


def _distance(declared: Rate, stated: Standing) -> int:
    own = tally(stated)
    return abs(own.met - declared.met) + abs(own.total - declared.total)
