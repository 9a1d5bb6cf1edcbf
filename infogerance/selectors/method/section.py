"""One rule of the method: what is done by default, which setting changes it, one worked example."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from contracts.engine.rules import Rules
from contracts.engine.settings_file import write_settings
from contracts.engine.vocabulary import SETTING_KEYS

FIRST_DAY = date(2026, 11, 22)
"""The day from which version 1 of every rule holds."""


@dataclass(frozen=True)
class Setting:
    """A key of the contract file, and its value when the contract says nothing."""

    key: str
    default: str


@dataclass(frozen=True)
class Section:
    """One rule. `settings`: names of the contract's settings that change it; none when nothing does."""

    anchor: str
    title: str
    default: str
    settings: tuple[str, ...]
    example: tuple[str, ...]
    result: str
    version: int = 1
    since: date = FIRST_DAY

    @property
    def parameters(self) -> list[Setting]:
        """The settings as the contract file writes them, with their defaults."""
        return [Setting(SETTING_KEYS.get(name, name), default_of(name)) for name in self.settings]


def default_of(name: str) -> str:
    """The default value of one setting, in the words of the contract file."""
    value = write_settings({name: Rules().to_mapping()[name]})[SETTING_KEYS.get(name, name)]
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, list):
        return ", ".join(value)
    return str(value).replace(".", ",")
