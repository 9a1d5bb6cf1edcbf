"""When minutes are due, until when the provider may remark on them, and what its silence is worth."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from contracts.engine.dates import business_days_after
from core.engine import formats
from governance.engine.wording import count_of

USUAL = 5
"""Business days for either step where the contract says nothing: a day to aim at, never an approval."""


@dataclass(frozen=True)
class ReadingRule:
    """What a contract says of the minutes of one kind of committee; None where it says nothing of a delay."""

    minutes_within: int | None = None
    remarks_within: int | None = None
    silence_approves: bool = False

    def minutes_by(self, held_on: date, holidays: Collection[date]) -> date:
        """The day on which the client gives the minutes to read."""
        return business_days_after(held_on, self.minutes_within or USUAL, holidays)

    def remarks_by(self, given_on: date, holidays: Collection[date]) -> date:
        """The last day on which the provider may remark on them, from the day they were given."""
        return business_days_after(given_on, self.remarks_within or USUAL, holidays)

    @property
    def words(self) -> str:
        """« Relevé remis sous 5 jours ouvrés. Remarques sous 10 jours ouvrés. Le silence vaut approbation. »"""
        said = []
        if self.minutes_within:
            said.append(f"Relevé remis sous {_days(self.minutes_within)}.")
        if self.remarks_within:
            said.append(f"Remarques sous {_days(self.remarks_within)}.")
        said.append(
            "Passé ce délai, le silence du prestataire vaut approbation."
            if self.silence_approves
            else "Le contrat ne dit pas que le silence vaut approbation : la lecture du prestataire est attendue."
        )
        return " ".join(said)

    def awaited(self, last_day: date) -> str:
        """What comes of it if the provider says nothing, once the minutes were given to read."""
        day = formats.date_short(last_day)
        if self.silence_approves:
            return f"Sans remarque du prestataire jusqu’au {day} inclus, le relevé est approuvé par silence."
        return f"La lecture du prestataire est attendue jusqu’au {day} ; un rappel lui est ensuite envoyé."


def _days(number: int) -> str:
    return count_of(number, "jour ouvré", "jours ouvrés")
