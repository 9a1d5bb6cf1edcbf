"""Reading a structured file entry by entry: every problem is collected with its place and its remedy.

A reader never stops at the first fault. A wrong or absent value gives a harmless stand-in, so that the
rest of the file is still checked; whoever asked must look at `problems` before using anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from contracts.engine.problems import Problem
from core.engine.formats import date_short
from core.engine.free_text import refusal_of
from core.engine.months import YEARS

NO_DAY = date.min
"""Stand-in of a date that could not be read."""


@dataclass
class Entry:
    """One table of the file. Its keys are taken one by one; `close()` reports those that nobody asked for."""

    values: Mapping[str, Any]
    place: str
    problems: list[Problem]
    _asked: set[str] = field(default_factory=set)

    def complain(self, message: str, remedy: str, place: str = "") -> None:
        self.problems.append(Problem(place or self.place, message, remedy))

    def has(self, key: str) -> bool:
        self._asked.add(key)
        return key in self.values

    def _take(self, key: str, kind: type | tuple[type, ...], wanted: str, required: bool) -> Any:
        """The raw value when present and of the right type, otherwise None (and a problem if it matters)."""
        if not self.has(key):
            if required:
                self.complain(f"« {key} » manque.", f"Ajoutez {key} = {wanted}.")
            return None
        value = self.values[key]
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            self.complain(f"« {key} » vaut « {value} », qui n’est pas admis.", f"Écrivez {key} = {wanted}.")
            return None
        return value

    def text(self, key: str, *, limit: int = 160, required: bool = True, default: str = "") -> str:
        """A text without blanks around it; an empty one says no more than an absent key."""
        value = self._take(key, str, "un texte entre guillemets", required)
        if value is None:
            return default
        cleaned: str = value.strip()
        if self._refused(key, cleaned):
            return default
        if required and not cleaned:
            self.complain(f"« {key} » est vide.", "Écrivez un texte entre guillemets.")
        if len(cleaned) > limit:
            self.complain(
                f"« {key} » compte {len(cleaned)} caractères.", f"Tenez-vous à {limit} caractères au plus."
            )
        return cleaned or default

    def _refused(self, key: str, text: str) -> bool:
        """Whether a text is refused for what it holds; told without it, for it goes no further."""
        message, remedy = refusal_of(text)
        if message:
            self.complain(f"« {key} »\u00a0: {message[0].lower()}{message[1:]}", remedy)
        return bool(message)

    def whole(
        self, key: str, *, low: int = 0, high: int = 32_767, required: bool = True, default: Any = 0
    ) -> Any:
        value = self._take(key, int, "un nombre entier", required)
        if value is None:
            return default
        if not low <= value <= high:
            self.complain(
                f"« {key} » vaut {value}, hors limites.", f"Écrivez un entier compris entre {low} et {high}."
            )
            return default
        return value

    def amount(
        self,
        key: str,
        *,
        low: str = "0",
        high: str = "9999999999",
        decimals: int = 2,
        required: bool = True,
        default: Any = Decimal(0),
    ) -> Any:
        value = self._take(key, (int, Decimal), "un nombre, avec un point décimal", required)
        if value is None:
            return default
        number = Decimal(value)
        if not number.is_finite() or not Decimal(low) <= number <= Decimal(high):
            self.complain(f"« {key} » vaut {value}, hors limites.", f"Écrivez un nombre de {low} à {high}.")
            return default
        if number != number.quantize(Decimal(1).scaleb(-decimals)):
            self.complain(f"« {key} » vaut {value}, trop précis.", f"Écrivez au plus {decimals} décimales.")
            return default
        return number

    def day(self, key: str, *, required: bool = True) -> Any:
        """A date; `NO_DAY` when it is required and wrong, None when it is optional and absent."""
        value = self._take(key, date, "une date comme 2024-01-31, sans guillemets", required)
        if isinstance(value, datetime):
            self.complain(f"« {key} » porte une heure.", "Écrivez une date comme 2024-01-31, sans heure.")
            return NO_DAY
        if value is not None and value.year not in YEARS:
            self.complain(
                f"« {key} » vaut {date_short(value)}, hors de la vie d’un contrat.",
                f"Écrivez une date entre {YEARS[0]} et {YEARS[-1]}.",
            )
            value = None
        return value if value is not None else (NO_DAY if required else None)

    def flag(self, key: str, default: bool = False) -> bool:
        value = self._take(key, bool, "true ou false", required=False)
        return default if value is None else bool(value)

    def choice(
        self, key: str, allowed: Mapping[str, str], *, required: bool = True, default: str = ""
    ) -> str:
        """The portal's code of a French word of the file."""
        value = self._take(key, str, "un de : " + ", ".join(allowed), required)
        if value is None:
            return default
        if value not in allowed:
            self.complain(
                f"« {key} » vaut « {value} », qui n’est pas admis.",
                f"Valeurs admises : {', '.join(allowed)}.",
            )
            return default
        return allowed[value]

    def texts(self, key: str, *, required: bool = False) -> list[str]:
        values = self._take(key, list, "une liste de textes entre crochets", required) or []
        if not all(isinstance(value, str) for value in values):
            self.complain(
                f"« {key} » ne contient pas que des textes.", "Mettez chaque valeur entre guillemets."
            )
            return []
        return [value for value in values if not self._refused(key, value)]

    def table(self, key: str, place: str = "") -> Entry:
        """A sub-table; an empty one when it is absent."""
        value = self._take(key, dict, f"une table : [{key}]", required=False)
        return Entry(value or {}, place or f"[{key}]", self.problems)

    def tables(self, key: str, noun: str = "") -> list[Entry]:
        """The tables of `[[key]]`, each with its rank as its place."""
        values = self._take(key, list, f"des tables : [[{key}]]", required=False) or []
        if not all(isinstance(value, dict) for value in values):
            self.complain(f"« {key} » n’est pas une suite de tables.", f"Ouvrez chaque ligne par [[{key}]].")
            return []
        prefix = f"{self.place}, " if self.place else ""
        return [
            Entry(value, f"{prefix}{noun or key} {rank}", self.problems)
            for rank, value in enumerate(values, 1)
        ]

    def close(self) -> None:
        for key in sorted(set(self.values) - self._asked):
            close = get_close_matches(key, self._asked, 1)
            hint = f"Vouliez-vous dire « {close[0]} » ?" if close else "Retirez-la."
            self.complain(
                f"clé inconnue « {key} ».", f"{hint} Clés admises : {', '.join(sorted(self._asked))}."
            )


def complain_of_repeats(entries: Iterable[tuple[Entry, object]], what: str) -> None:
    """One problem for each entry whose key was already taken by an earlier one."""
    seen: set[object] = set()
    for entry, key in entries:
        if key in seen:
            entry.complain(
                f"{what} « {key} » figure déjà plus haut.", "Gardez une seule ligne, ou changez-la."
            )
        seen.add(key)
