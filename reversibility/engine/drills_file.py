"""Exercises of the contract file, checked before anything is written."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from contracts.engine.reading import Entry, complain_of_repeats
from reversibility.engine.drills import MOST_MINUTES, Measure, beyond

KINDS = {"restauration": "restore", "reprise": "recovery", "transfert": "handover", "export": "export"}
RESULTS = {"reussi": "passed", "partiel": "partial", "echoue": "failed"}


@dataclass(frozen=True)
class DrillLine:
    """One `[[exercice]]`; times in minutes, `deliverable` the number of the one it proves."""

    number: int
    kind: str
    system: str
    planned_on: date
    done_on: date | None
    result: str
    duration: int | None
    rto: int | None
    rpo: int | None
    rto_measured: int | None
    rpo_measured: int | None
    proof: str
    note: str
    deliverable: int | None


def read_drills(root: Entry, deliverables: Collection[int]) -> tuple[DrillLine, ...]:
    """The `[[exercice]]` tables; `deliverables`: the numbers of the exit plan. Problems go to `root.problems`."""
    entries = root.tables("exercice")
    lines = [_read_one(entry, deliverables) for entry in entries]
    complain_of_repeats(zip(entries, (line.number for line in lines), strict=True), "le numéro")
    return tuple(sorted(lines, key=lambda line: line.number))


def _read_one(entry: Entry, deliverables: Collection[int]) -> DrillLine:
    number = entry.whole("numero", low=1, high=999)
    entry.place = f"exercice {number}"

    def minutes(key: str) -> int | None:
        found: int | None = entry.whole(key, high=MOST_MINUTES, required=False, default=None)
        return found

    line = DrillLine(
        number=number,
        kind=entry.choice("nature", KINDS),
        system=entry.text("systeme", limit=120),
        planned_on=entry.day("prevu_le"),
        done_on=entry.day("fait_le", required=False),
        result=entry.choice("resultat", RESULTS, required=False),
        duration=minutes("duree_minutes"),
        rto=minutes("rto_minutes"),
        rpo=minutes("rpo_minutes"),
        rto_measured=minutes("rto_mesure_minutes"),
        rpo_measured=minutes("rpo_mesure_minutes"),
        proof=entry.text("preuve", limit=200, required=False),
        note=entry.text("suite", limit=400, required=False),
        deliverable=entry.whole("livrable", low=1, high=999, required=False, default=None),
    )
    for message, remedy in faults(line):
        entry.complain(message, remedy)
    if line.deliverable is not None and line.deliverable not in deliverables:
        entry.complain(
            f"le livrable {line.deliverable} n’est pas au plan de sortie.",
            f"Ajoutez le [[livrable]] numero = {line.deliverable}, ou retirez livrable.",
        )
    entry.close()
    return line


def faults(line: DrillLine) -> list[tuple[str, str]]:
    """What does not hold together, each with its remedy."""
    found = []
    told = (line.duration, line.rto_measured, line.rpo_measured)
    if line.done_on is None and (line.result or line.proof or any(one is not None for one in told)):
        found.append(("il a un résultat, une mesure ou une preuve sans être daté.", "Ajoutez fait_le."))
    if line.done_on is not None and not line.result:
        found.append(("il est fait sans résultat.", f"Ajoutez resultat : {', '.join(RESULTS)}."))
    if line.deliverable is not None and line.result == "passed" and not line.proof:
        found.append(("il prouve un livrable sans nommer sa preuve.", "Ajoutez preuve = le nom du document."))
    over = beyond(Measure(line.rto, line.rto_measured), Measure(line.rpo, line.rpo_measured))
    if line.result == "passed" and over:
        found.append(
            (
                f"il est « reussi » au-delà de ce qui est promis : {over}.",
                'Écrivez resultat = "partiel" ou "echoue".',
            )
        )
    return found
