"""Page 1, for who decides in three minutes; page 2, the sheets to vote and the actions that are late."""

from __future__ import annotations

from core.engine import formats
from governance.engine.facts import DIFFERS, ActionFacts, PackFacts
from governance.engine.pack import charts, finances, micro, moves, penalty, titles
from governance.engine.pack.document import Key, Link, Page, Row, Sheet, Table
from governance.engine.wording import count_of

FULL = 2
"""Decisions shown whole on pages 1 and 2; the others stand in one line, their sheet in the annex."""


def summary(facts: PackFacts, sheets: tuple[Sheet, ...]) -> Page:
    """Decisions asked, four figures, what moves, how far the figures can be trusted, actions, dates."""
    asked = [sheet for sheet in sheets if not sheet.outcome]
    body = {
        "sheets": sheets[:FULL],
        "sheets_title": "Décisions demandées" if asked else "Décisions du comité",
        "briefs": sheets[FULL:],
        "keys": _keys(facts),
        "worse": moves.changes(facts, "alarm"),
        "better": moves.changes(facts, "better"),
        "reliability": _reliability(facts),
        "actions": _actions(facts),
        "dates": _dates(facts),
        "tight": len(sheets) > FULL,
    }
    return Page(
        1, "front", "Pour décision", titles.front(facts, len(asked), len(sheets)), body,
        lead=" ".join(titles.lead(facts)), landscape=False,
    )  # fmt: skip


def followup(facts: PackFacts, sheets: tuple[Sheet, ...]) -> Page:
    """The sheets, then the late actions and the share kept on time."""
    late = [action for action in facts.actions if action.late]
    on_time, judged = facts.kept
    share = f", tenues à l’heure en 12 mois : {on_time} sur {judged}" if judged else ""
    title = (
        f"Décisions et suivi : {_late(len(late))}"
        if facts.actions
        else (
            "Décisions à voter, aucune action en cours"
            if sheets
            else "Aucune décision, aucune action en cours"
        )
    )
    body = {
        "sheets": sheets[:FULL],
        "more": len(sheets[FULL:]),
        "spaced": not sheets,
        "late_title": f"Actions en retard : {len(late)} sur {len(facts.actions)}{share}" if late else (
            f"Aucune action en retard{share}" if facts.actions else "Aucune action ouverte"
        ),
        "late": late_table(late) if late else None,
    }  # fmt: skip
    return Page(2, "followup", "Décisions et suivi", title, body, landscape=False)


def _late(number: int) -> str:
    return f"{count_of(number, 'action') if number else 'aucune action'} en retard"


def late_table(late: list[ActionFacts]) -> Table:
    rows = tuple(
        Row(
            Link(f"A-{action.number}", "actions/"),
            (action.title, action.owner, formats.date_short(action.due_on), count_of(action.late, "jour")),
        )
        for action in late
    )
    return Table(("Action", "Quoi", "Qui", "Échéance", "Retard"), rows, frozenset({3}))


def _keys(facts: PackFacts) -> tuple[Key, ...]:
    held, judged = len(facts.judged) - len(facts.breached), len(facts.judged)
    streak = max((row.streak for row in facts.breached), default=0)
    word = f"non respecté, {formats.ordinal(streak)} mois" if streak else "tous respectés"
    first = Key(
        "Engagements respectés",
        "breached" if facts.breached else "met" if judged else "not_applicable",
        Link(f"{held}/{judged}" if judged else "Sans objet", f"mois/{facts.month.month}/"),
        word if judged else "aucun ticket jugé",
        charts.months_strip(facts),
    )
    return (first, _satisfied(facts), _third(facts), _fourth(facts))


def _satisfied(facts: PackFacts) -> Key:
    last = facts.answers[-1] if facts.answers else None
    if last is None or last.percent is None:
        return Key("Utilisateurs satisfaits", "not_measurable", Link("Non mesuré"), "aucune réponse reçue")
    look = "met" if last.percent >= facts.satisfaction_target else "breached"
    note = f"{formats.count(last.answers, 'réponse')} ; cible {formats.percent(facts.satisfaction_target)}"
    shown = Link(formats.percent(last.percent, 0), "indicateurs/K22/")
    return Key("Utilisateurs satisfaits", look, shown, note, micro.interval(last, facts.satisfaction_target))


