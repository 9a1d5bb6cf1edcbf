"""A whole list of the scope, judged before anything is stored: which lines it makes, and every cell to correct."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from contracts.engine.list_faults import Fault, ListRefused
from contracts.engine.naming import Words, words_of
from contracts.engine.scope_cells import COLUMNS, Setting, Unread, read_number, read_status
from contracts.engine.scope_rows import read_row
from contracts.engine.terms import ScopeLine

Key = tuple[str, int]


def last_numbers(lines: Iterable[ScopeLine]) -> dict[str, int]:
    """The highest number ever borne in each section: one that an item has left is not given to another."""
    last: dict[str, int] = {}
    for line in lines:
        for status, number in (line.key, *((former.status, former.number) for former in line.formers)):
            last[status] = max(number, last.get(status, 0))
    return last


@dataclass
class _Reader:
    """The list as it is read: where each line of the scope was given, the next free numbers, the faults."""

    setting: Setting
    known: Mapping[Key, ScopeLine]
    lines: dict[Key, ScopeLine] = field(default_factory=dict)
    given: dict[Key, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    names: dict[tuple[str, Words], list[Key]] = field(default_factory=dict)
    last: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for key, line in self.known.items():
            self.names.setdefault((line.status, words_of(line.name)), []).append(key)

    def reserve(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Lines without a number come after every number known or given."""
        self.last = last_numbers(self.known.values())
        for row in rows:
            try:
                status = read_status("status", row.get("status", ""), self.setting)
                number = read_number("number", row.get("number", ""), self.setting)
            except Unread:
                continue
            self.last[status] = max(number or 0, self.last.get(status, 0))

    def take(self, row: Mapping[str, Any]) -> None:
        before = len(self.faults)
        status, number = self._identity(row)
        key = self._key(row, status, number) if status and len(self.faults) == before else None
        blank = ScopeLine(0, status or "in", "", None, "", None)
        known = self.known.get(key, blank) if key else blank
        line, wrongs = read_row(
            {name: cell for name, cell in row.items() if name in COLUMNS}, known, self.setting
        )
        for wrong in wrongs:
            if status or wrong.field != "grey_since":
                self._fault(row, wrong.field, wrong.value, wrong.message, wrong.remedy)
        if key:
            self.lines[key] = replace(line, status=key[0], number=key[1])

    def _identity(self, row: Mapping[str, Any]) -> tuple[str, int | None]:
        found: list[Any] = []
        for name, read in (("status", read_status), ("number", read_number)):
            try:
                found.append(read(name, row.get(name, ""), self.setting))
            except Unread as unread:
                self._fault(row, name, row[name], unread.message, unread.remedy)
                found.append(None)
        if found[0] == "":
            self._fault(row, "status", "", "Le statut manque.", "Écrivez Inclus, Exclu ou Zone grise.")
        return found[0] or "", found[1]

    def _key(self, row: Mapping[str, Any], status: str, number: int | None) -> Key | None:
        """The line meant: by its number, else by its name, else a new one."""
        named = (status, words_of(row.get("name", "")))
        if number is None:
            same = self.names.get(named, [])
            if len(same) > 1:
                self._fault(
                    row, "number", "", "Plusieurs éléments portent ce nom.", "Donnez le numéro de celui-ci."
                )
                return None
            number = same[0][1] if same else self.last.get(status, 0) + 1
            self.last[status] = max(number, self.last.get(status, 0))
        key = (status, number)
        if key in self.given:
            self._fault(
                row, "number", str(number), f"Cet élément est déjà donné en ligne {self.given[key]}.",
                "Gardez une seule des deux lignes, ou changez son numéro.",
            )  # fmt: skip
            return None
        self.given[key] = row["line"]
        if not self.names.get(named):
            self.names[named] = [key]
        return key

    def _fault(self, row: Mapping[str, Any], name: str, value: str, message: str, remedy: str) -> None:
        self.faults.append(Fault(row["line"], COLUMNS[name], value, message, remedy))


def read_scope_list(
    rows: Sequence[Mapping[str, Any]], known: Mapping[Key, ScopeLine], setting: Setting
) -> list[ScopeLine]:
    """The lines that a list gives (texts by field, and `line`). Raises ListRefused with every fault of every line.

    Lines of the scope that the list does not give are not of the result: nobody is removed by an omission.
    """
    reader = _Reader(setting, known)
    reader.reserve(rows)
    for row in rows:
        reader.take(row)
    if reader.faults:
        raise ListRefused(reader.faults)
    return list(reader.lines.values())
