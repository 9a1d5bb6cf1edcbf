"""One access in words, as pages show it on a day, and the list of what is changed on the day of the exit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from contracts.models import Contract
from core.engine import formats
from core.exports import Sheet
from reversibility.engine.access_cells import MFA_LABELS, SIDE_LABELS, write_access
from reversibility.engine.accesses import (
    KIND,
    WITHOUT_MFA,
    Access,
    Held,
    Risk,
    risks_of,
    steps_at_exit,
    to_change_at_exit,
)
from reversibility.selectors.access_rows import AccessRow, access_rows

HELD = {
    Held.CLIENT: "Client seul", Held.PROVIDER: "Prestataire seul", Held.BOTH: "Les deux parties", Held.NOBODY: "Personne",
}  # fmt: skip
RISKS = {
    Risk.NOBODY: ("breached", "Sans détenteur"),
    Risk.PROVIDER_ALONE: ("breached", "Prestataire seul"),
    Risk.NO_MFA: ("breached", "Sans MFA"),
    Risk.NEVER_TESTED: ("watch", "Secours jamais essayé"),
    Risk.EXPIRING: ("watch", "Échéance proche"),
    Risk.ROTATION: ("watch", "Rotation en retard"),
}
"""Look and words of each risk."""


@dataclass(frozen=True)
class AccessLine:
    """One access as the page shows it on a day."""

    row: AccessRow
    today: date
    edit_url: str = ""
    is_open: bool = False

    @property
    def access(self) -> Access:
        return self.row.access

    @property
    def kind(self) -> str:
        return KIND[self.access.kind].label

    @property
    def parties(self) -> list[tuple[str, str]]:
        """« Client », « Référent IT, DSI »: the sides that hold it, with their roles."""
        return [
            (label, ", ".join(self.access.roles(side)))
            for side, label in SIDE_LABELS.items()
            if self.access.roles(side)
        ]

    @property
    def mfa(self) -> str:
        """The second factor; without object where nobody signs in."""
        without = self.access.kind in WITHOUT_MFA and self.access.mfa == "unknown"
        return "Sans objet" if without else MFA_LABELS[self.access.mfa]

    @property
    def rotation(self) -> str:
        """« à refaire le 12/06/2026 », « tous les 12 mois »."""
        due, months = self.access.rotation_due, self.access.rotation_months
        if due:
            late = "était due le" if due < self.today else "due le"
            return f"{late} {formats.date_short(due)}"
        return f"tous les {formats.number(months)} mois" if months else ""

    @property
    def expiry(self) -> str:
        """« expire dans 12 jours, le 22/04/2026 »."""
        day = self.access.expires_on
        if day is None:
            return ""
        left = (day - self.today).days
        if left < 0:
            return f"expiré depuis le {formats.date_short(day)}"
        return f"expire le {formats.date_short(day)}, dans {formats.count(left, 'jour')}"

    @property
    def risks(self) -> list[tuple[str, str]]:
        """Look and words of each risk."""
        return [RISKS[risk] for risk in risks_of(self.access, self.today)]

    @property
    def steps(self) -> tuple[str, ...]:
        return steps_at_exit(self.access)

    @property
    def held(self) -> str:
        return HELD[self.access.held]


def exit_lines(contract: Contract, today: date) -> list[AccessLine]:
    """What the provider holds, in the order in which it is changed on the day of the exit (2 queries)."""
    rows = {row.access.key: row for row in access_rows(contract)}
    return [
        AccessLine(rows[one.key], today) for one in to_change_at_exit(row.access for row in rows.values())
    ]


def access_exit_sheet(lines: Sequence[AccessLine]) -> Sheet:
    """The list of the exit, with an empty column for the day it is done and one for the proof."""
    head = ("Ordre", "Système", "Nature", "Détenteurs", "Lieu du secret", "À faire", "Fait le", "Preuve")
    return Sheet(
        head,
        [
            (
                rank, line.access.system, line.kind, write_access(line.access)["holders"], line.access.kept_in,
                ", puis ".join(_lowered(line.steps)), None, None,
            )
            for rank, line in enumerate(lines, 1)
        ],
    )  # fmt: skip


def _lowered(steps: Sequence[str]) -> list[str]:
    """One sentence of several."""
    return [step if rank == 0 else step[0].lower() + step[1:] for rank, step in enumerate(steps)]
