"""The penalty of the month: where it stands and how it is calculated. A draft is a closed session of the client."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from core.engine import formats
from governance.engine.facts import PackFacts, PenaltyFacts
from governance.engine.pack import charts, micro
from governance.engine.pack.document import Key, Link, Row, Table
from governance.engine.wording import capital
from slas.engine.penalties.standing import standing

MONTHS = 6
"""Months of the year told one by one."""


def body(facts: PackFacts) -> dict[str, Any]:
    """The calculation line by line, the month's steps, the cap, the year; empty when there is no price to show."""
    penalty, month = facts.penalty, facts.month.month
    if penalty is None or not (penalty.due or penalty.gross):
        return {}
    word = standing(penalty.state, closed=facts.month.closed)
    gross, cut = formats.money(penalty.gross), formats.money(penalty.cut)
    return {
        "lines_title": f"Calcul de la pénalité : brut {gross}, écrêté {cut}",
        "lines": _lines(facts, penalty),
        "life": " ".join(life(penalty)),
        "path": f"penalites/{month}/",
        "steps": _steps(penalty, word) if penalty.steps else None,
        "cap": charts.cap_use(penalty, facts.cap, formats.month_long(month)) if facts.cap else None,
        "cap_title": f"Plafond du mois : {formats.money(facts.cap)}" if facts.cap else "",
        "year": _year(penalty),
    }


def key(facts: PackFacts, penalty: PenaltyFacts) -> Key:
    """The figure of page 1: what is left of the month's penalty, firm once people acted on it."""
    if not facts.judged and penalty.draft:
        return Key("Pénalité", "not_measurable", Link("Non mesurée"), "aucun engagement jugé")
    amount, cap = formats.money(penalty.left), facts.cap
    note = {
        "calculated": f"plafond du mois {formats.money(cap)}" if cap else "aucun plafond",
        "notified": f"notifiée le {formats.date_short(penalty.notified_on)}",
        "contested": "observations à examiner",
        "confirmed": "avoir à recevoir",
        "waived": f"exonérée en entier, {formats.money(penalty.waived)}",
        "applied": f"avoir du {formats.date_short(penalty.credited_on)}",
    }[penalty.state]
    return Key(
        f"Pénalité {standing(penalty.state, closed=facts.month.closed)}",
        "breached" if penalty.left else "met",
        Link(amount, f"penalites/{facts.month.month}/"),
        note,
        micro.share(penalty, cap, f"Pénalité de {amount}, {note}") if cap else None,
        firm=not penalty.draft,
    )


def life(penalty: PenaltyFacts) -> list[str]:
    """What was done about it and what comes next, in two sentences at most, then what is firm of it."""
    said = [_done(penalty)]
    if penalty.waived and penalty.left:
        waived, left = formats.money(penalty.waived), formats.money(penalty.left)
        said.append(f"Exonération de {waived} : reste {left}.")
    if not penalty.settled:
        firm, disputed = formats.money(penalty.due - penalty.disputed), formats.money(penalty.disputed)
        said.append(f"Part ferme {firm}, part contestée {disputed}.")
    return said


def _done(penalty: PenaltyFacts) -> str:
    told = f"Notifiée le {formats.date_short(penalty.notified_on)} ({penalty.notified_by})"
    until = formats.date_short(penalty.observe_until)
    waived = "exonérée en entier : rien n’est dû."
    return {
        "calculated": "Proposée : le comité décide, le prestataire n’en lit rien avant d’être notifié.",
        "notified": f"{told} : le prestataire peut présenter ses observations jusqu’au {until}.",
        "contested": f"{told}, contestée : les observations du prestataire sont à examiner.",
        "confirmed": f"{told}, validée : l’avoir reste à recevoir.",
        "waived": f"{told}, {waived}" if penalty.notified_on else f"Jamais notifiée, {waived}",
        "applied": f"{told}, créditée par l’avoir {penalty.credit_reference} "
        f"du {formats.date_short(penalty.credited_on)}.",
    }[penalty.state]


def _lines(facts: PackFacts, penalty: PenaltyFacts) -> Table:
    names = {row.code: row.short for row in facts.commitments}
    rows = tuple(
        Row(
            Link(line.code, f"engagements/{line.code}/{facts.month.month}/"),
            (
                names.get(line.code, formats.ABSENT),
                line.clause or formats.ABSENT,
                line.proof,
                formats.money(-line.amount if line.bonus else line.amount),
            ),
        )
        for line in penalty.lines
    )
    total = Row(Link("Brut"), ("", "", "", formats.money(penalty.gross)), True)
    return Table(("Engagement", "Libellé", "Clause", "Calcul", "Montant HT"), rows, frozenset({3}), total)


def _steps(penalty: PenaltyFacts, word: str) -> Table:
    rows = tuple(Row(Link(label), (value,)) for label, value in penalty.steps)
    total = Row(Link(f"Pénalité {word}, arrondie au centime"), (formats.money(penalty.due, 2),), True)
    return Table((), rows, frozenset({0}), total)


def _year(penalty: PenaltyFacts) -> Table | None:
    """The months that cost something, the earliest in one line; one alone says no more than the page."""
    dear = [one for one in penalty.year if one.due]
    if len(dear) < 2:
        return None
    before, shown = dear[:-MONTHS], dear[-MONTHS:]
    rows = [
        Row(
            Link(capital(formats.month_long(one.month)), f"penalites/{one.month}/"),
            (standing(one.state), formats.money(one.due)),
        )
        for one in shown
    ]
    if before:
        amount = formats.money(sum((one.due for one in before), Decimal(0)))
        rows.insert(0, Row(Link(f"{len(before)} mois avant", "penalites/"), (formats.ABSENT, amount)))
    total = sum((one.due for one in dear), Decimal(0))
    return Table(
        ("Mois", "État", "Montant HT"),
        tuple(rows),
        frozenset({1}),
        Row(Link("Cumul de l’année"), ("", formats.money(total)), True),
    )
