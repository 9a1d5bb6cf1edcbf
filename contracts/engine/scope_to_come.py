"""What an approved amendment will change of the scope on its day, read again over the scope as it then stands."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from contracts.engine.problems import FileRefused, Problem
from contracts.engine.reading import NO_DAY, Entry
from contracts.engine.scope_amending import Key, KnownScope, ScopeChange, read_scope_changes
from contracts.engine.scope_words import STATUSES
from contracts.engine.terms import ScopeLine, Version
from contracts.engine.writing import write_toml


def scope_part(tables: Mapping[str, Any]) -> str:
    """The tables that speak of the scope, as text; empty where none does."""
    return write_toml({one.word: tables[one.word] for one in STATUSES if tables.get(one.word)})


def tables_of_text(text: str) -> dict[str, Any]:
    """The tables of a text that `scope_part` wrote, or of a change already checked."""
    return tomllib.loads(text, parse_float=Decimal)


def read_to_come(text: str, known: KnownScope, place: str) -> tuple[ScopeChange, ...]:
    """The changes as they stand over the scope that is known. Raises FileRefused where they no longer hold."""
    root = Entry(tables_of_text(text), place, [])
    changes = read_scope_changes(root, known)
    root.close()
    if root.problems:
        raise FileRefused(root.problems)
    return changes


def laid_over(lines: Mapping[Key, ScopeLine], changes: Iterable[ScopeChange]) -> dict[Key, ScopeLine]:
    """The lines once the changes are laid over them, by their new section and number."""
    laid = dict(lines)
    listed = list(changes)
    for change in listed:
        if change.before is not None:
            del laid[change.before.key]
    return laid | {one.after.key: one.after for one in listed}


def check_coming(
    versions: Iterable[Version], scope: Iterable[ScopeLine], sites: tuple[str, ...], starts_on: date
) -> list[Problem]:
    """What stands against the changes to come that the versions of a file tell, each over what the one before leaves."""
    lines = {line.key: line for line in scope}
    found: list[Problem] = []
    for version in versions:
        if version.effective_on == NO_DAY:
            continue
        known = KnownScope(lines, sites, starts_on, version.effective_on)
        try:
            changes = read_to_come(version.coming, known, f"version {version.number}, à venir")
        except FileRefused as refusal:
            found += refusal.problems
        else:
            lines = laid_over(lines, changes)
    return found
