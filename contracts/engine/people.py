"""The people of a contract as values, the words for them, and what cannot be said of one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from contracts.engine.scope_words import Word, labels
from core.engine import formats
from core.engine.typography import of

SIDES = (Word("client", "Client", "client"), Word("provider", "Prestataire", "prestataire"))
THE_SIDE = {"client": "le client", "provider": "le prestataire"}
OF_SIDE = {"client": "du client", "provider": "du prestataire"}
ROLES = (
    Word("referent", "Référent IT", "referent"),
    Word("executive", "Direction", "direction"),
    Word("provider_lead", "Responsable prestataire", "responsable_prestataire"),
    Word("security", "Contact sécurité", "contact_securite"),
    Word("data_protection", "Délégué aux données", "delegue_donnees"),
    Word("business", "Métier", "metier"),
    Word("technical", "Technique", "technique"),
    Word("other", "Autre", "autre"),
)
ROLE_SIDES = {"referent": "client", "provider_lead": "provider"}
"""Roles that one party alone can hold."""
ASKED = (("referent", "client"), ("provider_lead", "provider"))
"""Roles without which nobody answers for the contract."""
EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>.]+(\.[^@\s,;<>.]+)+")
PHONE = re.compile(r"\+?[\d .()/-]{3,29}")


@dataclass(frozen=True)
class Person:
    """One person who takes part in the contract (acteur). `deputy` is the code of who stands in.

    `since` and `until` are the first and last day, included; None when the contract does not say.
    `note` is the client's own: empty for whoever reads from the other side.
    """

    code: str
    name: str
    side: str
    role: str = "other"
    position: str = ""
    email: str = ""
    phone: str = ""
    deputy: str = ""
    since: date | None = None
    until: date | None = None
    note: str = ""

    def left(self, today: date) -> bool:
        """True once the last day is over."""
        return self.until is not None and self.until < today


@dataclass(frozen=True)
class Fault:
    """What cannot be said: the field, what is wrong with it, what to do. In French."""

    field: str
    message: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.message[0].upper()}{self.message[1:]} {self.remedy}"


@dataclass(frozen=True)
class Finding:
    """What the parties left open: the line (its code or number), a stable kind, what is wrong, what to do.

    `place` names the line where the words alone would not tell.
    """

    line: str
    kind: str
    words: str
    remedy: str
    place: str = ""

    @property
    def told(self) -> str:
        """The place, what is wrong and the remedy, as one text."""
        words = f"{self.place}\u00a0: {self.words}" if self.place else self.words
        return f"{words} {self.remedy}"


def person_faults(person: Person, people: Mapping[str, Person]) -> Iterator[Fault]:
    """What cannot be said of a person, the others being known by their codes."""
    yield from _contact_faults(person)
    if person.since and person.until and person.until < person.since:
        yield Fault(
            "until",
            f"le dernier jour ({formats.date_short(person.until)}) précède le premier"
            f" ({formats.date_short(person.since)}).",
            "Corrigez l’une des deux dates.",
        )
    only = ROLE_SIDES.get(person.role, person.side)
    if only != person.side:
        yield Fault(
            "role",
            f"le rôle «\u00a0{labels(ROLES)[person.role]}\u00a0» est tenu par {THE_SIDE[only]}.",
            "Changez de rôle ou de partie.",
        )
    if person.deputy:
        yield from _deputy_faults(person, people)


def _contact_faults(person: Person) -> Iterator[Fault]:
    if person.email and not EMAIL.fullmatch(person.email):
        yield Fault(
            "email",
            f"le courriel «\u00a0{person.email}\u00a0» n’est pas une adresse.",
            "Écrivez-le comme prenom.nom@exemple.fr.",
        )
    if person.phone and not PHONE.fullmatch(person.phone):
        yield Fault(
            "phone",
            f"le téléphone «\u00a0{person.phone}\u00a0» n’est pas un numéro.",
            "Écrivez des chiffres et des espaces, par exemple 03 80 00 00 00.",
        )


def _deputy_faults(person: Person, people: Mapping[str, Person]) -> Iterator[Fault]:
    deputy = people.get(person.deputy)
    if person.deputy == person.code:
        yield Fault("deputy", "le suppléant est la personne elle-même.", "Nommez quelqu’un d’autre.")
    elif deputy is None:
        yield unknown("deputy", person.deputy, people)
    elif {deputy.side, person.side} == OF_SIDE.keys():  # an unreadable side is told by itself
        yield Fault(
            "deputy",
            f"le suppléant, {deputy.name}, est {OF_SIDE[deputy.side]}.",
            f"Nommez une personne {OF_SIDE[person.side]}.",
        )


def unknown(field: str, code: str, people: Mapping[str, Person]) -> Fault:
    """A code that names nobody."""
    known = ", ".join(sorted(people)) or "aucun"
    return Fault(
        field,
        f"«\u00a0{code}\u00a0» ne désigne aucun acteur.",
        f"Ajoutez cet acteur, ou écrivez un code connu\u00a0: {known}.",
    )


def people_findings(people: Mapping[str, Person], today: date) -> list[Finding]:
    """Roles that nobody holds today, and deputies who left before whom they stand in for."""
    present = [one for one in people.values() if not one.left(today)]
    held = {(one.role, one.side) for one in present}
    found = [
        Finding(
            role,
            "role_not_held",
            f"Personne n’est «\u00a0{labels(ROLES)[role]}\u00a0» pour {THE_SIDE[side]}.",
            "Ajoutez cet acteur, ou donnez-lui ce rôle.",
        )
        for role, side in ASKED
        if (role, side) not in held
    ]
    for one in present:
        deputy = people.get(one.deputy)
        if deputy is not None and deputy.left(today):
            found.append(
                Finding(
                    one.code,
                    "deputy_left",
                    f"{deputy.name}, suppléance {of(one.name)}, a quitté le contrat le"
                    f" {formats.date_short(deputy.until)}.",
                    "Nommez un autre suppléant.",
                )
            )
    return found


def still_named(line: str, place: str, person: Person, people: Mapping[str, Person], today: date) -> Finding:
    """A person who left and is still named on a line; the deputy is proposed when there is one."""
    deputy = people.get(person.deputy)
    instead = f"son suppléant, {deputy.name}" if deputy and not deputy.left(today) else "son successeur"
    return Finding(
        line,
        "person_left",
        f"{person.name} y figure encore, après son départ le {formats.date_short(person.until)}.",
        f"Nommez {instead}.",
        place,
    )
