"""The committees of the contract file, `[[comite]]`: checked before anything is written."""

from __future__ import annotations

import re
from dataclasses import dataclass

from contracts.engine.reading import Entry, complain_of_repeats

CADENCES = {
    "hebdomadaire": "weekly",
    "mensuelle": "monthly",
    "trimestrielle": "quarterly",
    "semestrielle": "half_yearly",
    "annuelle": "yearly",
}
CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_NAME = 80


@dataclass(frozen=True)
class CommitteeSaid:
    """One committee, in the order of the file; `cadence` is empty, `minutes` None, `quorum` 0 where nothing is said."""

    position: int
    code: str
    name: str
    cadence: str
    minutes: int | None
    participants: tuple[str, ...]
    quorum: int


def read_committees(root: Entry) -> tuple[CommitteeSaid, ...]:
    """The `[[comite]]` tables. Problems go to `root.problems`."""
    entries = root.tables("comite")
    found = [_read_one(entry, rank) for rank, entry in enumerate(entries, 1)]
    complain_of_repeats(zip(entries, (one.code for one in found), strict=True), "le code")
    return tuple(found)


def _read_one(entry: Entry, rank: int) -> CommitteeSaid:
    code = entry.text("code", limit=30)
    entry.place = f"comité {code or rank}"
    if code and not CODE.fullmatch(code):
        entry.complain(
            f"« code » vaut « {code} ».", "Écrivez des minuscules sans accent, des chiffres et des tirets."
        )
    one = CommitteeSaid(
        position=rank,
        code=code,
        name=entry.text("libelle", limit=LONGEST_NAME),
        cadence=entry.choice("cadence", CADENCES, required=False),
        minutes=entry.whole("duree_minutes", low=1, high=1_440, required=False, default=None),
        participants=tuple(entry.texts("participants")),
        quorum=entry.whole("quorum", high=100, required=False),
    )
    entry.close()
    _check_people(entry, one)
    return one


def _check_people(entry: Entry, one: CommitteeSaid) -> None:
    """Each person once, none without a name, and a quorum that they can reach."""
    if any(not name.strip() or len(name) > LONGEST_NAME for name in one.participants):
        entry.complain(
            "un participant est vide ou trop long.", f"Écrivez de 1 à {LONGEST_NAME} caractères pour chacun."
        )
    if len(set(one.participants)) < len(one.participants):
        entry.complain("un participant y est deux fois.", "Gardez-le une fois.")
    if one.quorum > len(one.participants):
        entry.complain(
            f"le quorum, {one.quorum}, dépasse le nombre de participants, {len(one.participants)}.",
            "Baissez le quorum, ou nommez tous les participants.",
        )
