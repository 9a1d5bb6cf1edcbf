"""Titles that conclude: one rule per page, the same facts always give the same sentence."""

from __future__ import annotations

from core.engine import formats
from governance.engine.facts import DIFFERS, Answers, CommitmentFacts, IndicatorFacts, PackFacts, PenaltyFacts
from governance.engine.wording import capital, count_of, letters, listing, lower, ordinal_month


def front(facts: PackFacts, asked: int, sheets: int) -> str:
    """« Deux décisions à prendre, GTR P3 sous l’engagement »; once all `sheets` were answered, « Deux questions traitées… »."""
    if sheets and not asked:
        treated = f"question{'s' if sheets > 1 else ''} traitée{'s' if sheets > 1 else ''}"
        return f"{capital(letters(sheets))} {treated}, {_state(facts)}"
    decisions = f"{capital(letters(asked))} décision{'s' if asked > 1 else ''} à prendre"
    if len(facts.breached) > 1:
        decisions = decisions.removesuffix(" à prendre")
    return f"{decisions}, {_state(facts)}"


def _state(facts: PackFacts) -> str:
    names = [lower(row.short) for row in facts.breached]
    if not facts.judged:
        return "aucun engagement jugé"
    if not names:
        return "tous les engagements respectés"
    if len(names) == 1:
        return f"{names[0]} sous l’engagement"
    return f"{count_of(len(names), 'engagement non respecté', 'engagements non respectés')}"


def held(facts: PackFacts) -> str:
    """« 12 engagements respectés sur 14 »."""
    judged, missed = len(facts.judged), len(facts.breached)
    return f"{count_of(judged - missed, 'engagement respecté', 'engagements respectés')} sur {judged}"


def commitments(facts: PackFacts) -> str:
    """« 12 engagements respectés sur 14 : GTR P3 et disponibilité ERP sous la promesse »."""
    if not facts.judged:
        return f"Aucun engagement n’a pu être jugé en {formats.month_long(facts.month.month)}"
    names = [lower(row.short) for row in facts.breached]
    if not names:
        return f"{held(facts)} : la promesse est tenue"
    if len(names) <= 2:
        return f"{held(facts)} : {listing(names)} sous la promesse"
    return f"{held(facts)} : {names[0]}, {names[1]} et {len(names) - 2} de plus sous la promesse"


def lead(facts: PackFacts) -> list[str]:
    """Two to four sentences: the score, what is missed and since when, what the report leaves out."""
    said = [f"{held(facts)}." if facts.judged else f"{commitments(facts)}."]
    said += [_missed(row) for row in facts.breached[:2]]
    if len(facts.breached) > 2:
        more = len(facts.breached) - 2
        said.append(f"{count_of(more, 'autre engagement est', 'autres engagements sont')} sous la promesse.")
    if facts.terminable:
        said.append(f"Droit de résiliation ouvert : {terminable(facts)}.")
    if facts.omitted:
        said.append(f"Le décompte du prestataire omet {count_of(facts.omitted, 'ticket')} hors délai.")
    elif not any(row.declared is not None for row in facts.commitments):
        said.append("Le prestataire n’a déclaré aucun chiffre à rapprocher.")
    return said


def terminable(facts: PackFacts) -> str:
    """« GTR P3, 4 mois manqués de suite »: the commitments whose misses open the right to terminate."""
    return " ; ".join(f"{name}, {words}" for name, words in facts.terminable)


def _missed(row: CommitmentFacts) -> str:
    since = f", {ordinal_month(row.streak)}" if row.streak > 1 else ""
    return (
        f"{capital(row.short)} : {row.shown_rate} pour {row.shown_target.removeprefix('≥').strip()}{since}."
    )


def reconciliation(facts: PackFacts) -> str:
    """« Le décompte déclaré omet 9 tickets hors délai, un verdict s’inverse »."""
    flipped = [row for row in facts.commitments if row.flipped]
    many = len(flipped) > 1
    turned = f"{letters(len(flipped))} verdicts s’inversent" if many else "un verdict s’inverse"
    if facts.omitted:
        ending = turned if flipped else "aucun verdict ne change"
        return f"Le décompte déclaré omet {count_of(facts.omitted, 'ticket')} hors délai, {ending}"
    if flipped:
        names = listing([lower(row.short) for row in flipped[:2]])
        return f"{capital(turned)} après recalcul : {names}"
    if not facts.compared:
        return "Aucun chiffre déclaré : rien à rapprocher ce mois-ci"
    differing = sum(row.gap_status in DIFFERS for row in facts.commitments)
    if differing:
        return f"{count_of(differing, 'écart')} avec le rapport, aucun verdict ne change"
    return "Le rapport et le recalcul concordent"


