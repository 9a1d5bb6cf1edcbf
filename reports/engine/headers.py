"""Recognising columns by their name, whatever its case, accents, apostrophes and spaces."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from reports.engine.findings import Findings
from reports.engine.tables import Table

_NOT_KEY = re.compile(r"[\W_]+")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})
NAMED = 20
"""Columns named in a sentence; beyond, they are counted."""


@lru_cache(maxsize=8192)
def header_key(text: str) -> str:
    """`« Pris en charge le »`, `PRIS EN  CHARGE LE`, `prisencharge_le` → `prisenchargele`."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LIGATURES))
    return _NOT_KEY.sub("", plain)


@dataclass(frozen=True)
class Column:
    """One column of a format: our name for it, its label, what its cells hold, the names it is known by.

    `kind`: text, reference, date, number, integer, flag, choice, duration, or unread. `expected`: its absence is
    announced. Where a tool writes several of the names, the first of them is read.
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
        return frozenset(self.ordered_keys)

    @property
    def ordered_keys(self) -> tuple[str, ...]:
        """Keys of the label and of the other names, in order of preference."""
        return tuple(header_key(text) for text in (self.label, *self.aliases))


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
        if column and column.name in seen:
            sound = False
            _report_twice(table, seen[column.name], index, findings)
        elif column:
            found[column.name] = index
            seen[column.name] = index
        elif text or not table.is_blank(index):
            unknown.append(index)
    return found if _complete(table, columns, found, unknown, findings) and sound else None


def match_tool_columns(
    table: Table, columns: Sequence[Column], unread: frozenset[str], findings: Findings
) -> dict[str, int] | None:
    """The same for a tool's export: of several names of one field the preferred one is read; the other columns
    may repeat, are of no use, and only those the profile does not know (`unread`) are announced, together.
    """
    places: dict[str, list[int]] = {}
    for index, text in enumerate(table.header):
        places.setdefault(header_key(text), []).append(index)
    found: dict[str, int] = {}
    known, sound = set(unread), True
    for column in columns:
        known |= column.keys
        key = next((key for key in column.ordered_keys if key in places), None)
        if key is None:
            continue
        found[column.name] = places[key][0]
        if len(places[key]) > 1:
            sound = False
            _report_twice(table, places[key][0], places[key][1], findings)
    unknown = [text for text in table.header if text and header_key(text) not in known]
    if unknown:
        _announce_unread(table, unknown, findings)
    return found if _complete(table, columns, found, [], findings) and sound else None


def _report_twice(table: Table, first: int, second: int, findings: Findings) -> None:
    text = table.header[second]
    findings.error(
        "duplicate_column",
        f"La colonne « {text} » est présente deux fois (colonnes {first + 1} et {second + 1}).",
        "Gardez une seule des deux colonnes.",
        **{**table.place(), "line": 1, "column": text},
    )


def _announce_unread(table: Table, names: Sequence[str], findings: Findings) -> None:
    listed = ", ".join(f"« {name[:60]} »" for name in names[:NAMED]) + ("…" if len(names) > NAMED else "")
    findings.warning(
        "unknown_column",
        f"Colonnes que le portail ne connaît pas dans cet export : {listed}.",
        "Elles n’ont pas été lues. Pour en lire une, associez-la à un champ dans les correspondances.",
        **{**table.place(), "line": 1, "column": names[0]},
    )


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
