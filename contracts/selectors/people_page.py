"""The page of people: each party, the escalation ladder, the chain of subcontractors, and what they lack."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from contracts.engine.escalation import Level, escalation_findings
from contracts.engine.people import ROLES, SIDES, Finding, Person, people_findings
from contracts.engine.raci import gaps
from contracts.engine.scope_words import labels
from contracts.engine.subcontracting import Link, chain_findings, in_order
from contracts.models import Contract
from contracts.selectors.people import PeopleBook, people_book, raci_of
from core.engine import formats
from core.exports import Sheet


@dataclass(frozen=True)
class PersonLine:
    """One person as the page shows it."""

    key: int
    person: Person
    role: str
    deputy: str
    days: str


@dataclass(frozen=True)
class LevelLine:
    """One rung: names instead of codes."""

    key: int
    level: Level
    client: str
    provider: str
    is_last: bool


@dataclass(frozen=True)
class LinkLine:
    """One subcontractor under who calls on it; `state` says authorisation and end."""

    key: int
    link: Link
    works_for: str
    ended: bool


@dataclass(frozen=True)
class PeoplePage:
    """What the page shows, read at one day."""

    parties: list[tuple[str, str, list[PersonLine]]]
    left: list[PersonLine]
    levels: list[LevelLine]
    links: list[LinkLine]
    findings: list[tuple[Finding, str]]
    raci_open: int = 0

    @property
    def title(self) -> str:
        """« 12 acteurs, 2 points à régler »; nothing is said to be settled while the RACI is not."""
        present = formats.count(sum(len(lines) for _, _, lines in self.parties), "acteur")
        if not self.findings and self.raci_open:
            return f"{present}, {formats.count(self.raci_open, 'activité')} du RACI à revoir"
        if not self.findings:
            return f"{present}, aucun point à régler"
        return f"{present}, {formats.count(len(self.findings), 'point')} à régler"

    @property
    def lead(self) -> str:
        """What the ladder and the chain hold, in one sentence."""
        ladder = formats.count(len(self.levels), "niveau|niveaux") + " d’escalade"
        active = [line for line in self.links if not line.ended]
        chain = formats.count(len(active), "sous-traitant|sous-traitants")
        data = sum(line.link.personal_data for line in active)
        told = f", dont {formats.number(data)} avec des données personnelles" if active else ""
        return f"{ladder}, {chain}{told}."


def people_page(contract: Contract, today: date, book: PeopleBook | None = None) -> PeoplePage:
    """Everyone, the ladder and the chain as they stand that day (6 queries)."""
    book = book or people_book(contract)
    known = book.by_code
    open_activities = {one.line for one in gaps(raci_of(contract), known, today)}
    lines = [_person_line(key, one, known) for key, one in book.people.items()]
    present = [line for line in lines if not line.person.left(today)]
    return PeoplePage(
        parties=[
            (word.code, word.label, [line for line in present if line.person.side == word.code])
            for word in SIDES
        ],
        left=[line for line in lines if line.person.left(today)],
        levels=_level_lines(book, known),
        links=_link_lines(contract, book, today),
        findings=_findings(book, today),
        raci_open=len(open_activities),
    )


def _person_line(key: int, one: Person, known: Mapping[str, Person]) -> PersonLine:
    deputy = known[one.deputy].name if one.deputy in known else ""
    return PersonLine(key, one, labels(ROLES)[one.role], deputy, _days(one))


def _days(one: Person) -> str:
    since, until = formats.date_short(one.since), formats.date_short(one.until)
    if one.since and one.until:
        return f"du {since} au {until}"
    if one.until:
        return f"jusqu’au {until}"
    return f"depuis le {since}" if one.since else ""


def _level_lines(book: PeopleBook, known: Mapping[str, Person]) -> list[LevelLine]:
    last = max((level.number for level in book.levels.values()), default=0)
    return [
        LevelLine(
            key, level, _called(level.client, known), _called(level.provider, known), level.number == last
        )
        for key, level in book.levels.items()
    ]


def _called(code: str, known: Mapping[str, Person]) -> str:
    """« Claire Martin, directrice des systèmes d’information »."""
    person = known.get(code)
    if person is None:
        return ""
    return f"{person.name}, {person.position}" if person.position else person.name


def _link_lines(contract: Contract, book: PeopleBook, today: date) -> list[LinkLine]:
    keys = {link.name: key for key, link in book.links.items()}
    return [
        LinkLine(keys[link.name], link, link.parent or contract.provider.name, link.ended(today))
        for link in in_order(list(book.links.values()))
    ]


def _findings(book: PeopleBook, today: date) -> list[tuple[Finding, str]]:
    """Each finding with the part of the page where it is settled."""
    known = book.by_code
    return [
        *((one, "acteurs") for one in people_findings(known, today)),
        *((one, "escalade") for one in escalation_findings(list(book.levels.values()), known, today)),
        *((one, "sous-traitants") for one in chain_findings(list(book.links.values()), today)),
    ]


def people_sheet(name: str, page: PeoplePage) -> Sheet | None:
    """The list of that name as rows: `acteurs`, `escalade` or `sous-traitants`."""
    sheets = {"acteurs": _persons_sheet, "escalade": _levels_sheet, "sous-traitants": _links_sheet}
    return sheets[name](page) if name in sheets else None


def _persons_sheet(page: PeoplePage) -> Sheet:
    """Everyone, those who left last; the column of notes exists for whoever may read one."""
    lines = [line for _, _, found in page.parties for line in found] + page.left
    noted = any(line.person.note for line in lines)
    head = (
        *("Partie", "Nom", "Fonction", "Rôle", "Courriel", "Téléphone", "Suppléant", "Du", "Au"),
        *(("Note du client",) if noted else ()),
    )
    side = labels(SIDES)
    rows = [
        (
            *(side[line.person.side], line.person.name, line.person.position, line.role, line.person.email),
            *(line.person.phone, line.deputy, line.person.since, line.person.until),
            *((line.person.note,) if noted else ()),
        )
        for line in lines
    ]
    return Sheet(head, rows)


def _levels_sheet(page: PeoplePage) -> Sheet:
    head = ("Niveau", "Après", "Déclencheur", "Chez le client", "Chez le prestataire")
    return Sheet(
        head,
        [
            (line.level.number, line.level.delay_words, line.level.trigger, line.client, line.provider)
            for line in page.levels
        ],
    )


def _links_sheet(page: PeoplePage) -> Sheet:
    head = (
        *("Rang", "Nom", "SIREN", "Prestation", "Pays", "Travaille pour", "Données personnelles"),
        *("Autorisé le", "Fin"),
    )
    rows = [
        (
            *(line.link.rank, line.link.name, line.link.siren, line.link.service, line.link.country),
            *(line.works_for, "oui" if line.link.personal_data else "non"),
            *(line.link.authorised_on, line.link.ended_on),
        )
        for line in page.links
    ]
    return Sheet(head, rows)