def _third(facts: PackFacts) -> Key:
    """The budget, else the penalty, where the reader may see them; otherwise the gaps to justify."""
    if found := finances.key(facts):
        return found
    if facts.penalty:
        return penalty.key(facts, facts.penalty)
    open_gaps = [row for row in facts.commitments if row.gap_status in {"to_justify", "incomplete"}]
    if not facts.compared:
        return Key("Écarts à justifier", "not_measurable", Link("Non mesuré"), "aucun chiffre déclaré")
    shown = Link(formats.number(len(open_gaps)), f"rapprochement/{facts.month.month}/")
    return Key("Écarts à justifier", "watch" if open_gaps else "met", shown, "déclaré contre recalculé")


def _fourth(facts: PackFacts) -> Key:
    """Readiness of the exit where the reader may see it, otherwise the actions."""
    plan = facts.exit
    if plan:
        shown = formats.percent(plan.percent, 0)
        look = "met" if plan.percent >= 80 else "watch"
        drawing = micro.blocks(
            plan.proven, len(plan.proofs), f"{plan.proven} preuves à jour sur {len(plan.proofs)}"
        )
        note = f"{count_of(plan.proven, 'preuve')} à jour sur {len(plan.proofs)}"
        return Key("Sortie préparée", look, Link(shown, "reversibilite/"), note, drawing, firm=True)
    late = sum(bool(action.late) for action in facts.actions)
    look = "watch" if late else "met" if facts.actions else "not_applicable"
    note = f"sur {count_of(len(facts.actions), 'action')}" if facts.actions else "aucune action ouverte"
    return Key("Actions en retard", look, Link(formats.number(late), "actions/"), note, firm=True)


def _reliability(facts: PackFacts) -> tuple[str, str]:
    differing = sum(row.gap_status in DIFFERS for row in facts.commitments)
    flipped = sum(row.flipped for row in facts.commitments)
    compared = len(facts.compared)
    if not facts.month.tickets:
        return "Fiabilité des chiffres : non mesurée", "Aucun ticket n’est connu pour ce mois."
    said = f"{count_of(facts.month.tickets, 'ticket recalculé', 'tickets recalculés')} un à un. "
    if not compared:
        said += "Le rapport n’a pas donné de taux : rien à confronter."
        return "Fiabilité des chiffres : recalculés, aucun chiffre déclaré", said
    said += f"{count_of(differing, 'écart') if differing else 'Aucun écart'} avec le rapport sur "
    said += count_of(compared, "engagement comparé", "engagements comparés")
    said += f", {count_of(flipped, 'verdict inversé', 'verdicts inversés')}" if flipped else ""
    said += f", {count_of(facts.omitted, 'ticket omis', 'tickets omis')} du décompte" if facts.omitted else ""
    said += "."
    good = "concordants avec le rapport" if not differing else "à confronter au rapport"
    return f"Fiabilité des chiffres : recalculés, {good}", said


def _actions(facts: PackFacts) -> str:
    if not facts.actions:
        return "Aucune action n’est ouverte."
    done = sum(action.state == "done" for action in facts.actions)
    late = [action for action in facts.actions if action.late]
    said = (
        f"{count_of(len(facts.actions), 'action')} : {count_of(done, 'faite') if done else 'aucune faite'}, "
    )
    said += f"{formats.number(len(late)) if late else 'aucune'} en retard"
    return f"{said} (page 2)." if late else f"{said}."


def _dates(facts: PackFacts) -> tuple[str, ...]:
    dated = [
        (action.due_on, f"A-{action.number} {action.title}")
        for action in facts.actions
        if action.due_on > facts.held_on and action.state in {"todo", "doing"}
    ]
    if facts.term and facts.term.possible:
        dated.append((facts.term.last_safe, "préavis reçu au plus tard"))
    return tuple(f"{formats.date_short(day)} {what}" for day, what in sorted(dated)[:3])
