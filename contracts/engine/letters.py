"""A mail as paragraphs of lines: written once, read as a text and as a page."""

from __future__ import annotations

from dataclasses import dataclass

from core.engine.typography import NBSP

SIGNATURE = "Portail de pilotage du contrat"


@dataclass(frozen=True)
class Line:
    """A line of a mail, and the absolute address it leads to."""

    text: str
    url: str = ""

    @property
    def plain(self) -> str:
        return f"{self.text}{NBSP}: {self.url}" if self.url else self.text


@dataclass(frozen=True)
class Letter:
    """A mail: the same paragraphs make its text and its HTML."""

    subject: str
    paragraphs: tuple[tuple[Line, ...], ...]

    @property
    def text(self) -> str:
        return "\n\n".join("\n".join(line.plain for line in lines) for lines in self.paragraphs) + "\n"
