"""How every figure can be computed again: rules in words, originals, digests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from contracts.engine.rules import Rules
from contracts.engine.wording import groups_of
from core.engine import formats
from core.engine.months import Month
from governance.engine.facts import PackFacts
from governance.engine.pack.document import Link, Page, Row, Table
from governance.engine.wording import count_of

METHOD = "v1"


@dataclass(frozen=True)
class Source:
    """One original file of the delivery, and the version of the delivery."""

    name: str
    kind: str
    received_at: datetime
    sha256: str
    version: int = 1


@dataclass(frozen=True)
class ClosedMonth:
    """One act that froze a month, and its digest; revision 1 is the closing."""

    month: Month
    revision: int
    at: datetime
    sha256: str


@dataclass(frozen=True)
class Provenance:
    """Where the figures come from: contract version, settings, calendars, originals, head of the journal.

    The number of the head is the client's: it counts acts that the provider does not read.
    `closed`: the closed months, oldest first, told to an auditor only.
    """

    contract_version: str
    journal_head: str
    rules: Rules
    calendars: tuple[str, ...]
    sources: tuple[Source, ...]
    delivery: str
    journal_sequence: int | None = None
    closed: tuple[ClosedMonth, ...] = ()

    @property
    def head_words(self) -> str:
        number = self.journal_sequence
        return self.journal_head if number is None else f"n°\u00a0{number}, {self.journal_head}"


def page(facts: PackFacts, provenance: Provenance, files: tuple[tuple[str, int], ...]) -> Page:
    """Rules applied, originals, attached files, and how to verify."""
    rows = tuple(
        Row(Link(name, ""), (text,)) for name, text in applied(provenance.rules, provenance.calendars)
    )
    sources = tuple(
        Row(
            Link(source.name),
            (source.kind, formats.datetime_short(source.received_at, facts.zone), f"{source.sha256[:12]}…"),
        )
        for source in provenance.sources
    )
    month = facts.month
    title = f"Chaque chiffre se recalcule à partir de {count_of(len(sources), 'fichier déposé', 'fichiers déposés')}" if sources else (
        "Chaque chiffre se recalcule à partir des règles du contrat"
    )  # fmt: skip
    body = {
        "rules": Table(("Règle", "Ce qui est fait"), rows),
        "rules_title": f"Règles appliquées à {formats.month_long(month.month)}",
        "sources": Table(("Fichier", "Nature", "Reçu le", "SHA-256"), sources) if sources else None,
        "delivery": provenance.delivery,
        "files": ", ".join(f"{name} ({count_of(lines, 'ligne')})" for name, lines in files),
        "digest": month.facts_digest,
        "journal": provenance.head_words,
        "version": provenance.contract_version,
        "computed": formats.datetime_short(month.computed_at, facts.zone),
    }
    return Page(12, "method", "Méthode et preuves", title, body, landscape=False, annex=True)


ATTRIBUTION = {
    "verdict": "mois du verdict : résolution dans le délai, ou instant du dépassement",
    "resolved": "mois de la résolution",
    "opened": "mois de l’ouverture",
}
CANCELLED = {
    "exclude_unless_breached": "exclus, sauf annulation après l’échéance",
    "exclude": "exclus",
    "include": "comptés",
}
RAISED = {
    "restart": "nouveau délai depuis le changement",
    "retroactive": "délai final depuis l’ouverture",
    "proportional": "parts de chaque délai additionnées",
    "initial": "premier délai conservé",
}
REOPENED = {
    "cumulative": "périodes additionnées",
    "from_origin": "depuis la première ouverture",
    "new_ticket": "nouveau ticket",
}
DEDUCTIBLE = {"threshold": "franchise à seuil", "absolute": "franchise déduite", "none": "sans franchise"}
REASONS = {
    "waiting_user": "attente utilisateur",
    "waiting_client": "attente client",
    "waiting_third_party": "attente tiers hors contrat",
    "waiting_provider": "attente prestataire",
    "other": "autre motif",
}


def applied(rules: Rules, calendars: tuple[str, ...]) -> list[tuple[str, str]]:
    """The settings that change a number, in words."""
    return [*_counting(rules, calendars), *_judging(rules), *_particular(rules), *_reading(rules)]


def _counting(rules: Rules, calendars: tuple[str, ...]) -> list[tuple[str, str]]:
    paused = ", ".join(REASONS.get(reason, reason) for reason in rules.suspension_reasons) or "aucun motif"
    window = count_of(rules.reopen_window_days, "jour ouvré", "jours ouvrés")
    changes = f"relevée : {RAISED[rules.priority_raised]} ; abaissée : {RAISED[rules.priority_lowered]}"
    return [
        ("Temps compté", " ; ".join(calendars) or "plages du contrat"),
        ("Suspensions", f"seules arrêtent l’horloge, tracées et datées : {paused}"),
        ("Mois de rattachement", ATTRIBUTION[rules.attribution]),
        ("Changement de priorité", changes),
        ("Réouverture", f"{REOPENED[rules.reopen_policy]}, sous {window}"),
        ("Annulés", CANCELLED[rules.cancelled_policy]),
    ]


def _judging(rules: Rules) -> list[tuple[str, str]]:
    few = f"moins de {count_of(rules.min_volume, 'ticket')}"
    maintenance = "déduite" if rules.maintenance_deducted else "non déduite"
    quota = formats.duration(rules.maintenance_quota_minutes * 60)
    caps = f"plafond du mois {formats.percent(rules.cap_month)}, de l’année {formats.percent(rules.cap_year)}"
    deductible = DEDUCTIBLE[rules.deductible_mode]
    if rules.deductible_mode != "none":
        deductible += f" de {formats.money(rules.deductible)}"
    return [
        ("Taux", "respectés ÷ (respectés + non respectés) ; sans ticket jugé : sans objet, ni 0 ni 100 %"),
        (
            "Volume réduit",
            f"{few} : {count_of(rules.min_failures, 'échec')} admis au moins ; taux brut affiché",
        ),
        ("Arrondi", "verdict sur la fraction exacte ; l’affichage ne franchit jamais la cible"),
        (
            "Disponibilité",
            f"(service − arrêts) ÷ service ; maintenance annoncée {maintenance}, {quota} au plus",
        ),
        ("Pénalité", f"{deductible}, {caps}"),
    ]


def _particular(rules: Rules) -> list[tuple[str, str]]:
    """Every setting that departs from the portal's own, in one line."""
    usual = {line.name: line.text for group in groups_of(Rules()) for line in group.lines}
    own = [line for group in groups_of(rules) for line in group.lines if usual.get(line.name) != line.text]
    words = " ; ".join(f"{line.name.lower()} : {line.text}" for line in own)
    return [("Réglages propres au contrat", words)] if own else []


def _reading(rules: Rules) -> list[tuple[str, str]]:
    signals = (
        "carte XmR, moyenne ± 2,66 × étendue mobile moyenne : un point hors limites, 8 points d’un même côté, "
        "3 sur 4 plus près d’une limite ; dérive : Mann-Kendall et Theil-Sen, 8 points au moins"
    )
    felt = f"notes 4 et 5 sur répondants, cible {formats.percent(rules.satisfaction_target)}"
    return [
        (
            "Écart",
            f"déclaré − recalculé, en points ; concordant jusqu’à {formats.number(rules.tolerance_pt)} pt",
        ),
        ("Signaux", signals),
        ("Satisfaction", f"{felt} ; intervalle de Wilson à 95 %, alarme à 90 %, 8 réponses au moins"),
    ]
