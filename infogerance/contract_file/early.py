"""What a contract file says was done on a day that has not come."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from contracts.engine.problems import Problem
from contracts.engine.scope_rules import wrongs_of
from contracts.engine.scope_words import STATUSES
from core.engine.formats import date_short
from infogerance.contract_file.reading import WholeContract

LETTER = ("envoyee_le", "presentee_le", "recue_le")


def told_too_early(whole: WholeContract, today: date) -> list[Problem]:
    """A letter, proofs, exercises, options taken, index values and the like dated after `today`: they cannot have happened."""
    done = [
        Problem(
            place,
            f"« {key} » vaut {date_short(day)}, qui est à venir.",
            "Écrivez le jour où cela a été fait, aujourd’hui au plus tard.",
        )
        for place, key, day in _done(whole)
        if day is not None and day > today
    ]
    return [*done, *_of_scope(whole, today)]


def _of_scope(whole: WholeContract, today: date) -> Iterator[Problem]:
    """What the pages and lists of the scope refuse of a day to come."""
    terms = whole.terms
    sites, starts_on = [place.code for place in terms.places], terms.identity.starts_on
    for line in terms.scope:
        section = next(status.word for status in STATUSES if status.code == line.status)
        for wrong in wrongs_of(line, sites=sites, starts_on=starts_on, today=today):
            yield Problem(f"{section} {line.number}", f"{wrong.value} : {wrong.message}", wrong.remedy)


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
    for option in whole.terms.dates.options:
        yield f"option {option.number}", "levee_le", option.exercised_on
    for value in whole.money.indices:
        yield f"indice {value.index} {value.month}", "mois", value.month.first_day
    for access in whole.accesses:
        yield f"accès {access.system}", "rotation_le", access.rotated_on
        yield f"accès {access.system}", "teste_le", access.tested_on
