"""Reading the exit plan: its file, its readiness, its page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from contracts.engine.vocabulary import french_of
from contracts.engine.writing import filled
from contracts.models import Contract
from core.engine import formats
from core.exports import Sheet
from reversibility.engine.deliverables_file import SIDES
from reversibility.engine.readiness import PROVEN, Deliverable, Readiness, readiness, state_on, valid_through
from reversibility.models import ExitDeliverable

LOOKS = {
    "current": ("met", "À jour"),
    "accepted": ("met", "À jour, recette signée"),
    "obsolete": ("watch", "Obsolète"),
    "absent": ("breached", "Absent"),
}


@dataclass(frozen=True)
class PlanLine:
    """One deliverable of the exit on a day: its row, the state of its proof, how it looks."""

    row: ExitDeliverable
    state: str
    valid_until: date | None

    @property
    def look(self) -> str:
        return LOOKS[self.state][0]

    @property
    def word(self) -> str:
        return LOOKS[self.state][1]

    @property
    def glyph(self) -> str:
        return f"g-{self.look}"

    @property
    def proven(self) -> bool:
        return self.state in PROVEN


@dataclass(frozen=True)
class Family:
    """The deliverables of one family."""

    name: str
    lines: list[PlanLine]

    @property
    def proven(self) -> int:
        return sum(line.proven for line in self.lines)


@dataclass(frozen=True)
class ExitPlan:
    """The whole plan on a day."""

    readiness: Readiness
    lines: list[PlanLine]
    families: list[Family]

    @property
    def proven(self) -> int:
        return sum(line.proven for line in self.lines)

    @property
    def lacking(self) -> list[PlanLine]:
        """What would be missing if the exit began today, heaviest first."""
        missing = [line for line in self.lines if not line.proven]
        return sorted(missing, key=lambda line: (-line.row.weight, line.row.number))

    @property
    def percent(self) -> Fraction | None:
        """The score between 0 and 100; None for an empty plan."""
        score = self.readiness.score
        return None if score is None else 100 * score

    @property
    def accepted_percent(self) -> Fraction | None:
        """Share of the weights with a signed acceptance, between 0 and 100."""
        share = self.readiness.accepted_share
        return None if share is None else 100 * share

    @property
    def legend(self) -> list[tuple[str, str, str]]:
        """Look, glyph and words of each state, with its count."""
        words = {"met": "À jour", "watch": "Obsolète", "breached": "Absent"}
        return [
            (look, f"g-{look}", f"{word}, {formats.number(sum(line.look == look for line in self.lines))}")
            for look, word in words.items()
        ]


def readiness_for(contract: Contract, day: date) -> Readiness:
    """Weights of the exit plan on a day. From the provider's side the plan is empty."""
    return readiness([_deliverable(row) for row in _rows(contract)], day)


def exit_plan_for(contract: Contract, day: date) -> ExitPlan:
    """The exit plan on a day, with the state of each deliverable (1 query)."""
    rows = _rows(contract)
    lines = [
        PlanLine(
            row,
            state_on(_deliverable(row), day),
            valid_through(row.proof_on, row.validity_months) if row.proof_on else None,
        )
        for row in rows
    ]
    families = [
        Family(str(family.label), [line for line in lines if line.row.family == family.value])
        for family in ExitDeliverable.Family
    ]
    return ExitPlan(
        readiness([_deliverable(row) for row in rows], day),
        lines,
        [family for family in families if family.lines],
    )


def exit_sheet(plan: ExitPlan) -> Sheet:
    """The plan as a file."""
    return Sheet(
        ("Numéro", "Famille", "Livrable", "Porteur", "Poids", "État", "Preuve", "Date", "Valable jusqu’au"),
        [
            (
                line.row.number,
                line.row.get_family_display(),
                line.row.name,
                line.row.get_owner_side_display(),
                line.row.weight,
                line.word,
                line.row.proof,
                line.row.proof_on,
                line.valid_until,
            )
            for line in plan.lines
        ],
    )


def _rows(contract: Contract) -> list[ExitDeliverable]:
    return list(ExitDeliverable.objects.filter(contract=contract).order_by("number"))


def _deliverable(row: ExitDeliverable) -> Deliverable:
    return Deliverable(
        code=f"{row.number:03d}",
        weight=row.weight,
        proof_on=row.proof_on,
        accepted=row.accepted,
        validity_months=row.validity_months,
    )


def export_deliverables(contract: Contract) -> list[dict[str, Any]]:
    """The `[[livrable]]` tables of the contract file."""
    return [
        filled(
            numero=row.number,
            famille=row.family,
            libelle=row.name,
            partie=french_of(SIDES, row.owner_side),
            poids=row.weight,
            validite_mois=row.validity_months,
            preuve=row.proof,
            preuve_le=row.proof_on,
            recette_signee=row.accepted,
        )
        for row in _rows(contract)
    ]
