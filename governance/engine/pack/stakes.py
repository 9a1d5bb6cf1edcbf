"""What is at stake: the dates of the contract, the exit. A closed session of the client."""

from __future__ import annotations

from typing import Any

from core.engine import formats
from governance.engine.facts import ExitFacts, PackFacts, Proof, TermFacts
from governance.engine.pack import titles
from governance.engine.pack.document import Link, Page, Row, Table
from governance.engine.wording import count_of

STATES = {"absent": "Absent", "obsolete": "Obsolète", "current": "À jour", "accepted": "Recette signée"}
LOOKS = {"absent": "breached", "obsolete": "watch", "current": "met", "accepted": "met"}
SHOWN = 8


def page(facts: PackFacts, number: int) -> Page | None:
    """The dates beside the exit plan, on the committee's day; None when nothing of it is known."""
    if facts.term is None and facts.exit is None:
        return None
    title = titles.horizon(facts)
    return Page(number, "stakes", "Échéances et réversibilité", title, _horizon(facts), closed_session=True)


def _horizon(facts: PackFacts) -> dict[str, Any]:
    plan = facts.exit
    lacking = [proof for proof in plan.proofs if proof.state in {"absent", "obsolete"}] if plan else []
    lacking.sort(key=lambda proof: (-proof.weight, proof.number))
    share = (
        f" Part prouvée du plan, en poids : {formats.percent(plan.percent, 0)} au {formats.date_short(facts.held_on)}."
        if plan
        else ""
    )
    return {
        "dates_title": _dates_title(facts.term) if facts.term else "",
        "dates": _dates(facts.term) if facts.term else None,
        "plan_title": _plan_title(plan, len(lacking)),
        "plan": _plan(lacking[:SHOWN]) if lacking else None,
        "method": f"Une preuve périmée compte zéro.{share}",
    }


def _dates_title(term: TermFacts) -> str:
    if term.possible:
        late = formats.date_short(term.committed_until)
        after = f" ; un jour de retard engage jusqu’au {late}" if term.committed_until > term.end else ""
        return f"Il reste {count_of(term.days_left, 'jour')} pour que le préavis soit reçu{after}"
    return f"Le préavis de ce terme n’est plus possible : engagés jusqu’au {formats.date_short(term.committed_until)}"


def _dates(term: TermFacts) -> Table:
    rows = [
        Row(Link("Fin du terme en cours"), (formats.date_short(term.end), term.renewal)),
        Row(
            Link("Préavis reçu au plus tard"),
            (
                formats.date_short(term.last_safe),
                f"{count_of(term.notice_months, 'mois')} de préavis, jour inclus",
            ),
            term.possible,
        ),
        Row(
            Link("Sans préavis, engagés jusqu’au"),
            (formats.date_short(term.committed_until), "un terme de plus"),
        ),
        Row(Link("Forfait"), (formats.money(term.monthly_fee), "HT par mois")),
    ]
    return Table((), tuple(rows), frozenset({0}))


def _plan_title(plan: ExitFacts | None, lacking: int) -> str:
    if plan is None:
        return "Plan de sortie : non mesuré, aucun livrable saisi"
    if not lacking:
        return f"Les {count_of(len(plan.proofs), 'livrable')} de sortie sont prouvés"
    shown = f"Les {SHOWN} premières preuves à exiger" if lacking > SHOWN else "Preuves à exiger"
    return f"{shown}, sur {count_of(lacking, 'manquante')}"


def _plan(proofs: list[Proof]) -> Table:
    rows = tuple(
        Row(
            Link(str(proof.number), f"reversibilite/{proof.number}/"),
            (
                proof.name,
                STATES[proof.state],
                proof.owner,
                formats.date_short(proof.proof_on),
                formats.number(proof.weight),
            ),
            look=LOOKS[proof.state],
        )
        for proof in proofs
    )
    return Table(("N°", "Livrable", "État", "Porteur", "Dernière preuve", "Poids"), rows, frozenset({4}))
