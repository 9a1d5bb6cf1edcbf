"""The committees that the contract provides for: on their page, and as tables of the contract file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from contracts.engine.vocabulary import french_of
from contracts.engine.writing import filled
from contracts.models import Contract
from governance.engine.committees_file import CADENCES
from governance.engine.reading import ReadingRule
from governance.engine.terms import CommitteeSaid
from governance.models import CommitteeTerm


def terms_for(contract: Contract) -> list[CommitteeTerm]:
    """The committees provided for, in the contract's order (1 query)."""
    return list(CommitteeTerm.objects.filter(contract=contract).order_by("position", "code"))


def said_terms(contract: Contract) -> dict[str, CommitteeSaid]:
    """The same as values, by code (1 query)."""
    return {
        row.code: CommitteeSaid(
            row.position,
            row.code,
            row.name,
            row.cadence,
            row.minutes,
            tuple(row.participants),
            row.quorum,
            row.minutes_within,
            row.remarks_within,
            row.silence_approves,
        )
        for row in terms_for(contract)
    }


TERM_CODES = {"operational": "comop", "technical": "cotech", "steering": "copil", "strategic": "costrat"}
"""Kind of a committee -> how the code of its term begins in the contract file."""


def term_of(kind: str, terms: Iterable[CommitteeTerm]) -> CommitteeTerm | None:
    """What the contract says of a kind of committee, None where it says nothing."""
    return next((row for row in terms if row.code.startswith(TERM_CODES[kind])), None)


def kind_of(term: CommitteeTerm) -> str:
    """The kind of committee that a term provides for, empty where its code begins as none."""
    return next((kind for kind, code in TERM_CODES.items() if term.code.startswith(code)), "")


def callable_kinds(contract: Contract) -> list[str]:
    """The kinds that the contract provides for, in its order; all of them where it names none (1 query)."""
    found = dict.fromkeys(kind for row in terms_for(contract) if (kind := kind_of(row)))
    return list(found) or list(TERM_CODES)


def rule_of(term: CommitteeTerm | None) -> ReadingRule:
    """What the contract says of reading the minutes of that committee."""
    return (
        ReadingRule(term.minutes_within, term.remarks_within, term.silence_approves)
        if term
        else ReadingRule()
    )


def export_committees(contract: Contract) -> list[dict[str, Any]]:
    """The `[[comite]]` tables of the contract file."""
    return [
        filled(
            code=row.code,
            libelle=row.name,
            cadence=french_of(CADENCES, row.cadence),
            duree_minutes=row.minutes,
            participants=row.participants,
            quorum=row.quorum or None,
            releve_jours=row.minutes_within,
            remarques_jours=row.remarks_within,
            silence_approuve=row.silence_approves or None,
        )
        for row in terms_for(contract)
    ]
