"""How many questions were put, answered, put off: one count for the list, the minutes and their paper."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from governance.engine.wording import count_of

ASKED, POSTPONED, MOOT = "asked", "postponed", "moot"


@dataclass(frozen=True)
class Tally:
    """A question put off was not answered; one that became moot was not put to the vote."""

    asked: int
    taken: int
    postponed: int
    moot: int

    @property
    def words(self) -> str:
        """« 4 décisions prises, 2 reportées », « aucune décision prise »."""
        taken = count_of(self.taken, "décision prise", "décisions prises")
        parts = [taken if self.taken else "aucune décision prise"]
        if self.postponed:
            parts.append(count_of(self.postponed, "reportée"))
        return ", ".join(parts)


def tally(states: Iterable[str]) -> Tally:
    """The count of some questions by their states."""
    found = list(states)
    asked, postponed, moot = (found.count(state) for state in (ASKED, POSTPONED, MOOT))
    return Tally(asked, len(found) - asked - postponed - moot, postponed, moot)
