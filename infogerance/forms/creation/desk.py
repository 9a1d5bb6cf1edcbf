"""What the steps of the guided form are filled from, and what a filled one is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from infogerance.engine.creation.answers import Copied
from infogerance.forms.creation.rows import NamedRows


@dataclass(frozen=True)
class Desk:
    """The model, the clients whose contract the person may create, what is copied, the users already told."""

    model: Mapping[str, Any]
    clients: tuple[str, ...]
    copied: Copied
    users: int | None = None


@dataclass(frozen=True)
class Filled:
    """One step with what was typed: a form, tables of rows, or both; `answer` once it is valid."""

    form: forms.Form | None
    tables: tuple[NamedRows, ...]
    answer: Callable[[], Any]

    def is_valid(self) -> bool:
        """True when every part is; every part is checked, so that all that is wrong is said at once."""
        return all([part.is_valid() for part in (self.form, *self.tables) if part is not None])

    def owns(self, name: str) -> bool:
        """Whether a posted field is one of this step's."""
        return bool(self.form and name in self.form.fields) or any(
            name.startswith(f"{table.prefix}-") for table in self.tables
        )
