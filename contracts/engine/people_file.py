"""The people of the contract file: `[[acteur]]`, `[[raci]]`, `[[escalade]]`, `[[sous_traitant]]`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from contracts.engine.escalation import MAX_DELAY, UNITS, Level, level_faults
from contracts.engine.hours_file import read_code
from contracts.engine.people import ROLES, SIDES, Fault, Person, person_faults
from contracts.engine.raci import RaciRow, raci_faults
from contracts.engine.reading import NO_DAY, Entry, complain_of_repeats
from contracts.engine.scope_words import file_words
from contracts.engine.subcontracting import Link, link_faults

CODE = 30
NOTE = 400
LISTS = {
    "responsible": "responsable",
    "accountable": "approbateur",
    "consulted": "consulte",
    "informed": "informe",
}
"""Field of a RACI row -> key of the file."""


@dataclass(frozen=True)
class PeopleTerms:
    """The four sections together, each in the order of its key."""

    people: tuple[Person, ...] = ()
    raci: tuple[RaciRow, ...] = ()
    levels: tuple[Level, ...] = ()
    links: tuple[Link, ...] = ()


def read_people(root: Entry) -> PeopleTerms:
    """Problems go to `root.problems`; people are read first, the other tables name them by their codes."""
    people = _read_persons(root)
    known = {one.code: one for one in people}
    return PeopleTerms(
        people=people,
        raci=_read_raci(root, known),
        levels=_read_levels(root, known),
        links=_read_links(root),
    )


def _read_persons(root: Entry) -> tuple[Person, ...]:
    entries, found = root.tables("acteur"), []
    for entry in entries:
        code = read_code(entry, CODE)
        entry.place = f"acteur {code}" if code else entry.place
        found.append(
            Person(
                code=code,
                name=entry.text("nom", limit=120),
                position=entry.text("fonction", limit=120, required=False),
                role=entry.choice("role", file_words(ROLES)),
                side=entry.choice("partie", file_words(SIDES)),
                email=entry.text("courriel", limit=254, required=False),
                phone=entry.text("telephone", limit=30, required=False),
                deputy=entry.text("suppleant", limit=CODE, required=False),
                since=entry.day("du", required=False),
                until=entry.day("au", required=False),
                note=entry.text("note", limit=NOTE, required=False),
            )
        )
        entry.close()
    _once(entries, (one.code for one in found), "le code")
    known = {one.code: one for one in found}
    for entry, one in zip(entries, found, strict=True):
        if one.role and one.side and NO_DAY not in {one.since, one.until}:
            _complain(entry, person_faults(one, known))
    return tuple(sorted(found, key=lambda one: one.code))


def _read_raci(root: Entry, known: Mapping[str, Person]) -> tuple[RaciRow, ...]:
    entries, found = root.tables("raci"), []
    for entry in entries:
        number = entry.whole("numero", low=1, high=999)
        entry.place = f"raci {number}"
        lists = {field: tuple(sorted(entry.texts(key))) for field, key in LISTS.items()}
        row = RaciRow(number, entry.text("activite"), **lists)
        entry.close()
        _complain(entry, raci_faults(row, known))
        found.append(row)
    _once(entries, (row.number for row in found), "le numéro")
    return tuple(sorted(found, key=lambda row: row.number))


def _read_levels(root: Entry, known: Mapping[str, Person]) -> tuple[Level, ...]:
    entries, found = root.tables("escalade"), []
    for entry in entries:
        number = entry.whole("niveau", low=1, high=99)
        entry.place = f"escalade, niveau {number}"
        level = Level(
            number=number,
            trigger=entry.text("declencheur"),
            delay=entry.whole("delai", low=1, high=MAX_DELAY, default=1),
            unit=entry.choice("unite", file_words(UNITS), default="minutes"),
            client=entry.text("client", limit=CODE, required=False),
            provider=entry.text("prestataire", limit=CODE, required=False),
        )
        entry.close()
        _complain(entry, level_faults(level, known))
        found.append(level)
    _once(entries, (level.number for level in found), "le niveau")
    return tuple(sorted(found, key=lambda level: level.number))


def _read_links(root: Entry) -> tuple[Link, ...]:
    entries, found = root.tables("sous_traitant"), []
    for entry in entries:
        name = entry.text("nom", limit=120)
        entry.place = f"sous-traitant {name}" if name else entry.place
        link = Link(
            name=name,
            siren=entry.text("siren", limit=9, required=False),
            service=entry.text("prestation"),
            country=entry.text("pays", limit=60, required=False),
            rank=entry.whole("rang", low=1, high=99, default=1),
            parent=entry.text("parent", limit=120, required=False),
            personal_data=entry.flag("donnees_personnelles"),
            authorised_on=entry.day("autorise_le", required=False),
            ended_on=entry.day("fin", required=False),
        )
        entry.close()
        found.append(link)
    _once(entries, (link.name for link in found), "le nom")
    known = {link.name: link for link in found}
    for entry, link in zip(entries, found, strict=True):
        if NO_DAY not in {link.authorised_on, link.ended_on}:
            _complain(entry, link_faults(link, known))
    return tuple(sorted(found, key=lambda link: (link.rank, link.name)))


def _complain(entry: Entry, faults: Iterable[Fault]) -> None:
    for fault in faults:
        entry.complain(fault.message, fault.remedy)


def _once(entries: list[Entry], keys: Iterable[object], what: str) -> None:
    complain_of_repeats(zip(entries, keys, strict=True), what)
