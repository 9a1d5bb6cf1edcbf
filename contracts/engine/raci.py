"""RACI: who does (R), who answers for it (A), who is consulted (C), who is informed (I), activity by activity.

Rules: domain reference, § 11.1: exactly one A per activity, at least one R, gaps and doubles shown; vision, priorities
and structuring choices are the client's own: the provider may do them, it does not answer for them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from contracts.engine.naming import words_of
from contracts.engine.people import OF_SIDE, THE_SIDE, Fault, Finding, Person, still_named, unknown
from core.engine import formats

LETTERS = {
    "R": "Responsable",
    "A": "Approbateur",
    "RA": "Responsable et approbateur",
    "C": "Consulté",
    "I": "Informé",
}
"""What one person may hold on one activity."""
OWN = tuple(
    words_of(phrase)
    for phrase in (
        "vision", "stratégie", "feuille de route", "schéma directeur", "priorité", "priorisation", "arbitrage",
        "choix structurant", "choix d’architecture",
    )
)  # fmt: skip
"""What an activity of the client's own is called."""
HANDLED = frozenset(words_of("ticket incident demande appel"))
"""Words of the service desk: the priority of a ticket is everyday work, not one of the client's own choices."""
FIELDS = {"R": "responsible", "A": "accountable", "C": "consulted", "I": "informed"}


@dataclass(frozen=True)
class RaciRow:
    """One activity and the codes of those who hold each letter."""

    number: int
    activity: str
    responsible: tuple[str, ...] = ()
    accountable: tuple[str, ...] = ()
    consulted: tuple[str, ...] = ()
    informed: tuple[str, ...] = ()

    @classmethod
    def of(cls, number: int, activity: str, held: Mapping[str, str]) -> RaciRow:
        """The row in which each code holds its letters, codes in order."""
        lists = {
            field: tuple(sorted(code for code, letters in held.items() if letter in letters))
            for letter, field in FIELDS.items()
        }
        return cls(number, activity, **lists)

    def holders(self, letter: str) -> tuple[str, ...]:
        """The codes of those who hold a letter."""
        held: tuple[str, ...] = getattr(self, FIELDS[letter])
        return held

    @property
    def letters(self) -> dict[str, str]:
        """Code -> its letters, in the order R, A, C, I."""
        found: dict[str, str] = {}
        for letter in FIELDS:
            for code in self.holders(letter):
                found[code] = found.get(code, "") + letter
        return found


def raci_faults(row: RaciRow, people: Mapping[str, Person]) -> Iterator[Fault]:
    """What cannot be stored of a row: unknown people, letters that do not go together."""
    for code, letters in row.letters.items():
        if code not in people:
            yield unknown(FIELDS[letters[0]], code, people)
        elif letters not in LETTERS:
            words = ", ".join(LETTERS[letter].lower() for letter in letters)
            yield Fault(
                FIELDS[letters[0]],
                f"{people[code].name} figure plusieurs fois sur cette activité ({words}).",
                "Gardez une seule lettre, ou R et A ensemble.",
            )


def gaps(rows: Sequence[RaciRow], people: Mapping[str, Person], today: date) -> list[Finding]:
    """Everything that leaves an activity without a clear owner, activity by activity, then those named twice."""
    return [*(found for row in rows for found in _gaps_of(row, people, today)), *_twice(rows)]


def _twice(rows: Sequence[RaciRow]) -> Iterator[Finding]:
    """An activity that an earlier line already names, whatever its capitals, accents and signs."""
    named: dict[tuple[str, ...], int] = {}
    for row in rows:
        first = named.setdefault(words_of(row.activity), row.number)
        if first != row.number:
            yield Finding(
                str(row.number),
                "twice",
                f"même activité que la ligne {formats.number(first)}.",
                "Gardez une seule ligne, ou distinguez leurs noms.",
                f"Activité {formats.number(row.number)}",
            )


def _gaps_of(row: RaciRow, people: Mapping[str, Person], today: date) -> Iterator[Finding]:
    line, place = str(row.number), f"Activité {formats.number(row.number)}"
    if not row.responsible:
        yield Finding(line, "no_responsible", "aucun responsable (R).", "Nommez qui la réalise.", place)
    if not row.accountable:
        yield Finding(line, "no_accountable", "aucun approbateur (A).", "Nommez qui en répond.", place)
    if len(row.accountable) > 1:
        names = ", ".join(_name(code, people) for code in row.accountable)
        yield Finding(
            line,
            "several_accountable",
            f"{formats.number(len(row.accountable))} approbateurs (A), {names}.",
            "Gardez-en un seul, les autres peuvent être consultés (C).",
            place,
        )
    yield from _delegated(row, people, line, place)
    for code in row.letters:
        if code not in people:
            fault = unknown("", code, people)
            yield Finding(line, "unknown_person", fault.message, fault.remedy, place)
        elif people[code].left(today):
            yield still_named(line, place, people[code], people, today)
    yield from _absent_sides(row, people, line, place)


def is_own(activity: str) -> bool:
    """Whether the client alone can answer for an activity, as far as its name tells."""
    words = words_of(activity)
    return not HANDLED & set(words) and any(
        words[start : start + len(phrase)] == phrase for phrase in OWN for start in range(len(words))
    )


def _delegated(row: RaciRow, people: Mapping[str, Person], line: str, place: str) -> Iterator[Finding]:
    """An activity of the client's own for which someone of the provider answers."""
    elsewhere = [code for code in row.accountable if code in people and people[code].side == "provider"]
    if elsewhere and is_own(row.activity):
        yield Finding(
            line,
            "delegated",
            f"{people[elsewhere[0]].name}, du prestataire, en répond (A)\u00a0: cette responsabilité est celle du"
            " client, elle ne se délègue pas.",
            "Nommez un approbateur du client\u00a0; le prestataire peut la réaliser (R).",
            place,
        )


def _absent_sides(row: RaciRow, people: Mapping[str, Person], line: str, place: str) -> Iterator[Finding]:
    """A party that has no letter at all, on an activity where the other has one."""
    present = {people[code].side for code in row.letters if code in people}
    for side, words in THE_SIDE.items():
        if present and side not in present:
            yield Finding(
                line,
                f"no_{side}",
                f"{words} n’y tient aucun rôle.",
                f"Nommez une personne {OF_SIDE[side]}, au moins informée (I).",
                place,
            )


def _name(code: str, people: Mapping[str, Person]) -> str:
    return people[code].name if code in people else code
