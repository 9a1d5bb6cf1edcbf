"""What the referent says of people, the escalation ladder and the chain of subcontractors, one line at a time."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db import transaction

from contracts.engine.escalation import Level, level_faults
from contracts.engine.people import Fault, Person, person_faults
from contracts.engine.people_file import CODE
from contracts.engine.subcontracting import Link, link_faults, ranked
from contracts.models import Contract, EscalationLevel
from contracts.selectors.people import levels_of, links_of, people_of
from contracts.services.lines import free_code, hold, refuse, tell
from contracts.services.people_rows import write_levels, write_links, write_persons
from core.engine import formats
from journal.services import record

LABELS = {
    "name": "nom", "position": "fonction", "role": "rôle", "email": "courriel", "phone": "téléphone",
    "deputy": "suppléant", "since": "du", "until": "au", "trigger": "déclencheur", "delay": "délai",
    "unit": "unité", "client": "client", "provider": "prestataire", "service": "prestation", "siren": "SIREN",
    "country": "pays", "rank": "rang", "parent": "travaille pour", "personal_data": "données personnelles",
    "authorised_on": "autorisé le", "ended_on": "fin",
}  # fmt: skip
"""Fields that the journal names; the client's own note is not one of them."""


@transaction.atomic
def save_person(*, contract: Contract, said: Person, key: int | None, user: Any, role: str) -> bool:
    """Add a person, or change the one of that key; False when nothing moved. A person keeps its party and code."""
    hold(contract)
    people = people_of(contract)
    before = people[key] if key is not None else None
    codes = {one.code: one for one in people.values()}
    said = (
        replace(said, code=before.code, side=before.side)
        if before
        else replace(said, code=free_code(said.name, codes, CODE, "acteur"))
    )
    refuse(person_faults(said, codes))
    if said == before:
        return False
    write_persons(contract, [said])
    if before is None or replace(before, note=said.note) != said:
        tell(contract, "people", said.name, before, said, labels=LABELS, user=user, role=role)
    if said.note != (before.note if before else ""):
        record(contract_id=contract.pk, action="people.noted", subject=said.name, actor=user, role=role)
    return True


@transaction.atomic
def save_level(*, contract: Contract, said: Level, key: int | None, user: Any, role: str) -> bool:
    """Add the next rung, or change the one of that key, which keeps its number; False when nothing moved."""
    hold(contract)
    levels = levels_of(contract)
    before = levels[key] if key is not None else None
    last = max((level.number for level in levels.values()), default=0)
    said = replace(said, number=before.number if before else last + 1)
    refuse(level_faults(said, {one.code: one for one in people_of(contract).values()}))
    if said == before:
        return False
    write_levels(contract, [said])
    tell(contract, "escalation", f"niveau {said.number}", before, said, labels=LABELS, user=user, role=role)
    return True


@transaction.atomic
def remove_level(*, contract: Contract, key: int, user: Any, role: str) -> None:
    """Remove the last rung. Raises LineRefused for another one: the ladder would have a hole."""
    hold(contract)
    levels = levels_of(contract)
    number, last = levels[key].number, max(level.number for level in levels.values())
    if number != last:
        refuse(
            [
                Fault(
                    "number",
                    f"le niveau {formats.number(number)} n’est pas le dernier.",
                    f"Retirez d’abord le niveau {formats.number(last)}, ou changez celui-ci.",
                )
            ]
        )
    EscalationLevel.objects.filter(contract=contract, pk=key).delete()
    record(
        contract_id=contract.pk, action="escalation.removed", subject=f"niveau {number}", actor=user, role=role
    )  # fmt: skip


@transaction.atomic
def save_link(*, contract: Contract, said: Link, key: int | None, user: Any, role: str) -> bool:
    """Add a subcontractor, or change the one of that key; ranks follow from who works for whom."""
    hold(contract)
    links = links_of(contract)
    before = links.pop(key) if key is not None else None
    others = {link.name: link for link in links.values()}
    if said.name in others:
        refuse([Fault("name", f"{said.name} est déjà dans la chaîne.", "Changez cette ligne-là.")])
    if before:
        others = {
            name: replace(link, parent=said.name) if link.parent == before.name else link
            for name, link in others.items()
        }
    chain = {link.name: link for link in ranked([said, *others.values()])}
    said = chain[said.name]
    refuse(link_faults(said, chain))
    if said == before:
        return False
    moved = {before.name if before else said.name: said}
    moved |= {name: chain[name] for name, link in others.items() if chain[name].rank != link.rank}
    write_links(contract, moved)
    tell(contract, "subcontractor", said.name, before, said, labels=LABELS, user=user, role=role)
    return True
