"""The people of a contract as values: what engines, pages and the contract file read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import OuterRef

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
from core.gathering import gather


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


def people_and_raci(contract: Contract) -> tuple[PeopleBook, list[RaciRow]]:
    """The book and the RACI, people and chain in no order (1 query)."""
    ours = {"contract": OuterRef("pk")}
    ((_, of),) = gather(
        Contract.objects.filter(pk=contract.pk),
        persons=Stakeholder.objects.filter(**ours),
        notes=StakeholderNote.objects.filter(**ours),
        levels=EscalationLevel.objects.filter(**ours),
        links=Subcontractor.objects.filter(**ours),
        lines=RaciLine.objects.filter(**ours),
        held=RaciAssignment.objects.filter(**ours),
    )
    codes = {row.pk: row.code for row in of["persons"]}
    people = _people(of["persons"], {row.stakeholder_id: row.text for row in of["notes"]})
    lines = sorted(of["lines"], key=lambda line: line.number)
    return PeopleBook(people, _levels(of["levels"], codes), _links(of["links"])), _raci(
        lines, of["held"], codes
    )


def people_of(contract: Contract) -> dict[int, Person]:
    """Key -> person, by name (2 queries)."""
    notes = dict(StakeholderNote.objects.filter(contract=contract).values_list("stakeholder", "text"))
    return _people(list(Stakeholder.objects.filter(contract=contract).order_by("name", "code")), notes)


def _people(rows: Sequence[Stakeholder], notes: Mapping[int, str]) -> dict[int, Person]:
    codes: Mapping[int | None, str] = {row.pk: row.code for row in rows}
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
    rows = list(EscalationLevel.objects.filter(contract=contract).select_related("client", "provider"))
    return _levels(rows, {one.pk: one.code for row in rows for one in (row.client, row.provider) if one})


def _levels(rows: Iterable[EscalationLevel], codes: Mapping[int, str]) -> dict[int, Level]:
    return {
        row.pk: Level(
            row.number,
            row.trigger,
            row.delay,
            row.unit,
            codes.get(row.client_id or 0, ""),
            codes.get(row.provider_id or 0, ""),
        )
        for row in sorted(rows, key=lambda row: row.number)
    }


def links_of(contract: Contract) -> dict[int, Link]:
    """Key -> subcontractor, by rank and name (1 query)."""
    return _links(list(Subcontractor.objects.filter(contract=contract).order_by("rank", "name")))


def _links(rows: Sequence[Subcontractor]) -> dict[int, Link]:
    names = {row.pk: row.name for row in rows}
    return {
        row.pk: Link(
            name=row.name, service=row.service, rank=row.rank, parent=names.get(row.parent_id or 0, ""),
            siren=row.siren, country=row.country, personal_data=row.personal_data,
            authorised_on=row.authorised_on, ended_on=row.ended_on,
        )
        for row in rows
    }  # fmt: skip


def raci_of(contract: Contract) -> list[RaciRow]:
    """Every activity with who holds what, by number (2 queries)."""
    held = list(RaciAssignment.objects.filter(contract=contract).select_related("stakeholder"))
    codes = {one.stakeholder_id: one.stakeholder.code for one in held}
    return _raci(RaciLine.objects.filter(contract=contract).order_by("number"), held, codes)


def _raci(
    lines: Iterable[RaciLine], held: Iterable[RaciAssignment], codes: Mapping[int, str]
) -> list[RaciRow]:
    letters: dict[int, dict[str, str]] = {}
    for one in held:
        letters.setdefault(one.line_id, {})[codes[one.stakeholder_id]] = one.letters
    return [RaciRow.of(line.number, line.activity, letters.get(line.pk, {})) for line in lines]
