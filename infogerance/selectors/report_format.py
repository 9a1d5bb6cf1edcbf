"""The columns of a delivery, read from the very tables that the import uses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.engine.typography import ABSENT
from reports.engine.companions import COLUMNS as COMPANIONS
from reports.engine.companions import LIABILITIES
from reports.engine.headers import Column
from reports.engine.profiles import PROFILES
from reports.engine.profiles.native import COLUMNS as TICKETS
from reports.engine.profiles.native import PROFILE

KINDS: Mapping[str, str] = {
    "text": "texte",
    "reference": "texte, sans espace",
    "date": "jj/mm/aaaa hh:mm",
    "number": "nombre, virgule décimale",
    "integer": "nombre entier",
    "flag": "oui ou non",
    "choice": "l’une des valeurs admises",
}
COMPANION_TITLES: Mapping[str, tuple[str, str]] = {
    "status_log": ("Journal des statuts", "Sans lui, le temps suspendu n’est que déclaré, jamais vérifié."),
    "outages": ("Pannes", "Sans lui, cochez « aucune panne » : sinon la disponibilité est non mesurable."),
    "maintenance": ("Maintenances", "Une maintenance sans date d’annonce compte comme une panne."),
    "declared": ("Chiffres déclarés", "Un taux par engagement, confronté au recalcul."),
}


@dataclass(frozen=True)
class ColumnLine:
    """One column, as the page shows it."""

    label: str
    need: str
    content: str
    also: str


@dataclass(frozen=True)
class FileFormat:
    """One file of a delivery."""

    anchor: str
    title: str
    note: str
    columns: tuple[ColumnLine, ...]

    @property
    def label(self) -> str:
        """Name of the table, unlike the section's."""
        return f"{self.title}, colonne par colonne"


@dataclass(frozen=True)
class ReportFormat:
    """What the page lists: the file of tickets, those that go with it, the words admitted, the tools known."""

    tickets: FileFormat
    companions: tuple[FileFormat, ...]
    types: str
    statuses: str
    liabilities: str
    tools: str


def report_format() -> ReportFormat:
    """The native format, file by file."""
    return ReportFormat(
        tickets=FileFormat("tickets", "Tickets", "Le seul fichier obligatoire.", _lines(TICKETS)),
        companions=tuple(
            FileFormat(kind.replace("_", "-"), title, note, _lines(COMPANIONS[kind]))
            for kind, (title, note) in COMPANION_TITLES.items()
        ),
        types=_first_words(PROFILE.types),
        statuses=_first_words(PROFILE.statuses),
        liabilities=_first_words(LIABILITIES),
        tools="\u00a0; ".join(profile.label for profile in PROFILES.values() if profile is not PROFILE),
    )


def _lines(columns: Iterable[Column]) -> tuple[ColumnLine, ...]:
    return tuple(
        ColumnLine(
            label=column.label,
            need="obligatoire" if column.required else "attendue" if column.expected else "facultative",
            content=KINDS[column.kind],
            also=", ".join(column.aliases) or ABSENT,
        )
        for column in columns
    )


def _first_words(words: Mapping[str, str]) -> str:
    """The first word of each value: the one the portal writes itself."""
    first: dict[str, str] = {}
    for word, code in words.items():
        first.setdefault(code, word)
    return ", ".join(first.values())
