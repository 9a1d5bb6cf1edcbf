"""Page 7, what is at stake: penalties line by line, dates, exit. A closed session of the client."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from core.engine import formats
from governance.engine.facts import ExitFacts, PackFacts, Proof, TermFacts
from governance.engine.pack import charts, titles
from governance.engine.pack.document import Link, Page, Row, Table
from governance.engine.wording import capital, count_of, lower

STATES = {"absent": "Absent", "obsolete": "Obsolète", "current": "À jour", "accepted": "Recette signée"}
LOOKS = {"absent": "breached", "obsolete": "watch", "current": "met", "accepted": "met"}
SHOWN = 8


def page(facts: PackFacts) -> Page | None:
    """The month's penalties beside the dates and the exit; None when nothing of it is known."""
    month = facts.month
    owed = bool(month.due or month.gross)
    if not owed and facts.term is None and facts.exit is None:
        return None
    parts = [titles.money(facts)] if owed else []
    parts += [titles.horizon(facts)] if facts.term or facts.exit else []
    title = f"{parts[0]} ; {lower(parts[1])}" if len(parts) > 1 else parts[0]
    theme = "Pénalités, échéances et réversibilité" if owed else "Échéances et réversibilité"
    body = (_money(facts) if owed else {}) | _horizon(facts)
    return Page(7, "stakes", theme, title, body, closed_session=_closed(facts))


def _closed(facts: PackFacts) -> bool:
    """A notified penalty alone may be read by both sides."""
    return facts.term is not None or facts.exit is not None or not facts.month.notified


def _money(facts: PackFacts) -> dict[str, Any]:
    month, cap = facts.month, facts.cap
    due = month.due or Decimal(0)
    return {
        "lines": _lines(facts),
        "lines_title": f"Calcul de la pénalité : brut {formats.money(month.gross)}, écrêté {formats.money(month.cut or 0)}",
        "cap": charts.cap_use(due, cap, formats.month_long(month.month)) if cap else None,
        "cap_title": f"Plafond du mois : {formats.money(cap)}" if cap else "",
        "year": _year(facts),
        "standing": _standing(facts),
    }


def _standing(facts: PackFacts) -> str:
    """« Pénalité notifiée : part ferme 1 110 €, part contestée 740 €. »; empty before any claim."""
    month = facts.month
    if not month.claim or not month.due:
        return ""
    firm = formats.money(month.due - month.disputed)
    return f"Pénalité {month.claim}\u00a0: part ferme {firm}, part contestée {formats.money(month.disputed)}."


def _lines(facts: PackFacts) -> Table:
    rows = []
    for row in facts.commitments:
        if not row.penalty:
            continue
        proof = row.penalty_proof or row.shown_rate
        link = Link(row.code, f"engagements/{row.code}/{facts.month.month}/")
        rows.append(Row(link, (row.short, proof, formats.money(row.penalty))))
    total = Row(
        Link("Total proposé"), ("", "après franchise et plafonds", formats.money(facts.month.due)), True
    )
    return Table(("Engagement", "Libellé", "Calcul", "Montant HT"), tuple(rows), frozenset({2}), total)


def _year(facts: PackFacts) -> Table | None:
    if sum(bool(due) for _, due in facts.month.year) < 2:
        return None
    rows = tuple(
        Row(Link(capital(formats.month_long(month))), (formats.money(due),))
        for month, due in facts.month.year
        if due
    )
    total = sum((due for _, due in facts.month.year), Decimal(0))
    return Table(
        ("Mois", "Pénalité HT"),
        rows,
        frozenset({0}),
        Row(Link("Cumul de l’année"), (formats.money(total),), True),
    )


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
