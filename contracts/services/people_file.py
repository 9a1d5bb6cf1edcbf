"""Writing what the contract file says of people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contracts.engine.people_file import PeopleTerms
from contracts.models import Contract, EscalationLevel, RaciLine, Stakeholder, Subcontractor
from contracts.selectors.people import levels_of, links_of, people_of, raci_of
from contracts.services.people_rows import write_levels, write_links, write_persons, write_raci
from contracts.services.rows import Counts


def load_chain(*, contract: Contract, people: PeopleTerms) -> Counts:
    """Bring the chain of subcontractors to what the file says; those that it no longer names are removed."""
    present = links_of(contract).values()
    links = _Change({link.name: link for link in present}, {link.name: link for link in people.links})
    write_links(contract, {link.name: link for link in links.written})
    Subcontractor.objects.filter(contract=contract, name__in=links.gone).delete()
    return links.counts


def load_people(*, contract: Contract, people: PeopleTerms) -> dict[str, Counts]:
    """Bring people, RACI and ladder to what the file says; lines that it no longer names are removed."""
    present = {one.code: one for one in people_of(contract).values()}
    persons = _Change(present, {one.code: one for one in people.people})
    raci = _Change({row.number: row for row in raci_of(contract)}, {row.number: row for row in people.raci})
    levels = _Change(
        {level.number: level for level in levels_of(contract).values()},
        {level.number: level for level in people.levels},
    )
    rows = {"contract": contract}
    RaciLine.objects.filter(**rows, number__in=raci.gone).delete()
    EscalationLevel.objects.filter(**rows, number__in=levels.gone).delete()
    write_persons(contract, persons.written)
    write_raci(contract, raci.written)
    write_levels(contract, levels.written)
    Stakeholder.objects.filter(**rows, code__in=persons.gone).delete()
    return {
        "acteur": persons.counts,
        "raci": raci.counts,
        "escalade": levels.counts,
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
