"""The people of a contract as the tables of its file."""

from __future__ import annotations

from typing import Any

from contracts.engine.escalation import UNITS, Level
from contracts.engine.people import ROLES, SIDES, Person
from contracts.engine.people_file import LISTS
from contracts.engine.raci import RaciRow
from contracts.engine.scope_words import file_words
from contracts.engine.subcontracting import Link
from contracts.engine.vocabulary import french_of
from contracts.engine.writing import filled
from contracts.models import Contract
from contracts.selectors.people import people_and_raci


def export_people(contract: Contract) -> dict[str, Any]:
    """The `[[acteur]]`, `[[raci]]`, `[[escalade]]` and `[[sous_traitant]]` tables (1 query)."""
    book, raci = people_and_raci(contract)
    links = sorted(book.links.values(), key=lambda link: (link.rank, link.name))
    return {
        "acteur": [_person(one) for one in sorted(book.people.values(), key=lambda one: one.code)],
        "raci": [_row(row) for row in raci],
        "escalade": [_level(level) for level in book.levels.values()],
        "sous_traitant": [_link(link) for link in links],
    }


def _person(one: Person) -> dict[str, Any]:
    return filled(
        code=one.code,
        nom=one.name,
        fonction=one.position,
        role=french_of(file_words(ROLES), one.role),
        partie=french_of(file_words(SIDES), one.side),
        courriel=one.email,
        telephone=one.phone,
        suppleant=one.deputy,
        du=one.since,
        au=one.until,
        note=one.note,
    )


def _row(row: RaciRow) -> dict[str, Any]:
    lists = {key: list(getattr(row, field)) for field, key in LISTS.items()}
    return filled(numero=row.number, activite=row.activity, **lists)


def _level(level: Level) -> dict[str, Any]:
    return filled(
        niveau=level.number,
        declencheur=level.trigger,
        delai=level.delay,
        unite=french_of(file_words(UNITS), level.unit),
        client=level.client,
        prestataire=level.provider,
    )


def _link(link: Link) -> dict[str, Any]:
    return filled(
        nom=link.name,
        siren=link.siren,
        prestation=link.service,
        pays=link.country,
        rang=link.rank,
        parent=link.parent,
        donnees_personnelles=link.personal_data,
        autorise_le=link.authorised_on,
        fin=link.ended_on,
    )
