"""What a contract file says was done on a day that has not come."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from contracts.engine.problems import Problem
from core.engine.formats import date_short
from infogerance.contract_file.reading import WholeContract

LETTER = ("envoyee_le", "presentee_le", "recue_le")


def told_too_early(whole: WholeContract, today: date) -> list[Problem]:
    """A letter, proofs, exercises, obligations and accesses dated after `today`: none of them can have happened."""
    return [
        Problem(
            place,
            f"« {key} » vaut {date_short(day)}, qui est à venir.",
            "Écrivez le jour où cela a été fait, aujourd’hui au plus tard.",
        )
        for place, key, day in _done(whole)
        if day is not None and day > today
    ]


def _done(whole: WholeContract) -> Iterator[tuple[str, str, date | None]]:
    if letter := whole.terms.dates.letter:
        for key, day in zip(LETTER, (letter.sent_on, letter.presented_on, letter.received_on), strict=True):
            yield "[lettre_preavis]", key, day
    for line in whole.exit_lines:
        yield f"livrable {line.number}", "preuve_le", line.proof_on
    for drill in whole.drills:
        yield f"exercice {drill.number}", "fait_le", drill.done_on
    for duty in whole.papers.obligations:
        yield f"obligation {duty.number}", "fait_le", duty.done_on
    for access in whole.accesses:
        yield f"accès {access.system}", "rotation_le", access.rotated_on
        yield f"accès {access.system}", "teste_le", access.tested_on
