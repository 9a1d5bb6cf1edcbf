"""The people of a contract as the tables of its file."""

from __future__ import annotations

from typing import Any

from contracts.engine.escalation import UNITS
from contracts.engine.people import ROLES, SIDES
from contracts.engine.people_file import LISTS
from contracts.engine.scope_words import file_words
from contracts.engine.vocabulary import french_of
from contracts.engine.writing import filled
from contracts.models import Contract
from contracts.selectors.people import people_book, raci_of


def export_people(contract: Contract) -> dict[str, Any]:
    """The `[[acteur]]`, `[[raci]]`, `[[escalade]]` and `[[sous_traitant]]` tables (6 queries)."""
    book = people_book(contract)
    return {
        "acteur": [
            filled(
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
            for one in sorted(book.people.values(), key=lambda one: one.code)
        ],
        "raci": [
            {"numero": row.number, "activite": row.activity}
            | filled(**{key: list(getattr(row, field)) for field, key in LISTS.items()})
            for row in raci_of(contract)
        ],
        "escalade": [
            filled(
                niveau=level.number,
                declencheur=level.trigger,
                delai=level.delay,
                unite=french_of(file_words(UNITS), level.unit),
                client=level.client,
                prestataire=level.provider,
            )
            for level in book.levels.values()
        ],
        "sous_traitant": [
            filled(
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
            for link in book.links.values()
        ],
    }
