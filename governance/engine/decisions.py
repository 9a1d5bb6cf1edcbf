"""The decisions a month's data put to the committee: at most five questions, each ready to be voted.

Order of weight: money due, a date that will not come back, doubtful figures, what was referred to the committee,
a commitment missed without a price, unhappy users, what keeps failing, what drifts. Every question offers « ne
rien faire » with what it costs.
"""

from __future__ import annotations

from collections.abc import Collection

from core.engine import formats
from governance.engine.concerns import (
    drifting,
    on_breaches,
    on_disputes,
    on_drift,
    on_recurrence,
    on_watermelon,
)
from governance.engine.facts import PackFacts, TermFacts
from governance.engine.questions import DIRECTION, REFERENT, Option, Question
from governance.engine.wording import NOTHING, count_of, listing, lower, ordinal_month
from slas.engine.penalties.standing import standing

MOST = 5
NOTICE_DAYS = 180


def ask(facts: PackFacts, before: Collection[str] = (), *, notice_put_off: bool = False) -> list[Question]:
    """The questions of the month, heaviest first; `before`: origins that an earlier committee was already asked.

    `notice_put_off`: an earlier committee put the notice off. Once its date is past, the question is asked anew, with
    the next useful date: no text is voted whose date cannot be kept.
    """
    asked = [
        _penalty(facts),
        _notice(facts, put_off=notice_put_off),
        _gap(facts),
        on_disputes(facts),
        on_breaches(facts),
        on_watermelon(facts),
        on_recurrence(facts),
        *(on_drift(facts, indicator) for indicator in drifting(facts)),
    ]
    return [question for question in asked if question and question.origin not in before][:MOST]


def _penalty(facts: PackFacts) -> Question | None:
    """Apply what is proposed, or hold what was notified; nothing once that is settled."""
    penalty, month = facts.penalty, facts.month.month
    if penalty is None or not penalty.left or penalty.settled:
        return None
    amount = f"{formats.money(penalty.left)} HT"
    if penalty.draft:
        verb, told, before = "Appliquer", "", "à débattre avec le prestataire"
        text = "Le comité applique au prestataire une pénalité"
    else:
        verb, told = "Valider", f", notifiée le {formats.date_short(penalty.notified_on)}"
        text = "Le comité valide la pénalité"
        before = (
            f"observations possibles jusqu’au {formats.date_short(penalty.observe_until)}"
            if penalty.state == "notified"
            else "observations du prestataire à examiner"
        )
    streak = max((row.streak for row in facts.breached), default=0)
    unheeded = f"{ordinal_month(streak)} sans effet, clause affaiblie" if streak > 1 else "clause affaiblie"
    invoice, year = f"facture {formats.month_of(month.shift(1))}", month.shift(1).year
    return Question(
        "penalty",
        f"{verb} la pénalité de {amount}{told} ?",
        f"{text} de {amount} pour {formats.month_long(month)}{told}, déduite par avoir de la {invoice}.",
        (
            Option(verb, f"avoir de {formats.money(penalty.left)}", before, invoice.removesuffix(f" {year}"), True),
            Option("Exonérer", f"{formats.money(penalty.left)} abandonnés", unheeded, "immédiat"),
            Option(NOTHING, formats.money(0), f"pénalité {standing(penalty.state)}, sans suite"),
        ),
        "Adopter",
        amount,
        f"penalites/{month}/",
        closed_session=True,
    )  # fmt: skip


def _notice(facts: PackFacts, *, put_off: bool) -> Question | None:
    term = facts.term
    if term and term.following and put_off:
        return _on_notice(facts, term.following)
    if not term or not term.possible or term.days_left > NOTICE_DAYS:
        return None
    return _on_notice(facts, term)


def _on_notice(facts: PackFacts, term: TermFacts) -> Question:
    safe, end = formats.date_short(term.last_safe), formats.date_short(term.end)
    months = max(
        (term.committed_until.year - term.end.year) * 12 + term.committed_until.month - term.end.month, 0
    )
    more = f"{formats.money(term.monthly_fee * months)} sur {months} mois" if months else formats.ABSENT
    until = formats.date_short(term.committed_until)
    ready = (
        f"sortie préparée à {formats.percent(facts.exit.percent, 0)}"
        if facts.exit
        else "préparation de la sortie non mesurée"
    )
    return Question(
        "notice",
        f"Quelle suite donner au contrat après le {end} ?",
        "Le comité choisit l’une des trois options ; toute lettre de préavis est reçue par le prestataire "
        f"au plus tard le {safe}.",
        (
            Option("Dénoncer", "coût de sortie à chiffrer", ready, safe),
            Option("Renégocier, préavis prêt", "temps de négociation", "si échec, préavis à poster à temps", safe, True),
            Option("Laisser reconduire", more, f"même service jusqu’au {until}"),
            Option(NOTHING, more, "reconduction subie, sans contrepartie", safe),
        ),
        "Renégocier, préavis prêt",
        f"{formats.money(term.monthly_fee * 12)} HT par an",
        "reversibilite/",
        f"{DIRECTION}, sous {count_of(term.days_left, 'jour')}",
        True,
    )  # fmt: skip


def _gap(facts: PackFacts) -> Question | None:
    flipped = [row for row in facts.commitments if row.flipped]
    vanished = facts.month.vanished or ()
    if not flipped and not facts.omitted and not vanished:
        return None
    asked = []
    if facts.omitted:
        asked.append(f"les {count_of(facts.omitted, 'ticket omis', 'tickets omis')} du décompte")
    if flipped:
        asked.append(f"l’écart sur {listing([lower(row.short) for row in flipped])}")
    if vanished:
        asked.append(f"les {count_of(len(vanished), 'ticket ouvert disparu', 'tickets ouverts disparus')}")
    what = listing(asked).replace("les 1\u00a0ticket", "le ticket")
    effect = (
        count_of(len(flipped), "verdict inversé", "verdicts inversés") if flipped else "chiffres incomplets"
    )
    return Question(
        "gap",
        f"Demander au prestataire de justifier {what} ?",
        f"Le prestataire justifie par écrit {what} "
        "sous 10 jours, ou dépose un rapport rectifié.",
        (
            Option("Demander la justification", formats.money(0), "délai de réponse", "10 jours", True),
            Option("Retenir les chiffres recalculés", formats.money(0), "désaccord possible du prestataire", "immédiat"),
            Option(NOTHING, formats.money(0), f"{effect}, sans explication"),
        ),
        "Demander la justification",
        effect,
        f"rapprochement/{facts.month.month}/",
        REFERENT,
    )  # fmt: skip
