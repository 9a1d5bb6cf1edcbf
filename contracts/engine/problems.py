"""What is to be corrected in a file, and the refusal that tells it all at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing to correct: where it is, what is wrong, what to do. All three in French."""

    place: str
    message: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.place} : {self.message} {self.remedy}"


class FileRefused(Exception):
    """The file cannot be taken as it is; nothing was written."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))
