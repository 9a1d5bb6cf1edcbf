"""The tickets out of time that a declared figure leaves out: one number for every page and pack."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class LeftOut:
    """What the declared count of one commitment omits: how many tickets, and those it may be."""

    code: str
    tickets: Collection[str]
    count: int

    @property
    def is_named(self) -> bool:
        """Whether the tickets are known; otherwise only their number is, and they are out of time."""
        return len(self.tickets) == self.count


def late_left_out(omissions: Iterable[LeftOut], late: Collection[tuple[str, str]]) -> int:
    """How many tickets out of time are left out, each once. `late`: code and reference of what missed the month."""
    named: set[str] = set()
    unnamed = 0
    for one in omissions:
        if one.is_named:
            named |= {reference for reference in one.tickets if (one.code, reference) in late}
        else:
            unnamed += one.count
    return len(named) + unnamed
