"""What is at stake: the dates of the contract, the exit, the risks, what the scope leaves open.

Dates and exit are a closed session of the client; a reader who knows neither is told of risks and scope alone.
"""

from __future__ import annotations

from typing import Any

from core.engine import formats
from governance.engine.facts import CostRange, ExitFacts, PackFacts, Proof, RiskFacts, ScopeFacts, TermFacts
from governance.engine.pack import titles
from governance.engine.pack.document import Link, Page, Row, Table
from governance.engine.wording import capital, count_of, listing

STATES = {"absent": "Absent", "obsolete": "Obsolète", "current": "À jour", "accepted": "Recette signée"}
LOOKS = {"absent": "breached", "obsolete": "watch", "current": "met", "accepted": "met"}
SHOWN, NAMED = 6, 4


def page(facts: PackFacts, number: int) -> Page | None:
    """Dates, exit, risks and scope on the committee's day; None when nothing of it is known."""
    closed = facts.term is not None or facts.exit is not None
    if not closed and not facts.risks:
        return None
    theme = "Risques, échéances et réversibilité" if closed else "Risques et périmètre"
    title = titles.horizon(facts) if closed else titles.risks(facts)
    return Page(number, "stakes", theme, title, _body(facts), closed_session=closed)


def _body(facts: PackFacts) -> dict[str, Any]:
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
        "termination": _termination(facts),
        "plan_title": _plan_title(plan, len(lacking)) if facts.term or plan else "",
        "plan": _plan(lacking[:SHOWN]) if lacking else None,
        "method": f"Une preuve périmée compte zéro.{share}",
        "cost_title": _cost_title(plan.cost) if plan and plan.cost else "",
        "cost": plan.cost.source if plan and plan.cost else "",
        "risks_title": _risks_title(facts.risks),
        "risks": _risks(facts.risks) if facts.risks else None,
        "scope": _scope(facts.scope),
    }


def _termination(facts: PackFacts) -> str:
    """Which misses open the right to terminate; empty where none does, or where the reader is not the client."""
    if not facts.terminable:
        return ""
    return f"{capital(titles.terminable(facts))}. Le contrat l’ouvre pour manquements répétés."


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
                f"{count_of(term.notice_months, 'mois')} de préavis, {'jour inclus' if term.possible else 'date passée'}",
            ),
            term.possible,
        ),
        *_next_notice(term),
        Row(
            Link("Sans préavis, engagés jusqu’au"),
            (
                formats.date_short(term.committed_until),
                "un terme de plus" if term.committed_until > term.end else "fin du terme, sans reconduction",
            ),
        ),
        Row(Link("Forfait"), (formats.money(term.monthly_fee), "HT par mois")),
    ]
    return Table((), tuple(rows), frozenset({0}))


def _next_notice(term: TermFacts) -> tuple[Row, ...]:
    """The next date that is useful, once that of the term in progress is past."""
    if term.following is None:
        return ()
    safe, end = (formats.date_short(day) for day in (term.following.last_safe, term.following.end))
    return (
        Row(Link("Prochain préavis utile, reçu le"), (safe, f"jour inclus, pour une fin au {end}"), True),
    )


def _plan_title(plan: ExitFacts | None, lacking: int) -> str:
    if plan is None:
        return "Plan de sortie : non mesuré, aucun livrable saisi"
    if not lacking:
        return f"Les {count_of(len(plan.proofs), 'livrable')} de sortie sont prouvés"
    if lacking <= SHOWN:
        return capital(count_of(lacking, "preuve à exiger", "preuves à exiger"))
    return f"Les {SHOWN} premières preuves à exiger, sur {count_of(lacking, 'manquante')}"


def _plan(proofs: list[Proof]) -> Table:
    rows = tuple(
        Row(
            Link(str(proof.number), f"reversibilite/{proof.number}/"),
            (
                proof.name,
                f"{formats.glyph(LOOKS[proof.state])} {STATES[proof.state]}",
                proof.owner,
                formats.date_short(proof.proof_on),
                formats.number(proof.weight),
            ),
            look=LOOKS[proof.state],
        )
        for proof in proofs
    )
    return Table(("N°", "Livrable", "État", "Porteur", "Dernière preuve", "Poids"), rows, frozenset({4}))


def _cost_title(cost: CostRange) -> str:
    """« Coût de sortie : 74 000 € à 129 500 € HT »."""
    low, high = formats.money(cost.low), formats.money(cost.high)
    told = low if cost.low == cost.high else f"{low} à {high}"
    return f"Coût de sortie : {told} HT{', plafonné' if cost.capped else ''}"


def _risks_title(risks: tuple[RiskFacts, ...]) -> str:
    if not risks:
        return "Aucun risque ouvert au registre"
    high = sum(risk.look == "breached" for risk in risks)
    told = f", dont {formats.number(high)} de criticité forte" if high else ""
    return f"{count_of(len(risks), 'premier risque', 'premiers risques')}{told}".capitalize()


def _risks(risks: tuple[RiskFacts, ...]) -> Table:
    rows = tuple(
        Row(
            Link(risk.label, "risques/"),
            (
                risk.effect,
                f"{formats.glyph(risk.look)} {risk.word}, {risk.weights}",
                risk.treatment,
                risk.owner,
            ),
            risk.look == "breached",
            risk.look,
        )
        for risk in risks
    )
    return Table(("N°", "Effet", "Criticité, V × I", "Traitement", "Porteur"), rows)


def _scope(scope: ScopeFacts) -> tuple[tuple[str, str], ...]:
    """What stays to be settled in the scope, and what ages: each with its own words, silence is told as such."""
    more = len(scope.grey) - NAMED
    named = [*scope.grey[:NAMED], *([count_of(more, "autre")] if more > 0 else [])]
    grey = f"{capital(listing(named))}." if named else "Aucune : chaque élément est inclus ou exclu."
    dated = [f"{what} le {formats.date_short(day)}" for day, what in scope.ending[:NAMED]]
    ending = (
        f"{capital(' ; '.join(dated))}." if dated else "Aucune fin de garantie saisie pour l’année qui vient."
    )
    return (("Zones grises à trancher", grey), ("Obsolescence", ending))
