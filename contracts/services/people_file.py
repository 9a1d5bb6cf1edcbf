"""Writing what the contract file says of people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contracts.engine.people_file import PeopleTerms
from contracts.models import Contract, EscalationLevel, RaciLine, Stakeholder, Subcontractor
from contracts.selectors.people import people_book, raci_of
from contracts.services.people_rows import write_levels, write_links, write_persons, write_raci
from contracts.services.rows import Counts


def load_people(*, contract: Contract, people: PeopleTerms) -> dict[str, Counts]:
    """Bring people, RACI, ladder and chain to what the file says; lines that it no longer names are removed."""
    book = people_book(contract)
    persons = _Change(book.by_code, {one.code: one for one in people.people})
    raci = _Change({row.number: row for row in raci_of(contract)}, {row.number: row for row in people.raci})
    levels = _Change(
        {level.number: level for level in book.levels.values()},
        {level.number: level for level in people.levels},
    )
    links = _Change(
        {link.name: link for link in book.links.values()}, {link.name: link for link in people.links}
    )
    rows = {"contract": contract}
    RaciLine.objects.filter(**rows, number__in=raci.gone).delete()
    EscalationLevel.objects.filter(**rows, number__in=levels.gone).delete()
    write_persons(contract, persons.written)
    write_raci(contract, raci.written)
    write_levels(contract, levels.written)
    write_links(contract, {link.name: link for link in links.written})
    Subcontractor.objects.filter(**rows, name__in=links.gone).delete()
    Stakeholder.objects.filter(**rows, code__in=persons.gone).delete()
    return {
        "acteur": persons.counts,
        "raci": raci.counts,
        "escalade": levels.counts,
        "sous_traitant": links.counts,
    }


class _Change:
    """What separates the rows that are there from those that are wanted, both by their key in the file."""

    def __init__(self, present: Mapping[Any, Any], wanted: Mapping[Any, Any]) -> None:
        self.written = [row for key, row in wanted.items() if present.get(key) != row]
        self.gone = [key for key in present if key not in wanted]
        created = len(wanted.keys() - present.keys())
        self.counts = Counts(
            created=created,
            updated=len(self.written) - created,
            unchanged=len(wanted) - len(self.written),
            removed=len(self.gone),
        )
