"""The exit clause of the contract file, checked before anything is written."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from contracts.engine.reading import Entry, complain_of_repeats
from reversibility.engine.deliverables_file import FAMILIES
from reversibility.engine.unsaid import kept_cutover

OWNERS = {"client": "client", "prestataire": "provider", "les_deux": "both"}
FARTHEST = 60
OWNER = "both"
"""Who holds a phase that names nobody."""


@dataclass(frozen=True)
class PhaseLine:
    """One phase, in months after the notice."""

    rank: int
    name: str
    starts: int
    ends: int
    owner_side: str
    families: str
    double_run: bool


@dataclass(frozen=True)
class UnitLine:
    """Work units that the exit will take."""

    rank: int
    name: str
    unit_price: Decimal
    low: Decimal
    high: Decimal


@dataclass(frozen=True)
class ClauseLine:
    """Transition in months, price in monthly fees or euros; None for what the contract does not say.

    `drill_every_months`: 0 where no interval is agreed.
    """

    clause: str
    transition_min: int | None
    transition_max: int | None
    cutover: int | None
    fees_low: Decimal | None
    fees_high: Decimal | None
    fixed_cost: Decimal | None
    cap: Decimal | None
    cap_fees: Decimal | None
    drill_every_months: int


SILENT = ClauseLine("", None, None, None, None, None, None, None, None, 0)


@dataclass(frozen=True)
class ExitClauseFile:
    """The `[sortie]` table; nothing in it where the file has none, or one that says nothing."""

    clause: ClauseLine | None
    phases: tuple[PhaseLine, ...] = ()
    units: tuple[UnitLine, ...] = ()


def read_exit_clause(root: Entry) -> ExitClauseFile:
    """The `[sortie]` table with its phases and work units. Problems go to `root.problems`."""
    if not root.has("sortie"):
        return ExitClauseFile(None)
    entry = root.table("sortie", "sortie")
    line = _read_clause(entry)
    phases = tuple(_read_phase(one, rank) for rank, one in enumerate(entry.tables("phase"), 1))
    cutover = kept_cutover(line.cutover)
    if phases and cutover not in {phase.ends for phase in phases}:
        entry.complain(
            f"aucune phase ne finit au mois de la bascule ({cutover}).",
            "Écrivez bascule_mois, ou corrigez la fin d’une phase.",
        )
    units = tuple(_read_unit(one, rank) for rank, one in enumerate(entry.tables("uo"), 1))
    complain_of_repeats(zip([entry] * len(phases), (phase.name for phase in phases), strict=True), "la phase")
    entry.close()
    silent = line == SILENT and not phases and not units
    return ExitClauseFile(None if silent else line, phases, units)


def _read_clause(entry: Entry) -> ClauseLine:
    line = ClauseLine(
        clause=entry.text("clause", limit=60, required=False),
        transition_min=entry.whole("transition_min_mois", low=1, high=FARTHEST, required=False, default=None),
        transition_max=entry.whole("transition_max_mois", low=1, high=FARTHEST, required=False, default=None),
        cutover=entry.whole("bascule_mois", low=1, high=FARTHEST, required=False, default=None),
        fees_low=entry.amount("forfaits_bas", high="999", required=False, default=None),
        fees_high=entry.amount("forfaits_hauts", high="999", required=False, default=None),
        fixed_cost=entry.amount("cout_fixe", required=False, default=None),
        cap=entry.amount("plafond", required=False, default=None),
        cap_fees=entry.amount("plafond_forfaits", high="999", required=False, default=None),
        drill_every_months=entry.whole("exercice_tous_les_mois", high=FARTHEST, required=False),
    )
    if _is_reversed(line.transition_min, line.transition_max):
        entry.complain(
            "la transition la plus courte dépasse la plus longue.",
            "Corrigez transition_min_mois ou transition_max_mois.",
        )
    if cutover_is_late(line.cutover, line.transition_max):
        entry.complain(
            f"la bascule (mois {line.cutover}) vient après la transition la plus longue"
            f" ({line.transition_max} mois).",
            "Corrigez bascule_mois ou transition_max_mois.",
        )
    if _is_reversed(line.fees_low, line.fees_high):
        entry.complain("le coût bas dépasse le coût haut.", "Corrigez forfaits_bas ou forfaits_hauts.")
    if line.cap is not None and line.cap_fees is not None:
        entry.complain(
            "le plafond est donné deux fois.", "Gardez plafond (en euros) ou plafond_forfaits (en forfaits)."
        )
    return line


def cutover_is_late(cutover: int | None, longest: int | None) -> bool:
    """The successor takes over within the longest transition."""
    return _is_reversed(cutover, longest)


def _is_reversed(low: int | Decimal | None, high: int | Decimal | None) -> bool:
    return low is not None and high is not None and low > high


def _read_phase(entry: Entry, rank: int) -> PhaseLine:
    line = PhaseLine(
        rank=rank,
        name=entry.text("nom", limit=80),
        starts=entry.whole("debut", high=FARTHEST),
        ends=entry.whole("fin", low=1, high=FARTHEST, default=1),
        owner_side=entry.choice("partie", OWNERS, required=False, default=OWNER),
        families="".join(sorted(entry.text("familles", limit=8, required=False))),
        double_run=entry.flag("double_exploitation"),
    )
    if line.ends <= line.starts:
        entry.complain("« fin » ne vient pas après « debut ».", "Corrigez l’un des deux mois.")
    if set(line.families) - set(FAMILIES) or len(set(line.families)) < len(line.families):
        entry.complain(
            f"« familles » vaut « {line.families} ».", "Écrivez des lettres de A à H, chacune une fois."
        )
    entry.close()
    return line


def _read_unit(entry: Entry, rank: int) -> UnitLine:
    line = UnitLine(
        rank=rank,
        name=entry.text("libelle"),
        unit_price=entry.amount("prix", high="99999999"),
        low=entry.amount("quantite_basse", high="999999"),
        high=entry.amount("quantite_haute", high="999999"),
    )
    if line.low > line.high:
        entry.complain("la quantité basse dépasse la haute.", "Corrigez quantite_basse ou quantite_haute.")
    entry.close()
    return line
