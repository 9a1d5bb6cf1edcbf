"""Page 5: what users say and lived through beside what is promised."""

from __future__ import annotations

from fractions import Fraction

from core.engine import formats
from governance.engine.facts import Answers, IndicatorFacts, PackFacts
from governance.engine.pack import charts, titles
from governance.engine.pack.document import Link, Page, Row, Table
from governance.engine.wording import capital, count_of


def page(facts: PackFacts) -> Page:
    """The watermelon quadrant of the last six months, and the month's answers."""
    last = facts.answers[-1] if facts.answers else None
    drawn = [one for one in facts.answers if one.commitments is not None and one.answers >= 5]
    title = titles.perception(facts, last)
    chart_title = _chart_title(facts, drawn)
    body = {
        "chart_title": chart_title,
        "chart": charts.felt(facts.answers, facts.satisfaction_target, chart_title) if drawn else None,
        "unmeasured": _unmeasured(facts, last),
        "answers": _answers(facts, last),
        "lived": _lived(facts) if facts.lived else None,
        "said": tuple((f"« {one.text} »", f"{one.mark}, {one.source}") for one in facts.said or ()),
        "said_title": _said_title(facts),
        "watermelon": _watermelon(last),
        "reopened": _reopened(facts.reopened),
        "recurring": _recurring(facts),
    }
    return Page(5, "perception", "Ressenti et technique", title, body)


def _chart_title(facts: PackFacts, drawn: list[Answers]) -> str:
    under = sum((one.percent or 0) < facts.satisfaction_target for one in drawn)
    target = formats.percent(facts.satisfaction_target)
    if under == len(drawn) > 1:
        return f"Sous la cible de {target} depuis {count_of(len(drawn), 'mois')}"
    return f"Sous la cible de {target} : {formats.number(under)} mois sur {formats.number(len(drawn))}"


def _unmeasured(facts: PackFacts, last: Answers | None) -> str:
    if last is None or not last.answers:
        return "Non mesuré : l’export ne donne aucune note de satisfaction pour ce mois. Demandez la colonne « satisfaction »."
    if last.answers < 5:
        return f"Échantillon insuffisant ({count_of(last.answers, 'réponse')}) : le point du mois n’est pas placé."
    return ""


def _answers(facts: PackFacts, last: Answers | None) -> Table | None:
    if last is None or last.percent is None:
        return None
    interval = f"de {formats.number(last.low, 1)} à {formats.percent(last.high, 1)} (à 95 %)"
    shown = f"{formats.percent(last.percent, 0)} = {last.satisfied}/{last.answers}"
    rows = [Row(Link("Satisfaits", "indicateurs/K22/"), (shown, interval))]
    if last.asked:
        share = formats.percent(Fraction(100 * last.answers, last.asked), 0)
        asked = (
            "réponses sur tickets résolus et liens envoyés" if last.sent else "réponses sur tickets résolus"
        )
        rows.append(
            Row(
                Link("Taux de réponse"),
                (f"{share} = {last.answers}/{last.asked}", asked),
            )
        )
    rows.append(
        Row(
            Link("Cible du contrat"),
            (formats.percent(facts.satisfaction_target), "notes 4 et 5 sur 5"),
        )
    )
    return Table((), tuple(rows), frozenset({0}))


def _lived(facts: PackFacts) -> Table:
    """Each figure of the outages as they were lived, or why it is not measured."""
    rows = tuple(Row(Link(one.label), (one.value or "non mesuré", one.note)) for one in facts.lived)
    return Table((), rows, frozenset({0}))


def _said_title(facts: PackFacts) -> str:
    """The words of users are the client's: another reader is not told that there are any."""
    if facts.said is None:
        return ""
    told = count_of(len(facts.said), "verbatim anonyme", "verbatims anonymes")
    return f"{capital(told)}, lus du client seul" if facts.said else "Aucun verbatim reçu ce mois-ci"


def _watermelon(last: Answers | None) -> str:
    if last is None or last.percent is None:
        return "Alarme « pastèque » : non mesurable sans réponse."
    if last.watermelon:
        return "Alarme « pastèque » : tous les engagements sont respectés et même la borne haute à 90 % reste sous la cible."
    if last.answers < 8:
        return f"Alarme « pastèque » : il faut 8 réponses, {formats.number(last.answers)} reçues."
    return "Alarme « pastèque » : non déclenchée. Elle demande tous les engagements respectés et une borne haute à 90 % sous la cible."


def _reopened(row: IndicatorFacts | None) -> str:
    if row is None or row.value is None:
        return "Réouvertures : non mesurées, l’export ne les donne pas."
    known = [value for value in row.values[:-1] if value is not None]
    usual = f", contre {formats.percent(sum(known) / len(known), 1)} en moyenne avant" if known else ""
    return f"Réouvertures : {formats.percent(row.value, 1)} des tickets résolus{usual}."


def _recurring(facts: PackFacts) -> Table | None:
    rows = tuple(
        Row(
            Link(row.service or "service non précisé"),
            (
                row.category or formats.ABSENT,
                f"{formats.number(row.count)} sur {formats.number(row.of_service)}",
            ),
            row.same_failure,
        )
        for row in facts.recurring
    )
    return Table(("Service", "Catégorie", "Incidents en 90 jours"), rows, frozenset({1})) if rows else None
