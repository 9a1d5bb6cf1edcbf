"""What a register is made of: plain facts, and questions that one answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

FactKind = Literal["flag", "text", "whole", "day", "word"]


@dataclass(frozen=True)
class Question:
    """One item of a register: its code in the contract file, what is asked, where it comes from."""

    code: str
    text: str
    source: str


@dataclass(frozen=True)
class Fact:
    """One plain fact: its key in the contract file, its label, the kind of its value, a word of help.

    `options`: for the kind `word`, the words of a closed list, as they are kept, with what a person reads.
    """

    code: str
    label: str
    kind: FactKind
    help: str = ""
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Register:
    """One register: its code, its name, the text it follows, its facts and its questions, in order."""

    code: str
    name: str
    text: str
    facts: tuple[Fact, ...]
    questions: tuple[Question, ...]

    def question(self, code: str) -> Question | None:
        return next((one for one in self.questions if one.code == code), None)
