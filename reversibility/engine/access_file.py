"""The access register of the contract file. A value that may be a secret is refused without being told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from contracts.engine.reading import Entry, complain_of_repeats
from core.engine.secrets import REMEDY, secret_in
from reversibility.engine.access_cells import LONGEST, MOST_MONTHS, Unread, holders_of, screened
from reversibility.engine.accesses import KINDS, MFA, Access, Holder

WORDS = {kind.word: kind.code for kind in KINDS}
WORD_OF = {code: word for word, code in WORDS.items()}
CHOICES = {"nature": WORDS, "mfa": MFA}
TYPES: dict[str, tuple[type, str]] = {
    **dict.fromkeys(
        ("systeme", "nature", "mfa", "lieu_du_secret", "preuve"), (str, "un texte entre guillemets")
    ),
    **dict.fromkeys(
        ("rotation_le", "teste_le", "expire_le"), (date, "une date comme 2026-01-31, sans guillemets")
    ),
    "detenteurs": (list, 'une liste, par exemple ["client: Référent IT"]'),
    "rotation_tous_les_mois": (int, f"un nombre entier de 1 à {MOST_MONTHS}"),
}


def read_accesses(root: Entry) -> tuple[Access, ...]:
    """The `[[acces]]` tables, in the order of systems. Problems go to `root.problems`, and quote no value."""
    entries = root.tables("acces", "accès")
    read = [(entry, _read_one(entry)) for entry in entries if not _has_secret(entry) and _is_plain(entry)]
    named = ((entry, f"{one.system.casefold()}, {WORD_OF.get(one.kind, '')}") for entry, one in read)
    complain_of_repeats(named, "l’accès")
    return tuple(sorted((access for _, access in read), key=lambda access: access.key))


def _has_secret(entry: Entry) -> bool:
    """Whether any key or value of the table seems to hold a secret; told, and the table is read no further."""
    found = False
    for key, value in entry.values.items():
        named = not secret_in(key)
        kinds = {kind for text in _texts(value) if (kind := secret_in(text))} | ({secret_in(key)} - {""})
        for kind in sorted(kinds):
            found = True
            where = f"« {key} »" if named else "le nom d’une clé"
            entry.complain(
                f"{where} ressemble à {kind}\u00a0: un secret n’a sa place nulle part ici.", REMEDY
            )
    return found


def _texts(value: Any) -> Iterator[str]:
    """Every text, and every number as it is written, in a value of the file."""
    if isinstance(value, list):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, dict):
        for name, one in value.items():
            yield from (name, *_texts(one))
    else:
        yield str(value)


def _is_plain(entry: Entry) -> bool:
    """Whether values are of their type and words are known: the common reader would quote the others."""
    before = len(entry.problems)
    for key, (kind, wanted) in TYPES.items():
        value = entry.values.get(key)
        if value is not None and not isinstance(value, kind):
            entry.complain(f"« {key} » n’est pas admis.", f"Écrivez {wanted}.")
        elif key in CHOICES and value is not None and value not in CHOICES[key]:
            entry.complain(
                f"« {key} » n’est pas admis.", f"Valeurs admises\u00a0: {', '.join(CHOICES[key])}."
            )
    return len(entry.problems) == before


def _read_one(entry: Entry) -> Access:
    access = Access(
        system=entry.text("systeme", limit=LONGEST["system"]),
        kind=entry.choice("nature", WORDS),
        holders=_holders(entry),
        mfa=entry.choice("mfa", MFA, required=False, default="unknown"),
        kept_in=_place(entry),
        rotated_on=_day(entry, "rotation_le"),
        rotation_months=entry.whole("rotation_tous_les_mois", low=1, high=MOST_MONTHS, required=False),
        tested_on=_day(entry, "teste_le"),
        expires_on=_day(entry, "expire_le"),
        proof=entry.text("preuve", limit=LONGEST["proof"], required=False),
    )
    entry.close()
    return access


def _place(entry: Entry) -> str:
    """Where the secret is kept; anything else is told without being quoted."""
    try:
        return screened(entry.text("lieu_du_secret", limit=LONGEST["kept_in"], required=False), "kept_in")
    except Unread as unread:
        entry.complain(
            f"« lieu_du_secret »\u00a0: {unread.message[0].lower()}{unread.message[1:]}", unread.remedy
        )
        return ""


def _day(entry: Entry, key: str) -> date | None:
    day: date | None = entry.day(key, required=False)
    return day


def _holders(entry: Entry) -> tuple[Holder, ...]:
    try:
        return holders_of(entry.texts("detenteurs"))
    except Unread as unread:
        entry.complain(
            f"« detenteurs »\u00a0: {unread.message[0].lower()}{unread.message[1:]}", unread.remedy
        )
        return ()
