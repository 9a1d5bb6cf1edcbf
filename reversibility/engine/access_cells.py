"""One access as texts, from a form or a list: read with the same rules, refused field by field, never quoted.

A cell that is refused may be a secret typed in the wrong place: no message repeats what was written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from contracts.engine.naming import words_of
from core.engine.formats import parse_date, parse_decimal
from core.engine.free_text import refusal_of
from reversibility.engine.accesses import KIND, KINDS, SIDES, Access, Holder
from reversibility.engine.secret_places import NEVER_HERE, UNNAMED, names_place

COLUMNS = {
    "system": "Système",
    "kind": "Nature",
    "holders": "Détenteurs",
    "mfa": "MFA",
    "kept_in": "Lieu du secret",
    "rotated_on": "Dernière rotation",
    "rotation_months": "Rotation tous les (mois)",
    "tested_on": "Dernier essai",
    "expires_on": "Expire le",
    "proof": "Preuve",
}
"""Field -> its column, in the order of exports: what goes out comes back in."""
LONGEST = {"system": 120, "kept_in": 120, "proof": 200, "role": 80}
MOST_MONTHS, MOST_HOLDERS = 120, 20
MFA_LABELS = {"yes": "Oui", "no": "Non", "unknown": "Inconnu"}
SIDE_LABELS = {"client": "Client", "provider": "Prestataire"}
_PARTIES = {words_of(word): code for word, code in (*SIDES.items(), *((c, c) for c in SIDES.values()))}
_KINDS = {words_of(text): kind.code for kind in KINDS for text in (kind.code, kind.label, kind.word)}
_MFA = {words_of(text): code for code, label in MFA_LABELS.items() for text in (code, label)}
_HOLDER = re.compile(r"\s*([^:]*?)\s*:\s*(.*?)\s*")


class Wrong(NamedTuple):
    """A field to correct: what is wrong, what to do."""

    field: str
    message: str
    remedy: str


class Unread(Exception):
    """A cell that cannot be taken."""

    def __init__(self, message: str, remedy: str) -> None:
        self.message, self.remedy = message, remedy
        super().__init__(f"{message} {remedy}")


def read_access(cells: Mapping[str, str], known: Access, today: date) -> tuple[Access, list[Wrong]]:
    """The cells laid over the access as it is known; one that is not given leaves its field alone."""
    values: dict[str, Any] = {}
    wrongs: list[Wrong] = []
    for name, read in READERS.items():
        if name not in cells:
            continue
        try:
            values[name] = read(name, screened(cells[name].strip(), name))
        except Unread as unread:
            wrongs.append(Wrong(name, unread.message, unread.remedy))
    return replace(known, **values), wrongs + wrongs_of(values, today)


def wrongs_of(values: Mapping[str, Any], today: date) -> list[Wrong]:
    """What cannot hold among values already read: a change or a test still to come."""
    return [
        Wrong(name, "Cette date est à venir.", "Écrivez le jour où c’est arrivé, ou laissez la case vide.")
        for name in ("rotated_on", "tested_on")
        if values.get(name) and values[name] > today
    ]


def screened(text: str, name: str = "") -> str:
    """The text of a field, when it holds no secret and, where a place is asked, names one. Raises Unread, without it."""
    message, remedy = refusal_of(text)
    if message:
        raise Unread(message, remedy)
    if name == "kept_in" and text and not names_place(text):
        raise Unread(UNNAMED, NEVER_HERE)
    return text


def read_text(name: str, cell: str) -> str:
    if name == "system" and not cell:
        raise Unread(
            "Le système manque.", "Nommez le système ou le compte, par exemple « Pare-feu, compte admin »."
        )
    if len(cell) > LONGEST[name]:
        raise Unread("Ce texte est trop long.", f"Tenez-vous à {LONGEST[name]} caractères.")
    return cell


def read_holders(name: str, cell: str) -> tuple[Holder, ...]:
    """« Client : Référent IT ; Prestataire : Astreinte N3 », separated by « ; » or lines."""
    return holders_of(part for part in re.split(r"[;\n]", cell) if part.strip())


def holders_of(parts: Iterable[str]) -> tuple[Holder, ...]:
    """Each « partie : rôle » as a holder, in order, each once. Raises Unread."""
    found = tuple(dict.fromkeys(_holder(part) for part in parts))
    if len(found) > MOST_HOLDERS:
        raise Unread(
            "Il y a trop de détenteurs.", f"Tenez-vous à {MOST_HOLDERS}, par rôle et non par personne."
        )
    return tuple(sorted(found))


def _holder(text: str) -> Holder:
    found = _HOLDER.fullmatch(screened(text))
    side = _PARTIES.get(words_of(found[1])) if found else None
    if found is None or side is None or not found[2]:
        raise Unread(
            "Un détenteur ne se lit pas.", "Écrivez la partie puis le rôle\u00a0: « Client : Référent IT »."
        )
    if len(found[2]) > LONGEST["role"]:
        raise Unread("Le rôle d’un détenteur est trop long.", f"Tenez-vous à {LONGEST['role']} caractères.")
    return Holder(side, found[2])


def _word(
    words: Mapping[tuple[str, ...], str], labels: Iterable[str], default: str = ""
) -> Callable[[str, str], str]:
    def read(name: str, cell: str) -> str:
        if not cell and default:
            return default
        if words_of(cell) not in words:
            raise Unread("Cette valeur n’est pas admise.", f"Valeurs admises\u00a0: {', '.join(labels)}.")
        return words[words_of(cell)]

    return read


def _day(name: str, cell: str) -> date | None:
    try:
        return (
            parse_date(cell.removesuffix(" 00:00:00")) if cell else None
        )  # a workbook holds days as midnights
    except ValueError as error:
        raise Unread("Cette date ne se lit pas.", "Écrivez-la jj/mm/aaaa, par exemple 16/04/2026.") from error


def _months(name: str, cell: str) -> int:
    try:
        value = parse_decimal(cell) if cell else 0
    except ValueError as error:
        raise Unread(
            "Ce n’est pas un nombre de mois.", f"Écrivez un nombre entier de 1 à {MOST_MONTHS}."
        ) from error
    if value != int(value) or not 0 <= value <= MOST_MONTHS:
        raise Unread("Ce nombre de mois n’est pas admis.", f"Écrivez un nombre entier de 1 à {MOST_MONTHS}.")
    return int(value)


READERS: dict[str, Callable[[str, str], Any]] = {
    "system": read_text, "kind": _word(_KINDS, [kind.label for kind in KINDS]), "holders": read_holders,
    "mfa": _word(_MFA, MFA_LABELS.values(), "unknown"), "kept_in": read_text, "rotated_on": _day,
    "rotation_months": _months, "tested_on": _day, "expires_on": _day, "proof": read_text,
}  # fmt: skip


def write_access(access: Access) -> dict[str, Any]:
    """The cells of an access, as `read_access` reads them back."""
    values = {name: getattr(access, name) for name in COLUMNS}
    holders = "; ".join(f"{SIDE_LABELS[holder.side]} : {holder.role}" for holder in access.holders)
    return values | {
        "kind": KIND[access.kind].label, "mfa": MFA_LABELS[access.mfa], "holders": holders,
        "rotation_months": access.rotation_months or None,
    }  # fmt: skip
