"""The settings of a contract version, in the words of the contract file, both ways."""

from __future__ import annotations

from dataclasses import fields
from decimal import Decimal
from typing import Any, get_type_hints

from contracts.engine.penalty_settings import contradictions
from contracts.engine.reading import Entry
from contracts.engine.rules import RuleError, Rules
from contracts.engine.vocabulary import REASONS, SETTING_KEYS, WORDS, french_of
from contracts.engine.writing import plain_number

KEYS = {SETTING_KEYS.get(setting.name, setting.name): setting.name for setting in fields(Rules)}
"""Key of the file -> setting, for every setting there is."""


def read_settings(entry: Entry) -> dict[str, Any]:
    """The settings that the table names, as plain values for `Rules.from_mapping`; problems are collected."""
    found: dict[str, Any] = {}
    for key, name in KEYS.items():
        if not entry.has(key):
            continue
        value = _code(entry, key, name)
        if value is None:
            continue
        try:
            Rules.from_mapping({name: value})
        except RuleError as error:
            entry.complain(str(error).replace(name, key), "Corrigez la valeur, ou retirez la ligne.")
        else:
            found[name] = str(plain_number(value)) if isinstance(value, Decimal) else value
    for message, remedy in contradictions(found):
        entry.complain(message, remedy)
    entry.close()
    return _plain(found)


def write_settings(settings: dict[str, Any]) -> dict[str, Any]:
    """The table of the file for stored settings: only those that the version states."""
    hints = get_type_hints(Rules)
    return {key: _word(name, hints[name], settings[name]) for key, name in KEYS.items() if name in settings}


def _code(entry: Entry, key: str, name: str) -> Any:
    if name in WORDS:
        return entry.choice(key, WORDS[name]) or None
    if name == "suspension_reasons":
        return _reasons(entry, key)
    return entry.values[key]


def _reasons(entry: Entry, key: str) -> list[str] | None:
    words = entry.texts(key, required=True)
    for word in words:
        if word not in REASONS:
            entry.complain(
                f"« {key} » contient « {word} », qui n’est pas admis.",
                f"Motifs admis : {', '.join(REASONS)}.",
            )
            return None
    return [REASONS[word] for word in words]


def _plain(found: dict[str, Any]) -> dict[str, Any]:
    """The same settings as they are stored: what `Rules` writes, restricted to what the file states."""
    written = Rules.from_mapping(found).to_mapping()
    return {name: written[name] for name in found}


def _word(name: str, kind: Any, value: Any) -> Any:
    if name in WORDS:
        return french_of(WORDS[name], value)
    if name == "suspension_reasons":
        return [french_of(REASONS, reason) for reason in value]
    return plain_number(Decimal(value)) if kind is Decimal else value
