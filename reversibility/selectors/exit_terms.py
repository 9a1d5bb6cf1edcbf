"""What the contract says of leaving, as the engine reads it and as its file writes it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import OuterRef

from contracts.engine.vocabulary import french_of
from contracts.engine.writing import filled, other_than, plain_number
from contracts.models import Contract
from core.engine import formats
from core.gathering import gather
from reversibility.engine.costs import Cost, CostClause
from reversibility.engine.exit_clause_file import OWNER, OWNERS
from reversibility.engine.phases import REFERENCE_PHASES, Phase
from reversibility.engine.simulator import ExitTerms
from reversibility.engine.unsaid import kept_cutover, kept_fees, kept_months
from reversibility.models import ExitClause, ExitPhase, ExitUnit


@dataclass(frozen=True)
class AgreedExit:
    """The terms of the exit. `clause` None: the contract says nothing of them, they are references only."""

    terms: ExitTerms
    clause: ExitClause | None
    units: list[ExitUnit]
    own_phases: bool

    @property
    def place(self) -> str:
        """Where the contract says it: « art. 14.4 »; empty where it does not."""
        return self.clause.clause if self.clause else ""

    @property
    def says_months(self) -> bool:
        """Whether the contract says how long the transition lasts at least."""
        return not _is_partial(self.clause, "transition_min")

    def said_most(self, cost: Cost) -> Decimal | None:
        """What leaving costs at most by the contract's own words: its high range, else its cap; None without either."""
        if cost.fixed or not _is_partial(self.clause, "fees_high"):
            return cost.due_high
        return cost.cap

    @property
    def kept(self) -> str:
        """What is counted with though the contract does not say it: « transition de 6 à 12 mois, bascule … »."""
        terms = self.terms
        found = {
            f"transition de {terms.transition_min} à {terms.transition_max} mois": _is_partial(
                self.clause, "transition_min", "transition_max"
            ),
            f"bascule {terms.cutover} mois après le préavis": _is_partial(self.clause, "cutover"),
            "phases": not self.own_phases,
            f"coût de {fees_words(terms.cost)}": self.keeps_fees,
        }
        return ", ".join(words for words, unsaid in found.items() if unsaid)

    @property
    def keeps_fees(self) -> bool:
        """True where the range in monthly fees counts, and the contract does not say it whole."""
        return self.terms.cost.fixed is None and _is_partial(self.clause, "fees_low", "fees_high")


def fees_words(cost: CostClause) -> str:
    """« 4 à 7 forfaits »."""
    low, high = Fraction(cost.fees_low), Fraction(cost.fees_high)
    return f"{formats.number(low)} à {formats.count(high, 'forfait')}"


def _is_partial(clause: ExitClause | None, *names: str) -> bool:
    return clause is None or any(getattr(clause, name) is None for name in names)


def agreed_exit_of(contract: Contract) -> AgreedExit:
    """The exit clause of a contract, or the references of practice in its place (1 query)."""
    read = gather(
        ExitClause.objects.filter(contract=contract),
        phases=ExitPhase.objects.filter(contract=OuterRef("contract")),
        units=ExitUnit.objects.filter(contract=OuterRef("contract")),
    )
    if not read:
        return AgreedExit(ExitTerms(), None, [], False)
    clause, of = read[0]
    rows, units = (sorted(of[name], key=lambda one: one.rank) for name in ("phases", "units"))
    phases = tuple(
        Phase(row.name, row.starts, row.ends, row.owner_side, row.families, row.double_run) for row in rows
    )
    fees_low, fees_high = kept_fees(clause.fees_low, clause.fees_high)
    cost = CostClause(
        fees_low=fees_low,
        fees_high=fees_high,
        fixed=clause.fixed_cost,
        cap=clause.cap,
        cap_fees=clause.cap_fees,
        units_low=sum((unit.low * unit.unit_price for unit in units), start=Decimal(0)),
        units_high=sum((unit.high * unit.unit_price for unit in units), start=Decimal(0)),
    )
    months = kept_months(clause.transition_min, clause.transition_max)
    terms = ExitTerms(*months, kept_cutover(clause.cutover), phases or REFERENCE_PHASES, cost)
    return AgreedExit(terms, clause, units, bool(phases))


def export_exit_clause(contract: Contract) -> dict[str, Any]:
    """The `[sortie]` table of the contract file; empty where nothing is agreed."""
    read = gather(
        ExitClause.objects.filter(contract=contract),
        phases=ExitPhase.objects.filter(contract=OuterRef("contract")),
        units=ExitUnit.objects.filter(contract=OuterRef("contract")),
    )
    if not read:
        return {}
    row, of = read[0]
    phases, units = (sorted(of[name], key=lambda one: one.rank) for name in ("phases", "units"))
    months = {
        "transition_min_mois": row.transition_min,
        "transition_max_mois": row.transition_max,
        "bascule_mois": row.cutover,
    }
    amounts = {
        "forfaits_bas": row.fees_low,
        "forfaits_hauts": row.fees_high,
        "cout_fixe": row.fixed_cost,
        "plafond": row.cap,
        "plafond_forfaits": row.cap_fees,
    }
    return {
        **filled(clause=row.clause),
        **{key: month for key, month in months.items() if month is not None},
        **{key: plain_number(amount) for key, amount in amounts.items() if amount is not None},
        **filled(exercice_tous_les_mois=row.drill_every_months or None),
        **filled(phase=[_phase(phase) for phase in phases], uo=[_unit(unit) for unit in units]),
    }


def _phase(row: ExitPhase) -> dict[str, Any]:
    return {"nom": row.name, "debut": row.starts, "fin": row.ends} | filled(
        partie=french_of(OWNERS, other_than(OWNER, row.owner_side)),
        familles=row.families,
        double_exploitation=row.double_run,
    )


def _unit(row: ExitUnit) -> dict[str, Any]:
    return {
        "libelle": row.name,
        "prix": plain_number(row.unit_price),
        "quantite_basse": plain_number(row.low),
        "quantite_haute": plain_number(row.high),
    }
