"""What a check is, and the ground it stands on: the tables of the contract file, on a day."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Place:
    """One spot to complete, in French; `warns` where nothing is missing and something deserves a look."""

    text: str
    warns: bool = False


@dataclass(frozen=True)
class Ground:
    """The contract as its file tells it, on a day.

    `tables`: what `contract_tables` builds, or a parsed contract file. `perceived` and `leading`: codes of the
    catalogue's indicators that users live, and that warn before. A setting counts as chosen only where the
    version in force names it.
    """

    tables: Mapping[str, Any]
    today: date
    perceived: Collection[str] = ()
    leading: Collection[str] = ()

    def rows(self, name: str) -> list[Row]:
        """The tables `[[name]]`, in order."""
        return list(self.tables.get(name, ()))

    def table(self, *names: str) -> Row:
        """The table `[name]`, or one inside it; an empty one where it is absent."""
        found: Any = self.tables
        for name in names:
            found = found.get(name, {})
        return dict(found)

    @cached_property
    def version(self) -> Row:
        """The version in force; the first one before the contract begins."""
        rows = sorted(self.rows("version"), key=lambda row: row["effet"])
        begun = [row for row in rows if row["effet"] <= self.today]
        return begun[-1] if begun else rows[0] if rows else {}

    @cached_property
    def settings(self) -> Row:
        """The settings that the version in force names."""
        return dict(self.version.get("reglages", {}))

    @cached_property
    def promises(self) -> list[Row]:
        """The commitments in force or to come."""
        return [row for row in self.rows("engagement") if row.get("fin", date.max) >= self.today]

    def promises_of(self, *kinds: str) -> list[Row]:
        return [row for row in self.promises if row["nature"] in kinds]

    def has_clause(self, theme: str) -> bool:
        """True when some `[[clause]]` bears on the theme."""
        return any(row.get("theme") == theme for row in self.rows("clause"))

    def has_actor(self, role: str) -> bool:
        """True when someone holds the role today."""
        return any(
            row.get("role") == role and row.get("au", date.max) >= self.today for row in self.rows("acteur")
        )


Predicate = Callable[[Ground], bool]


def always(ground: Ground) -> bool:
    """A check that bears on every contract."""
    return True


@dataclass(frozen=True)
class Check:
    """One check of the audit; texts are those shown to people.

    `lack`: the finding in words. `held`: the same once in order. `why`: one sentence. `source`: demand of the
    founding articles, or rule of the trade. `field`: what to fill; `key`: its key in the contract file;
    `page`: name of the address where it is shown or filled. `places`: what is missing, spot by spot; none when
    all is well. `applies`: false where another check already tells of what this one would rest on.
    """

    code: str
    lack: str
    held: str
    why: str
    source: str
    field: str
    key: str
    page: str
    places: Callable[[Ground], list[Place]]
    applies: Predicate = always


def lacking(rows: Iterable[Row], key: str, name: Callable[[Row], str]) -> list[Place]:
    """A place for each row without the key, or with an empty one; 0 and false say something."""
    return [Place(name(row)) for row in rows if row.get(key) in (None, "", [], {})]


def unless(held: bool, text: str) -> list[Place]:
    """One place when something does not hold."""
    return [] if held else [Place(text)]


def numbered(row: Row) -> str:
    """« n° 3, 42 serveurs »."""
    return f"n° {row['numero']}, {row['element']}"


def coded(row: Row) -> str:
    """« E04 GTR P1 »."""
    return f"{row['code']} {row['libelle']}"


def listed(value: Any) -> list[str]:
    """Codes of a key that holds one or several."""
    if value in (None, ""):
        return []
    return [value] if isinstance(value, str) else list(value)
