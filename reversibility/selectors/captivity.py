"""The captivity index with the data behind each sub-score, so that anybody may count again."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction

from django.db.models import Count, Max, QuerySet

from contracts.engine.dates import add_months
from contracts.models import Contract
from core.engine import formats
from core.exports import Sheet
from reports.models import StatusChange, Ticket
from reports.services.pseudonyms import Pseudonyms
from reversibility.engine.captivity import (
    LEAST_TICKETS,
    MOST_FEES,
    MOST_MONTHS,
    Captivity,
    Share,
    Sources,
    captivity,
)
from reversibility.engine.simulator import Exit, NoticeRefused, months_started
from reversibility.models import ExitDeliverable
from reversibility.selectors.access_rows import access_share
from reversibility.selectors.exit_terms import AgreedExit
from reversibility.selectors.readiness import PlanLine
from reversibility.selectors.simulation import Course, course_of

SHOWN_SOLVERS = 5
PERIOD = 12
NAMES = {
    "accesses": "Accès tenus par le seul prestataire",
    "documents": "Documentation périmée ou non détenue",
    "tickets": "Tickets résolus par un seul technicien",
    "months": f"Mois avant la reprise, repère {MOST_MONTHS}",
    "fees": f"Coût en forfaits, repère {MOST_FEES}",
}
UNKNOWN = {
    "accesses": "Le registre des accès est vide : la part des accès du seul prestataire est inconnue.",
    "documents": "Aucun livrable de documentation n’est au plan de sortie.",
    "tickets": f"Moins de {LEAST_TICKETS} tickets dont le journal des statuts nomme le technicien.",
    "months": "Le contrat ne dit pas combien dure la transition. À renseigner : [sortie] transition_min_mois.",
    "fees": "Le contrat ne dit pas ce que coûte la sortie. À renseigner : [sortie] cout_fixe, forfaits_hauts ou plafond.",
}
OVER = {
    "months": "Le contrat est terminé : il n’y a plus de préavis à compter.",
    "fees": "Le contrat est terminé : il n’y a plus de sortie à payer.",
}
NO_FEE = "Le forfait mensuel est nul : le coût ne se compte pas en forfaits."
NOT_BEGUN = "Le contrat n’a pas commencé."


@dataclass(frozen=True)
class SubScore:
    """One sub-score: its words, its figure, how it is counted; `score` None when unknown, `partial` when in part."""

    code: str
    score: Fraction | None
    figure: str
    counted: str
    partial: bool = False

    @property
    def name(self) -> str:
        return NAMES[self.code]


@dataclass(frozen=True)
class Solvers:
    """Tickets solved between two days, and by whom."""

    since: date | None = None
    until: date | None = None
    tickets: int = 0
    lines: list[tuple[str, int]] = field(default_factory=list)

    @property
    def share(self) -> Share | None:
        return Share(self.lines[0][1], self.tickets) if self.lines else None


@dataclass(frozen=True)
class CaptivityPage:
    """The index on a day, and what it was counted from."""

    result: Captivity
    scores: list[SubScore]
    accesses: Share | None
    documents: list[PlanLine]
    solvers: Solvers
    agreed: AgreedExit
    exit: Exit | None
    begins_on: date | None = None
    """Set while the contract has not begun: nothing is scored yet."""

    @property
    def accesses_told(self) -> str:
        """What the first measure was counted from."""
        share = self.accesses
        if share is None or not share.says_enough:
            return _access_gap(share)
        if not share.untold:
            whole = formats.count(share.whole, "accès|accès")
            return f"{formats.number(share.part)} sur {whole} au registre : personne d’autre ne les tient."
        whole = formats.count(
            share.whole, "accès dont le détenteur est connu|accès dont le détenteur est connu"
        )
        return (
            f"{formats.number(share.part)} sur {whole} : personne d’autre ne les tient."
            f" {_untold(share)} À renseigner : Détenteurs, au registre des accès."
        )

    @property
    def confidence(self) -> str:
        """« 3 mesures connues sur 5, 1 en partie »."""
        known, partial = self.result.known, len(self.result.partial)
        words = f"{formats.count(known, 'mesure connue|mesures connues')} sur {formats.number(len(NAMES))}"
        return f"{words}, {formats.number(partial)} en partie" if partial else words

    @property
    def sheet(self) -> Sheet:
        """The sub-scores as a file."""
        return Sheet(
            ("Mesure", "Sous-note sur 100", "Valeur", "Calcul"),
            [
                (
                    one.name,
                    None if one.score is None else formats.number(one.score, 1),
                    one.figure,
                    one.counted,
                )
                for one in self.scores
            ],
        )


def captivity_page(contract: Contract, today: date) -> CaptivityPage:
    """The index of a contract today (11 queries)."""
    course = course_of(contract, today)
    documents = [line for line in course.plan.lines if line.row.family == ExitDeliverable.Family.DOCUMENTS]
    solvers = solvers_of(contract)
    found = _exit_today(course, today)
    begun = contract.starts_on <= today
    sources = Sources(
        accesses=access_share(contract),
        documents=Share(sum(not line.proven for line in documents), len(documents)),
        tickets=solvers.share,
        months=months_started(today, found.take_over) if found and course.agreed.says_months else None,
        fees=_fees(course, found) if found else None,
    )
    if not begun:
        sources = Sources()
    gaps = UNKNOWN | {"accesses": _access_gap(sources.accesses)}
    if found is None:
        gaps |= OVER
    elif course.agreed.said_most(found.cost) is not None:
        gaps["fees"] = NO_FEE
    result = captivity(sources)
    scores = [
        SubScore(
            code,
            score,
            *(
                _told(code, sources)
                if score is not None
                else (formats.ABSENT, gaps[code] if begun else NOT_BEGUN)
            ),
            partial=code in result.partial,
        )
        for code, score in result.scores.items()
    ]
    begins_on = None if begun else contract.starts_on
    return CaptivityPage(
        result, scores, sources.accesses, documents, solvers, course.agreed, found, begins_on
    )


def _fees(course: Course, found: Exit) -> Fraction | None:
    """What leaving costs at most by the contract, in monthly fees; None where it does not say, or without a fee."""
    most = course.agreed.said_most(found.cost)
    return None if most is None else found.cost.in_fees(most)


def _access_gap(share: Share | None) -> str:
    """Why the share of the accesses is unknown."""
    return (
        UNKNOWN["accesses"]
        if share is None
        else f"{_untold(share)} À renseigner : Détenteurs, au registre des accès."
    )


def _untold(share: Share) -> str:
    """« Sans détenteur connu, 9 accès sur 10 ne comptent pas. »"""
    blank = formats.count(share.untold, "accès|accès")
    verb = "ne comptent pas" if share.untold > 1 else "ne compte pas"
    return f"Sans détenteur connu, {blank} sur {formats.number(share.whole + share.untold)} {verb}."


def _exit_today(course: Course, today: date) -> Exit | None:
    try:
        return course.exit_on(today)
    except NoticeRefused:
        return None


def _told(code: str, sources: Sources) -> tuple[str, str]:
    """The figure of a known sub-score, and its calculation in words."""
    value = getattr(sources, code)
    if isinstance(value, Share):
        part, whole = formats.number(value.part), formats.number(value.whole)
        blank = f". {_untold(value)}" if value.untold else ""
        return f"{part} sur {whole}", f"{part} ÷ {whole} × 100{blank}"
    most = MOST_MONTHS if code == "months" else MOST_FEES
    shown = formats.number(value)
    unit = "mois" if code == "months" else "forfait"
    return formats.count(value, unit), f"{shown} ÷ {formats.number(most)} × 100, 100 au plus"


def solvers_of(contract: Contract) -> Solvers:
    """Who solved the tickets of the last twelve months that the status journals tell of (4 queries).

    The journal holds a pseudonym for each change of status; that of a group of the export names no technician.
    """
    names = Pseudonyms(contract.pk)
    groups = Ticket.objects.filter(contract=contract).order_by().values_list("group", flat=True).distinct()
    solved = StatusChange.objects.filter(contract=contract, to_status=Ticket.Status.RESOLVED)
    solved = solved.exclude(actor__in=["", *(names[group] for group in groups)])
    last: datetime | None = solved.aggregate(last=Max("at"))["last"]
    if last is None:
        return Solvers()
    until = last.date()
    since = add_months(until, -PERIOD)
    recent = solved.filter(at__date__gt=since)
    tickets = recent.aggregate(n=Count("ticket_id", distinct=True))["n"]
    return Solvers(since, until, tickets, _busiest(recent))


def _busiest(solved: QuerySet[StatusChange]) -> list[tuple[str, int]]:
    rows = solved.values("actor").annotate(n=Count("ticket_id", distinct=True)).order_by("-n", "actor")
    return list(rows.values_list("actor", "n")[:SHOWN_SOLVERS])
