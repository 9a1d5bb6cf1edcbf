"""The escalation ladder: who is called, on each side, how long after the trigger.

Rules: domain reference, § 11.1: each level has its people and its clock, counted from the trigger.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from contracts.engine.people import OF_SIDE, Fault, Finding, Person, still_named, unknown
from contracts.engine.scope_words import Word
from core.engine import formats

UNITS = (
    Word("minutes", "minutes", "minutes"),
    Word("hours", "heures", "heures"),
    Word("business_days", "jours ouvrés", "jours_ouvres"),
)
NOUNS = {"minutes": "minute", "hours": "heure", "business_days": "jour ouvré|jours ouvrés"}
MINUTES = {"minutes": 1, "hours": 60, "business_days": 24 * 60}
"""A business day lasts a whole day at least: it comes after any hour of its first day."""
MAX_DELAY = 9_999


@dataclass(frozen=True)
class Level:
    """One rung: `delay` units after the trigger, the codes of who is called on each side."""

    number: int
    trigger: str
    delay: int
    unit: str
    client: str = ""
    provider: str = ""

    @property
    def minutes(self) -> int:
        """The delay in minutes, to compare rungs."""
        return self.delay * MINUTES[self.unit]

    @property
    def delay_words(self) -> str:
        """« 30 minutes », « 2 jours ouvrés »."""
        return formats.count(self.delay, NOUNS[self.unit])


def level_faults(level: Level, people: Mapping[str, Person]) -> Iterator[Fault]:
    """What cannot be stored of a rung: nobody by that code, or somebody of the other side."""
    for side in OF_SIDE:
        code: str = getattr(level, side)
        if not code:
            continue
        if code not in people:
            yield unknown(side, code, people)
        elif people[code].side in OF_SIDE.keys() - {side}:  # an unreadable side is told by itself
            yield Fault(
                side,
                f"{people[code].name} est {OF_SIDE[people[code].side]}.",
                f"Nommez ici une personne {OF_SIDE[side]}.",
            )


def escalation_findings(levels: Sequence[Level], people: Mapping[str, Person], today: date) -> list[Finding]:
    """Holes in the numbers, delays that do not grow, sides without anybody, people who left."""
    ladder = sorted(levels, key=lambda level: level.number)
    found = list(_holes(ladder))
    found += [
        _not_later(before, after) for before, after in pairwise(ladder) if after.minutes <= before.minutes
    ]
    for level in ladder:
        found += _contacts(level, people, today)
    return found


def _holes(ladder: Sequence[Level]) -> Iterator[Finding]:
    numbers = {level.number for level in ladder}
    for number in range(1, max(numbers, default=0)):
        if number not in numbers:
            yield Finding(
                str(number),
                "hole",
                f"Le niveau {formats.number(number)} manque.",
                "Ajoutez-le, ou renumérotez les suivants.",
            )


def _not_later(before: Level, after: Level) -> Finding:
    return Finding(
        str(after.number),
        "delay_not_growing",
        f"{after.delay_words}, pas plus que le niveau {formats.number(before.number)} ({before.delay_words}).",
        "Chaque niveau est appelé après le précédent, le délai courant du déclencheur.",
        f"Niveau {formats.number(after.number)}",
    )


def _contacts(level: Level, people: Mapping[str, Person], today: date) -> Iterator[Finding]:
    line, place = str(level.number), f"Niveau {formats.number(level.number)}"
    for side, words in OF_SIDE.items():
        person = people.get(getattr(level, side))
        if person is None:
            yield Finding(
                line, f"no_{side}", f"personne {words} n’est nommé.", "Nommez qui est appelé.", place
            )
        elif person.left(today):
            yield still_named(line, place, person, people, today)
