"""One cell of a list or of a form as a value of the scope; what cannot be taken says why, and the remedy."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from contracts.engine.naming import words_of
from contracts.engine.scope_rules import SEPARATORS
from contracts.engine.scope_words import (
    COVERAGES,
    CRITICALITIES,
    FAMILIES,
    INTERVENTIONS,
    STATUSES,
    Word,
    typed_words,
)
from core.engine.formats import parse_date, parse_decimal

COLUMNS = {
    "status": "Statut",
    "number": "Numéro",
    "name": "Élément",
    "family": "Famille",
    "quantity": "Volume",
    "quantity_since": "Volume depuis le",
    "unit": "Unité",
    "unit_price": "Prix UO HT",
    "coverage": "Couverture",
    "sites": "Sites",
    "interventions": "Interventions",
    "criticality": "Criticité",
    "grey_since": "Zone grise depuis le",
    "aliases": "Alias",
    "constraints": "Contraintes",
}
"""Field -> its column, in the order of exports: what goes out comes back in."""
LONGEST = {"name": 160, "unit": 60, "constraints": 500}
MOST_NUMBER, MOST_QUANTITY, MOST_PRICE = 32_767, 2_000_000_000, 99_999_999


class Unread(Exception):
    """A cell that cannot be taken, with what is wrong and what to do."""

    def __init__(self, message: str, remedy: str, value: str = "") -> None:
        self.message, self.remedy, self.value = message, remedy, value
        super().__init__(f"{message} {remedy}")


@dataclass(frozen=True)
class Setting:
    """What a row is read against: the contract's sites (what people write -> code), its start, the day of today."""

    sites: Mapping[str, str]
    starts_on: date
    today: date
    closed_until: date | None = None

    @classmethod
    def of(
        cls,
        places: Collection[tuple[str, str]],
        starts_on: date,
        today: date,
        closed_until: date | None = None,
    ) -> Setting:
        """`places`: code and name of each site; people may write either. `closed_until`: end of the last closed month."""
        return cls(
            {text: code for code, name in places for text in (code, name)}, starts_on, today, closed_until
        )

    @property
    def codes(self) -> list[str]:
        return list(dict.fromkeys(self.sites.values()))


def _text(name: str, cell: str, setting: Setting) -> str:
    if name == "name" and not cell:
        raise Unread("L’élément n’a pas de nom.", "Écrivez ce qui est couvert, ou ne l’est pas.")
    if len(cell) > LONGEST[name]:
        raise Unread(f"{len(cell)} caractères.", f"Tenez-vous à {LONGEST[name]} caractères au plus.")
    return cell


def _whole(low: int, high: int) -> Callable[[str, str, Setting], int | None]:
    def read(name: str, cell: str, setting: Setting) -> int | None:
        if not cell:
            return None
        value = _decimal(cell)
        if value < 0:
            raise Unread("Nombre négatif.", f"Écrivez un nombre entier à partir de {low}.")
        if value != int(value) or not low <= value <= high:
            raise Unread(
                "Ce n’est pas un nombre entier admis.", f"Écrivez un nombre entier de {low} à {high}."
            )
        return int(value)

    return read


def _price(name: str, cell: str, setting: Setting) -> Any:
    if not cell:
        return None
    value = _decimal(cell)
    if not 0 <= value <= MOST_PRICE:
        raise Unread("Prix négatif ou hors limites.", "Écrivez un prix hors taxes, par exemple 45 ou 62,50.")
    if value != round(value, 2):
        raise Unread("Prix trop précis.", "Écrivez au plus deux décimales.")
    return value


def _decimal(cell: str) -> Any:
    try:
        return parse_decimal(cell)
    except ValueError as error:
        raise Unread("Ce n’est pas un nombre.", str(error)) from error


def _day(name: str, cell: str, setting: Setting) -> date | None:
    try:
        # A workbook holds days as midnights.
        return parse_date(cell.removesuffix(" 00:00:00")) if cell else None
    except ValueError as error:
        raise Unread("Date illisible.", str(error)) from error


def _one_of(words: tuple[Word, ...]) -> Callable[[str, str, Setting], str]:
    known = typed_words(words)

    def read(name: str, cell: str, setting: Setting) -> str:
        if not cell:
            return ""
        if words_of(cell) not in known:
            raise Unread(f"« {COLUMNS[name]} » ne connaît pas cette valeur.", _admitted(words))
        return known[words_of(cell)]

    return read


def _several_of(name: str, cell: str, setting: Setting) -> tuple[str, ...]:
    known = typed_words(INTERVENTIONS)
    given = [part.strip() for part in SEPARATORS.split(cell) if part.strip()]
    for part in given:
        if words_of(part) not in known:
            raise Unread(f"Type d’intervention inconnu : « {part} ».", _admitted(INTERVENTIONS), part)
    codes = {known[words_of(part)] for part in given}
    return tuple(word.code for word in INTERVENTIONS if word.code in codes)


def _admitted(words: tuple[Word, ...]) -> str:
    return f"Valeurs admises : {', '.join(word.label for word in words)}."


def _sites(name: str, cell: str, setting: Setting) -> tuple[str, ...]:
    """Codes of the sites named; an unknown one is kept as written, for the rules to refuse it by its name."""
    known = {words_of(text): code for text, code in setting.sites.items()}
    if words_of(cell) in known:  # a name may hold a comma: « Siège, Dijon »
        return (known[words_of(cell)],)
    parts = [part.strip() for part in SEPARATORS.split(cell) if part.strip()]
    return tuple(sorted({known.get(words_of(part), part) for part in parts}))


def _aliases(name: str, cell: str, setting: Setting) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in SEPARATORS.split(cell) if part.strip()))


READERS: dict[str, Callable[[str, str, Setting], Any]] = {
    "name": _text,
    "family": _one_of(FAMILIES),
    "quantity": _whole(0, MOST_QUANTITY),
    "quantity_since": _day,
    "unit": _text,
    "unit_price": _price,
    "coverage": _one_of(COVERAGES),
    "sites": _sites,
    "interventions": _several_of,
    "criticality": _one_of(CRITICALITIES),
    "grey_since": _day,
    "aliases": _aliases,
    "constraints": _text,
}
read_status = _one_of(STATUSES)
read_number = _whole(1, MOST_NUMBER)
