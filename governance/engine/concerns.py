"""Questions about quality: a commitment missed without a price, unhappy users, what keeps failing, what drifts."""

from __future__ import annotations

from core.engine import formats
from core.engine.typography import of
from governance.engine.facts import Answers, CommitmentFacts, IndicatorFacts, PackFacts
from governance.engine.questions import REFERENT, Option, Question
from governance.engine.wording import NOTHING, count_of, listing, lower


def on_breaches(facts: PackFacts) -> Question | None:
    unpriced = [row for row in facts.breached if not row.penalty]
    if not unpriced or (facts.penalty and facts.penalty.due and len(unpriced) < len(facts.breached)):
        return None
    worst = max(unpriced, key=lambda row: (row.streak, row.failures))
    names = listing([lower(row.short) for row in unpriced])
    return Question(
        "breach",
        f"Quelle suite donner à {names}, sous l’engagement ?",
        f"Le prestataire remet sous 15 jours un plan d’action daté pour {names}, suivi au comité suivant.",
        (
            Option(
                "Agir : plan d’action",
                "temps du prestataire",
                "sans effet si aucun porteur",
                "15 jours",
                True,
            ),
            Option("Surveiller un mois", formats.money(0), _streak_risk(worst), "1 mois"),
            Option(NOTHING, formats.money(0), _streak_risk(worst)),
        ),
        "Agir",
        f"{count_of(len(unpriced), 'engagement non respecté', 'engagements non respectés')}",
        f"engagements/{worst.code}/{facts.month.month}/",
        REFERENT,
    )


def on_disputes(facts: PackFacts) -> Question | None:
    """What either side referred to the committee; the first one is put to the vote."""
    referred = [row for row in facts.month.disputes if row.referred]
    if not referred:
        return None
    first, others = referred[0], len(referred) - 1
    more = f" et à {count_of(others, 'autre contestation', 'autres contestations')}" if others else ""
    name = lower(first.title)
    return Question(
        "dispute",
        f"Quelle suite donner à la {name}{more} ?",
        f"Le comité accepte la {name} ; le verdict proposé s’applique, la mesure reste inchangée.",
        (
            Option("Accepter", formats.money(0), lower(first.effect).rstrip("."), "immédiat"),
            Option("Refuser", formats.money(0), "désaccord consigné", "immédiat"),
            Option(NOTHING, formats.money(0), "le mois reste contesté"),
        ),
        "Décider pièces en main",
        first.about,
        f"contestations/{first.number}/",
        REFERENT,
    )


def _streak_risk(row: CommitmentFacts) -> str:
    return f"{formats.ordinal(row.streak + 1)} mois sous l’engagement"


def on_watermelon(facts: PackFacts) -> Question | None:
    last = facts.answers[-1] if facts.answers else None
    if not last or not last.alarm:
        return None
    return Question(
        "watermelon",
        "Engager le prestataire sur le ressenti des utilisateurs ?",
        "Le prestataire propose sous un mois un engagement sur l’information de l’utilisateur et la clôture "
        "après son accord.",
        (
            Option(
                "Demander la proposition",
                "avenant à négocier",
                "engagement difficile à mesurer",
                "1 mois",
                True,
            ),
            Option("Enquêter d’abord", "temps interne", "un mois de plus sans mesure", "1 mois"),
            Option(NOTHING, formats.money(0), "engagements tenus, utilisateurs insatisfaits"),
        ),
        "Demander la proposition",
        _alarm_words(last),
        "indicateurs/K22/",
        REFERENT,
    )


def _alarm_words(last: Answers) -> str:
    """The share of satisfied users where they are why; otherwise the first three reasons."""
    if last.watermelon:
        return f"{formats.percent(last.percent, 0)} de satisfaits"
    told, more = ", ".join(last.alarm[:3]), len(last.alarm) - 3
    return f"{told} et {formats.count(more, 'autre')}" if more > 0 else told


def on_recurrence(facts: PackFacts) -> Question | None:
    failing = next((row for row in facts.recurring if row.same_failure), None)
    if failing is None:
        return None
    service, times = failing.service, failing.count
    return Question(
        "recurring",
        f"Exiger un plan d’action sur {service}, {count_of(times, 'incident')} en 90 jours ?",
        f"Le prestataire remet sous 15 jours l’analyse de cause {of(service)} et un plan de correction daté.",
        (
            Option("Exiger le plan", "temps du prestataire", "cause hors contrat possible", "15 jours", True),
            Option("Attendre un mois", formats.money(0), "même panne le mois prochain", "1 mois"),
            Option(NOTHING, formats.money(0), "panne récurrente acceptée de fait"),
        ),
        "Exiger le plan",
        count_of(times, "incident"),
        "indicateurs/K12/",
        REFERENT,
    )


def drifting(facts: PackFacts) -> list[IndicatorFacts]:
    return [row for row in facts.indicators if row.alarm and "trend" in row.rules]


def on_drift(facts: PackFacts, row: IndicatorFacts) -> Question:
    name = lower(row.name)
    return Question(
        f"signal:{row.code}",
        f"Que faire de la dérive de l’indicateur « {row.name} » ?",
        f"Le prestataire explique la dérive ({name}) et propose un renfort daté ; à défaut, le comité fixe "
        "un seuil et une date de revue.",
        (
            Option("Renforcer", "à chiffrer par le prestataire", "coût récurrent", "1 mois", True),
            Option("Surveiller", formats.money(0), "dérive installée", "3 mois"),
            Option(NOTHING, formats.money(0), "seuil franchi sans alerte"),
        ),
        "Renforcer",
        f"{row.name} : {row.shown(row.value)}",
        f"indicateurs/{row.code}/",
        REFERENT,
    )
