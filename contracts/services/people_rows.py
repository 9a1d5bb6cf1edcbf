"""Bringing the stored people of a contract to what was said of them; whoever calls has checked it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict

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

APART = ("code", "deputy", "note")


def write_persons(contract: Contract, persons: Sequence[Person]) -> None:
    """Create or change these people, told apart by their codes; a person keeps its identity."""
    # Deputies come last: two people may stand in for each other.
    Stakeholder.objects.filter(contract=contract, code__in=[one.code for one in persons]).update(deputy=None)
    for one in persons:
        values = {name: value for name, value in asdict(one).items() if name not in APART}
        row, _ = Stakeholder.objects.update_or_create(contract=contract, code=one.code, defaults=values)
        _write_note(contract, row, one.note)
    keys = keys_by_code(contract)
    for one in persons:
        if one.deputy:
            Stakeholder.objects.filter(pk=keys[one.code]).update(deputy=keys[one.deputy])


def _write_note(contract: Contract, row: Stakeholder, text: str) -> None:
    if not text:
        StakeholderNote.objects.filter(contract=contract, stakeholder=row).delete()
        return
    StakeholderNote.objects.update_or_create(contract=contract, stakeholder=row, defaults={"text": text})


def keys_by_code(contract: Contract) -> dict[str, int]:
    """Code -> key of the person (1 query)."""
    return dict(Stakeholder.objects.filter(contract=contract).values_list("code", "pk"))


def write_raci(contract: Contract, rows: Iterable[RaciRow]) -> None:
    """Create or change these activities, told apart by their numbers."""
    keys = keys_by_code(contract)
    for row in rows:
        line, _ = RaciLine.objects.update_or_create(
            contract=contract, number=row.number, defaults={"activity": row.activity}
        )
        RaciAssignment.objects.filter(contract=contract, line=line).delete()
        RaciAssignment.objects.bulk_create(
            RaciAssignment(contract=contract, line=line, stakeholder_id=keys[code], letters=letters)
            for code, letters in row.letters.items()
        )


def write_levels(contract: Contract, levels: Iterable[Level]) -> None:
    """Create or change these rungs, told apart by their numbers."""
    keys: Mapping[str, int | None] = {"": None, **keys_by_code(contract)}
    for level in levels:
        EscalationLevel.objects.update_or_create(
            contract=contract,
            number=level.number,
            defaults={
                "trigger": level.trigger,
                "delay": level.delay,
                "unit": level.unit,
                "client_id": keys[level.client],
                "provider_id": keys[level.provider],
            },
        )


def write_links(contract: Contract, links: Mapping[str, Link]) -> None:
    """Create or change these subcontractors, by the names they had; those above are written first."""
    for known, link in sorted(links.items(), key=lambda pair: pair[1].rank):
        values = {name: value for name, value in asdict(link).items() if name != "parent"}
        values["parent"] = Subcontractor.objects.filter(contract=contract, name=link.parent).first()
        Subcontractor.objects.update_or_create(contract=contract, name=known, defaults=values)
