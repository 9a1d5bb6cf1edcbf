"""The committees of the contract file, `[[comite]]`: checked before anything is written."""

from __future__ import annotations

import re

from contracts.engine.reading import Entry, complain_of_repeats
from governance.engine.terms import (
    LONGEST_CODE,
    LONGEST_NAME,
    MAX_DAYS,
    MAX_MINUTES,
    MAX_QUORUM,
    CommitteeSaid,
    committee_faults,
)

CADENCES = {
    "hebdomadaire": "weekly",
    "mensuelle": "monthly",
    "trimestrielle": "quarterly",
    "semestrielle": "half_yearly",
    "annuelle": "yearly",
}
CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def read_committees(root: Entry) -> tuple[CommitteeSaid, ...]:
    """The `[[comite]]` tables. Problems go to `root.problems`."""
    entries = root.tables("comite")
    found = [_read_one(entry, rank) for rank, entry in enumerate(entries, 1)]
    complain_of_repeats(zip(entries, (one.code for one in found), strict=True), "le code")
    return tuple(found)


def _read_one(entry: Entry, rank: int) -> CommitteeSaid:
    code = entry.text("code", limit=LONGEST_CODE)
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
        minutes=entry.whole("duree_minutes", low=1, high=MAX_MINUTES, required=False, default=None),
        participants=tuple(entry.texts("participants")),
        quorum=entry.whole("quorum", high=MAX_QUORUM, required=False),
        minutes_within=entry.whole("releve_jours", low=1, high=MAX_DAYS, required=False, default=None),
        remarks_within=entry.whole("remarques_jours", low=1, high=MAX_DAYS, required=False, default=None),
        silence_approves=entry.flag("silence_approuve"),
    )
    entry.close()
    for fault in committee_faults(one):
        entry.complain(fault.message, fault.remedy)
    return one
