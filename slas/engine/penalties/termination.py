"""The right to terminate that repeated misses open, where the contract has such a clause."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from slas.engine.verdicts import Verdict

JUDGED = (Verdict.MET, Verdict.BREACHED)


@dataclass(frozen=True)
class TerminationClause:
    """Consecutive months missed, or months missed among twelve; 0: the contract has no such clause."""

    consecutive: int = 0
    in_twelve: int = 0


@dataclass(frozen=True)
class TerminationRight:
    """Whether the right is open, and by which count: `3 consecutive` or `4 in 12`."""

    open: bool
    because: str = ""
    count: int = 0

    @property
    def words(self) -> str:
        """« 4 mois manqués de suite », « 4 mois manqués sur douze »; empty while the right is closed."""
        if not self.open:
            return ""
        return (
            f"{self.count} mois manqués {'de suite' if self.because.endswith('consecutive') else 'sur douze'}"
        )


def termination_right(verdicts: Sequence[str], clause: TerminationClause) -> TerminationRight:
    """The right as the last month leaves it; `verdicts` of one commitment, oldest first.

    Months without object, not measurable or pending neither break nor extend the streak.
    """
    judged = [verdict for verdict in verdicts if verdict in JUDGED]
    streak = next((n for n, v in enumerate(reversed(judged)) if v != Verdict.BREACHED), len(judged))
    if clause.consecutive and streak >= clause.consecutive:
        return TerminationRight(True, f"{clause.consecutive} consecutive", streak)
    missed = sum(verdict == Verdict.BREACHED for verdict in verdicts[-12:])
    if clause.in_twelve and missed >= clause.in_twelve:
        return TerminationRight(True, f"{clause.in_twelve} in 12", missed)
    return TerminationRight(False)
