"""The people of a contract as values: what engines, pages and the contract file read."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from contracts.engine.escalation import Level
from contracts.engine.people import Person
from contracts.engine.raci import RaciRow
from contracts.engine.subcontracting import Link
from contracts.models import (
    Contract,
    EscalationLevel,
    RaciAssignment,
    RaciLine,
    Stakeholder,
    StakeholderNote,
    Subcontractor,
)


@dataclass(frozen=True)
class PeopleBook:
    """The rows of a contract by their keys: people by name, rungs by number, the chain by rank and name."""

    people: dict[int, Person]
    levels: dict[int, Level]
    links: dict[int, Link]

    @cached_property
    def by_code(self) -> dict[str, Person]:
        """Code -> person."""
        return {one.code: one for one in self.people.values()}


def people_book(contract: Contract) -> PeopleBook:
    """Everyone, the ladder and the chain (4 queries; notes are absent for the provider)."""
    return PeopleBook(people_of(contract), levels_of(contract), links_of(contract))


def people_of(contract: Contract) -> dict[int, Person]:
    """Key -> person, by name (2 queries)."""
    notes = dict(StakeholderNote.objects.filter(contract=contract).values_list("stakeholder", "text"))
    rows = Stakeholder.objects.filter(contract=contract).order_by("name", "code")
    codes = {row.pk: row.code for row in rows}
    return {
        row.pk: Person(
            code=row.code, name=row.name, side=row.side, role=row.role, position=row.position, email=row.email,
            phone=row.phone, deputy=codes.get(row.deputy_id, ""), since=row.since, until=row.until,
            note=notes.get(row.pk, ""),
        )
        for row in rows
    }  # fmt: skip


def levels_of(contract: Contract) -> dict[int, Level]:
    """Key -> rung, by number (1 query)."""
    rows = EscalationLevel.objects.filter(contract=contract).order_by("number")
    return {
        row.pk: Level(
            row.number,
            row.trigger,
            row.delay,
            row.unit,
            row.client.code if row.client else "",
            row.provider.code if row.provider else "",
        )
        for row in rows.select_related("client", "provider")
    }


def links_of(contract: Contract) -> dict[int, Link]:
    """Key -> subcontractor, by rank and name (1 query)."""
    rows = Subcontractor.objects.filter(contract=contract).order_by("rank", "name")
    return {
        row.pk: Link(
            name=row.name, service=row.service, rank=row.rank, parent=row.parent.name if row.parent else "",
            siren=row.siren, country=row.country, personal_data=row.personal_data,
            authorised_on=row.authorised_on, ended_on=row.ended_on,
        )
        for row in rows.select_related("parent")
    }  # fmt: skip


def raci_of(contract: Contract) -> list[RaciRow]:
    """Every activity with who holds what, by number (2 queries)."""
    held: dict[int, dict[str, str]] = {}
    for one in RaciAssignment.objects.filter(contract=contract).select_related("stakeholder"):
        held.setdefault(one.line_id, {})[one.stakeholder.code] = one.letters
    lines = RaciLine.objects.filter(contract=contract).order_by("number")
    return [RaciRow.of(line.number, line.activity, held.get(line.pk, {})) for line in lines]
