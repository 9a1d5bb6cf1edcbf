"""One line of « À faire »."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Todo:
    """What, until when, one action."""

    icon: str
    title: str
    detail: str
    due: date | None
    url: str
    action: str
    late: bool = False
    due_words: str = ""
    due_note: str = ""
