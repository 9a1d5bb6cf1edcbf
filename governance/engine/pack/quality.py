"""Page 5, what users say beside what is promised; page 6, the indicators that moved."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from core.engine import formats
from governance.engine.facts import Answers, IndicatorFacts, PackFacts
from governance.engine.pack import charts, titles
from governance.engine.pack.document import Card, Link, Page, Row, Table
from governance.engine.wording import count_of, lower
from kpis.engine.control import xmr

CARDS = 6
ROW = 3
"""Cards of one row; without a second row, all indicators follow in a table."""

RULES = {
    "point_outside": "un point hors limites",
    "run_of_eight": "huit points du même côté",
    "three_of_four": "trois points sur quatre près d’une limite",
    "trend": "dérive confirmée",
}
WORDS = {
    "alarm": "Dégradation",
    "to_watch": "À surveiller",
    "better": "Amélioration",
    "": "Variation habituelle",
}


def perception(facts: PackFacts) -> Page:
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
        "watermelon": _watermelon(last),
        "reopened": _reopened(facts.reopened),
        "recurring": _recurring(facts),
    }
    return Page(5, "perception", "Ressenti", title, body)


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


def trends(facts: PackFacts) -> Page:
    """One card per indicator with a signal, alarms first; the stable ones in one line."""
    moved = sorted(
        (row for row in facts.indicators if row.direction),
        key=lambda row: (not row.alarm, row.direction == "better", row.code),
    )
    stable = [row for row in facts.indicators if not row.direction and row.value is not None]
    missing = [row for row in facts.indicators if row.value is None]
    body = {
        "cards": tuple(_card(row) for row in moved[:CARDS]),
        "more": ", ".join(row.name for row in moved[CARDS:]),
        "stable_count": count_of(len(stable), "indicateur stable", "indicateurs stables"),
        "stable": ", ".join(lower(row.name) for row in stable),
        "missing": ", ".join(lower(row.name) for row in missing),
        "table": _table(facts) if len(moved) <= ROW else None,
        "table_title": f"Les {count_of(len(facts.indicators), 'indicateur suivi', 'indicateurs suivis')} du mois",
    }
    return Page(6, "trends", "Tendances et signaux", titles.trends(moved), body)


def _table(facts: PackFacts) -> Table | None:
    """Every indicator: the month, the month before, the reference and its limits, the reading."""
    rows = []
    for row in facts.indicators:
        limits = xmr(row.current, row.baseline)
        before = row.values[-2] if len(row.values) > 1 else None
        known = limits.center is not None and limits.lcl is not None and limits.ucl is not None
        usual = formats.number(limits.center, 1) if known else formats.ABSENT
        shown = limits.shown(*(None if edge is None else float(edge) for edge in row.bounds))
        span = (
            f"{formats.number(shown[0], 1)} à {formats.number(shown[1], 1)}" if shown else "moins de 6 mois"
        )
        reading = WORDS[row.level] if known or row.direction else "pas assez de recul"
        cells = (row.shown(row.value), row.shown(before), usual, span, reading)
        rows.append(Row(Link(row.name, f"indicateurs/{row.code}/"), cells, row.direction == "worse"))
    month = facts.month.month
    head = (
        "Indicateur",
        formats.month_short(month),
        formats.month_short(month.shift(-1)),
        "Moyenne de référence",
        "Limites",
        "Lecture",
    )
    return Table(head, tuple(rows), frozenset({0, 1, 2, 3})) if rows else None


def _card(row: IndicatorFacts) -> Card:
    worse = row.direction == "worse"
    why = ", ".join(RULES.get(rule, rule) for rule in row.rules)
    told = WORDS[row.level]
    word = f"{told} : {why}" if why else told
    title = f"{row.name} : {row.shown(row.value)}"
    outcome = row.decision or ("À expliquer en séance." if row.alarm else "À confirmer le mois prochain.")
    if row.months_to_threshold is not None:
        threshold = formats.number(charts.plain(row.threshold or Decimal(0)))
        outcome = f"Seuil {threshold} atteint dans {count_of(row.months_to_threshold, 'mois')}. {outcome}"
    return Card(
        row.direction,
        "▲" if worse else "■",
        Link(row.name, f"indicateurs/{row.code}/"),
        word,
        charts.card(row, title),
        outcome,
    )
