"""Recognising columns by their name, whatever its case, accents, apostrophes and spaces."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from reports.engine.findings import Findings
from reports.engine.tables import Table

_NOT_KEY = re.compile(r"[^0-9a-z]+")


@lru_cache(maxsize=4096)
def header_key(text: str) -> str:
    """`« Pris en charge le »`, `PRIS EN  CHARGE LE`, `prisencharge_le` → `prisenchargele`."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return _NOT_KEY.sub("", plain)


@dataclass(frozen=True)
class Column:
    """One column of a format: our name for it, its label, what its cells hold, the names it is known by.

    `kind`: text, reference, date, number, integer, flag, choice. `expected`: its absence is announced.
    """

    name: str
    label: str
    kind: str = "text"
    required: bool = False
    expected: bool = False
    aliases: tuple[str, ...] = ()
    longest: int = 300

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(header_key(text) for text in (self.label, *self.aliases))


def keys_of(columns: Iterable[Column]) -> frozenset[str]:
    return frozenset().union(*(column.keys for column in columns))


def match_columns(table: Table, columns: Sequence[Column], findings: Findings) -> dict[str, int] | None:
    """Index of each recognised column, or None when one is missing or given twice; unknown ones are announced."""
    by_key = {key: column for column in columns for key in column.keys}
    found: dict[str, int] = {}
    sound = True
    unknown: list[int] = []
    seen: dict[str, int] = {}
    for index, text in enumerate(table.header):
        key = header_key(text)
        column = by_key.get(key)
        name = column.name if column else key
        if name and name in seen:
            sound = False
            findings.error(
                "duplicate_column",
                f"La colonne « {text} » est présente deux fois (colonnes {seen[name] + 1} et {index + 1}).",
                "Gardez une seule des deux colonnes.",
                **{**table.place(), "line": 1, "column": text},
            )
        elif column:
            found[name] = index
        else:
            unknown.append(index)
        seen[name] = index
    return found if _complete(table, columns, found, unknown, findings) and sound else None


def _complete(
    table: Table, columns: Sequence[Column], found: dict[str, int], unknown: list[int], findings: Findings
) -> bool:
    missing = [c for c in columns if c.required and c.name not in found]
    for column in missing:
        findings.error(
            "missing_columns",
            f"La colonne « {column.label} » est absente.",
            f"Ajoutez la colonne « {column.label} » (voir le format du rapport, ou partez du modèle).",
            **{**table.place(), "line": 1, "column": column.label},
        )
    for index in unknown:
        text = table.header[index] or "(sans nom)"
        findings.warning(
            "unknown_column",
            f"La colonne « {text} » n’est pas connue du portail.",
            "Elle n’a pas été lue. Rien n’est à faire si elle est sans objet.",
            **{**table.place(), "line": 1, "column": text},
        )
    for column in columns:
        if column.expected and column.name not in found:
            findings.warning(
                "absent_column",
                f"La colonne facultative « {column.label} » est absente.",
                "Le rapport est lu sans elle ; les indicateurs qui en dépendent seront « Sans objet ».",
                **{**table.place(), "line": 1, "column": column.label},
            )
    return not missing
