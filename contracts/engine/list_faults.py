"""What a list is refused for: every cell to correct, line by line, and then nothing of it is stored."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One cell to correct; `line` counts as a spreadsheet does (0: a form), `column` is the name read in its head.

    `value` stays empty where it must not be told again: it may be a secret.
    """

    line: int
    column: str
    value: str
    message: str
    remedy: str


class ListRefused(Exception):
    """Nothing was stored; `faults` are in the order of the lines."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(f"{len(self.faults)} faults")
