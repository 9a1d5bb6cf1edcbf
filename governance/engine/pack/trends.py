"""Page 6: the indicators that moved."""

from __future__ import annotations

from core.engine import formats
from governance.engine.facts import IndicatorFacts, PackFacts
from governance.engine.pack import charts, titles
from governance.engine.pack.document import Card, Link, Page, Row, Table
from governance.engine.wording import capital, count_of, lower
from kpis.engine.control import xmr

CARDS = 6
ROW = 3
"""Cards of one row; without a second row, all indicators follow in a table."""
ROOM = 12
"""Lines of a table under a row of cards that still hold on the sheet; beyond, one line of text names the stable ones."""

RULES = {
    "point_outside": "hors limites",
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


def page(facts: PackFacts) -> Page:
    """One card per indicator with a signal, alarms first; the stable ones in one line."""
    moved = sorted(
        (row for row in facts.indicators if row.direction),
        key=lambda row: (not row.alarm, row.direction == "better", row.code),
    )
    stable = [row for row in facts.indicators if row.stable]
    young = [row for row in facts.indicators if row.value is not None and not (row.direction or row.stable)]
    missing = [row for row in facts.indicators if row.value is None]
    body = {
        "cards": tuple(_card(row) for row in moved[:CARDS]),
        "more": ", ".join(row.name for row in moved[CARDS:]),
        "measured": len(facts.indicators) > len(missing),
        "stable_count": count_of(len(stable), "indicateur stable", "indicateurs stables")
        if stable
        else "Aucun indicateur stable",
        "stable": ", ".join(lower(row.name) for row in stable),
        "young": ", ".join(lower(row.name) for row in young),
        "missing": ", ".join(lower(row.name) for row in missing),
        "bands": _bands(moved[:CARDS]),
        "table": _table(facts)
        if not moved or (len(moved) <= ROW and len(facts.indicators) <= ROOM)
        else None,
        "table_title": f"Les {count_of(len(facts.indicators), 'indicateur suivi', 'indicateurs suivis')} du mois",
    }
    return Page(6, "trends", "Tendances et signaux", titles.trends(facts, moved), body)


def _bands(rows: list[IndicatorFacts]) -> str:
    """What the bands of the cards mean, for those that are drawn."""
    drifting = {charts.drifts(row) for row in rows}
    said = []
    if False in drifting:
        said.append(
            "Bande grise : limites naturelles (moyenne ± 2,66 × étendue mobile moyenne) des mois de référence, puis figées."
        )
    if True in drifting:
        said.append("Zone hachurée : mois à venir, où mène la tendance si rien ne change.")
    return " ".join(said)


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
    if row.reached:
        outcome = f"{capital(row.reached)}. {outcome}"
    return Card(
        row.direction,
        "▲" if worse else "■",
        Link(row.name, f"indicateurs/{row.code}/"),
        word,
        charts.card(row, title),
        outcome,
    )
