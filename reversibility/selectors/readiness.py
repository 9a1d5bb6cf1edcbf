"""Reading the exit plan on a day: its lines, its families, its readiness."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from contracts.models import Contract
from core.engine import formats
from core.exports import Sheet
from reversibility.engine.proofs import SOON_DAYS
from reversibility.engine.readiness import PROVEN, Readiness, readiness, state_on, valid_through
from reversibility.models import ExitDeliverable
from reversibility.selectors.plan_rows import Standing, plans_of, standings

HEAD = (
    "Numéro", "Famille", "Livrable", "Partie", "Porteur", "Poids", "État", "Preuve", "Date", "Valable jusqu’au",
    "Échéance", "Critère d’acceptation",
)  # fmt: skip
LOOKS = {
    "current": ("met", "À jour"),
    "accepted": ("met", "À jour, recette signée"),
    "obsolete": ("watch", "Obsolète"),
    "absent": ("breached", "Absent"),
}


@dataclass(frozen=True)
class PlanLine:
    """One deliverable of the exit on a day: its row, its proof, the state of it, how it looks."""

    row: ExitDeliverable
    proof: str
    proof_on: date | None
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

    @property
    def carrier(self) -> str:
        """Who yields it: the side, and the person where one is named."""
        side = str(self.row.get_owner_side_display())
        return f"{self.row.owner}, {side.lower()}" if self.row.owner else side

    def due_from(self, day: date) -> date | None:
        """When it would be due if the notice were received that day; None where T0 alone does not tell."""
        return None if self.row.due_days is None else day + timedelta(days=self.row.due_days)


@dataclass(frozen=True)
class Family:
    """The deliverables of one family."""

    name: str
    lines: list[PlanLine]

    @property
    def proven(self) -> int:
        return sum(line.proven for line in self.lines)

    def weight_of(self, *states: str) -> int:
        """Weight of the lines in one of those states."""
        return sum(line.row.weight for line in self.lines if line.state in states)

    @property
    def weight(self) -> int:
        return sum(line.row.weight for line in self.lines)

    @property
    def proven_weight(self) -> int:
        return self.weight_of(*PROVEN)


@dataclass(frozen=True)
class ExitPlan:
    """The whole plan on a day."""

    readiness: Readiness
    lines: list[PlanLine]
    families: list[Family]
    day: date

    @property
    def proven(self) -> int:
        return sum(line.proven for line in self.lines)

    @property
    def lacking(self) -> list[PlanLine]:
        """What would be missing if the exit began today, heaviest first."""
        missing = [line for line in self.lines if not line.proven]
        return sorted(missing, key=lambda line: (-line.row.weight, line.row.number))

    @property
    def expiring(self) -> list[PlanLine]:
        """Proofs that count today and will not in two months, the first to end first."""
        last = self.day + timedelta(days=SOON_DAYS)
        soon = [line for line in self.lines if line.proven and line.valid_until and line.valid_until < last]
        return sorted(soon, key=lambda line: (line.valid_until or last, line.row.number))

    @property
    def equal_weights(self) -> bool:
        return len({line.row.weight for line in self.lines}) <= 1

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
    """Weights of the exit plan on a day (1 query). From the provider's side the plan is empty."""
    return readiness([one.line for one in standings(contract, day)], day)


def readiness_of(contracts: Iterable[Contract], day: date) -> dict[int, Readiness]:
    """Weights of the exit plan of each contract on a day, by the key of the contract (1 query)."""
    return {key: readiness([one.line for one in plan], day) for key, plan in plans_of(contracts, day).items()}


def exit_plan_for(contract: Contract, day: date) -> ExitPlan:
    """The exit plan on a day, with the state of each deliverable (1 query)."""
    found = standings(contract, day)
    lines = [_line(one, day) for one in found]
    families = [
        Family(str(family.label), [line for line in lines if line.row.family == family.value])
        for family in ExitDeliverable.Family
    ]
    return ExitPlan(
        readiness([one.line for one in found], day),
        lines,
        [family for family in families if family.lines],
        day,
    )


def _line(one: Standing, day: date) -> PlanLine:
    dated = one.line.proof_on
    until = valid_through(dated, one.row.validity_months) if dated else None
    return PlanLine(one.row, one.proof, dated, state_on(one.line, day), until)


def exit_sheet(plan: ExitPlan) -> Sheet:
    """The plan as a file."""
    return Sheet(
        HEAD,
        [
            (
                line.row.number,
                line.row.get_family_display(),
                line.row.name,
                line.row.get_owner_side_display(),
                line.row.owner,
                line.row.weight,
                line.word,
                line.proof,
                line.proof_on,
                line.valid_until,
                line.row.due,
                line.row.criterion,
            )
            for line in plan.lines
        ],
    )