def perception(facts: PackFacts, last: Answers | None) -> str:
    """« Les utilisateurs sont moins satisfaits que les chiffres »."""
    if last is None or not last.answers:
        return "Ressenti non mesuré : aucune réponse d’utilisateur"
    share = last.percent or 0
    shown = formats.percent(share, 0)
    if last.watermelon:
        return f"Tout est respecté, et pourtant {shown} seulement des utilisateurs sont satisfaits"
    if last.high < float(facts.satisfaction_target):
        return f"Les utilisateurs ne sont pas satisfaits : {shown} pour {formats.percent(facts.satisfaction_target)} attendus"
    if share < facts.satisfaction_target:
        return f"Satisfaction sous la cible : {shown} pour {formats.percent(facts.satisfaction_target)}"
    return f"Les utilisateurs sont satisfaits : {shown} pour {formats.percent(facts.satisfaction_target)} attendus"


def trends(facts: PackFacts, rows: list[IndicatorFacts]) -> str:
    """« Encours : dérive de +2,0 par mois », or the count of signals; why there can be none. `rows`: those that moved."""
    if not any(row.value is not None for row in facts.indicators):
        return "Tendances non mesurées : aucun indicateur n’a de valeur ce mois-ci"
    worse = [row for row in rows if row.level == "alarm"]
    watched = [row for row in rows if row.level == "to_watch"]
    better = [row for row in rows if row.direction == "better"]
    if not rows:
        return "Aucun signal : rien ne sort de la variation habituelle"
    drifting = next((row for row in worse if row.pace), None)
    if drifting:
        return f"{drifting.name} : dérive de {drifting.pace}"
    parts = [count_of(len(worse), "dégradation")] if worse else []
    parts += (
        [count_of(len(watched), "indicateur à surveiller", "indicateurs à surveiller")] if watched else []
    )
    parts += [count_of(len(better), "amélioration")] if better else []
    named = f" : {lower(worse[0].name)}" if len(worse) == 1 else ""
    return capital(listing(parts)) + (named if len(parts) == 1 else "")


def money(penalty: PenaltyFacts, word: str) -> str:
    """« Pénalité notifiée : 2 035 €, 915 € écrêtés, 295 € exonérés »; `word`: where it stands."""
    if not penalty.due:
        return "Pénalité calculée, rien n’est dû après franchise et plafonds"
    said = f"Pénalité {word} : {formats.money(penalty.due)}"
    said += f", {formats.money(penalty.cut)} écrêtés" if penalty.cut else ""
    return said + (f", {formats.money(penalty.waived)} exonérés" if penalty.waived and penalty.left else "")


def no_penalty(facts: PackFacts) -> str:
    """What stands for the penalty where there is none to show; its reader may not be told whether there is one."""
    if facts.penalty is None:
        return "aucune pénalité notifiée"
    return "aucune pénalité ce mois-ci" if facts.judged else "pénalité non mesurée, aucun engagement jugé"


def risks(facts: PackFacts) -> str:
    """« 5 risques suivis, dont un de criticité forte »."""
    high = sum(risk.look == "breached" for risk in facts.risks)
    told = count_of(len(facts.risks), "risque suivi de près", "risques suivis de près")
    return f"{told}, dont {formats.number(high)} de criticité forte" if high else told


def horizon(facts: PackFacts) -> str:
    """« Sortie possible le 31/12/2026, préparée à 46 % »."""
    term, plan = facts.term, facts.exit
    ready = f", préparée à {formats.percent(plan.percent, 0)}" if plan else ", préparation non mesurée"
    if term is None:
        return f"Sortie{ready.replace(',', '', 1)}"
    if term.possible:
        return f"Sortie possible le {formats.date_short(term.end)}{ready}"
    return f"Engagés jusqu’au {formats.date_short(term.committed_until)}{ready.replace('préparée', 'sortie préparée')}"
