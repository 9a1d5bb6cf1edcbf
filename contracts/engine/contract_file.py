"""The contract's own sections of the contract file, read and checked together."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from itertools import pairwise
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from contracts.engine.dates import Clause
from contracts.engine.dates_file import read_dates
from contracts.engine.hours_file import read_hours, read_places
from contracts.engine.lifetime import ends_before
from contracts.engine.matrix import matrix_faults, read_matrix
from contracts.engine.reading import NO_DAY, Entry, complain_of_repeats
from contracts.engine.scope_file import read_scope
from contracts.engine.scope_to_come import check_coming, scope_part
from contracts.engine.scope_words import STATUSES
from contracts.engine.settings_file import read_settings
from contracts.engine.terms import TIMEZONE, ContractTerms, Identity, Version, version_title
from contracts.engine.unsaid import kept_renewal
from contracts.engine.vocabulary import RENEWALS
from core.engine.formats import date_short

REFERENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")


def read_contract(root: Entry, zones: frozenset[str]) -> ContractTerms:
    """Sections contrat, version, plage, site, fermeture, perimetre, exclusion, zone_grise, preavis, option, echeance.

    `zones`: codes of the zones of public holidays. Problems go to `root.problems`.
    """
    identity = read_identity(root)
    hours = read_hours(root)
    codes = frozenset(calendar.code for calendar in hours)
    places, closures = read_places(root, codes, zones)
    versions = read_versions(root, identity.starts_on)
    scope = read_scope(root, places, identity.starts_on)
    sites = tuple(place.code for place in places)
    root.problems += check_coming(versions, scope, sites, identity.starts_on)
    dates = read_dates(root, identity.starts_on, _clause(identity))
    _check_effects(root, versions, replace(_clause(identity), extended_months=dates.extended_months))
    return ContractTerms(
        identity=identity,
        versions=versions,
        hours=hours,
        places=places,
        closures=closures,
        scope=scope,
        calendar_codes=codes,
        dates=dates,
    )


def _clause(identity: Identity) -> Clause:
    return Clause(
        initial_end=identity.ends_on,
        renewal=kept_renewal(identity.renewal),
        renewal_months=identity.renewal_months,
        max_renewals=identity.max_renewals or None,
        notice_months=identity.notice_months,
    )


def read_identity(root: Entry) -> Identity:
    """The `[contrat]` table."""
    if not root.has("contrat"):
        root.complain("la table [contrat] manque.", "Commencez le fichier par [contrat].", "fichier")
    entry = root.table("contrat")
    identity = Identity(
        reference=_read_reference(entry),
        title=entry.text("objet"),
        client=entry.text("client", limit=120),
        provider=entry.text("prestataire", limit=120),
        timezone=_read_timezone(entry),
        starts_on=entry.day("debut"),
        ends_on=entry.day("fin"),
        renewal=entry.choice("reconduction", RENEWALS, required=False),
        renewal_months=entry.whole("reconduction_mois", required=False),
        max_renewals=entry.whole("reconductions_max", required=False),
        notice_months=entry.whole("preavis_mois", required=False),
        users=entry.whole("utilisateurs", high=2_000_000_000, required=False),
        yearly_budget=entry.amount("budget_annuel", required=False, default=None),
        no_exclusion=entry.flag("aucune_exclusion"),
    )
    if NO_DAY not in {identity.starts_on, identity.ends_on} and identity.ends_on <= identity.starts_on:
        entry.complain("« fin » ne vient pas après « debut ».", "Corrigez l’une des deux dates.")
    if identity.client and identity.client == identity.provider:
        entry.complain("le client et le prestataire portent le même nom.", "Nommez les deux parties.")
    if identity.renewal not in {"", "none"} and not identity.renewal_months:
        entry.complain("la durée d’une reconduction manque.", "Ajoutez reconduction_mois = 12.")
    if identity.no_exclusion and root.has("exclusion"):
        entry.complain(
            "« aucune_exclusion » contredit les lignes [[exclusion]].", "Retirez la clé, ou ces lignes."
        )
    entry.close()
    return identity


def _read_reference(entry: Entry) -> str:
    """The reference also makes the contract's address."""
    reference = entry.text("reference", limit=40)
    if reference and not REFERENCE.fullmatch(reference):
        entry.complain(
            f"« reference » vaut « {reference} ».",
            "Écrivez des lettres sans accent, des chiffres et des tirets.",
        )
    return reference


def _read_timezone(entry: Entry) -> str:
    name = entry.text("fuseau", limit=40, required=False, default=TIMEZONE)
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        entry.complain(f"fuseau inconnu : « {name} ».", "Écrivez un nom IANA, par exemple Europe/Paris.")
    return name


def read_versions(root: Entry, starts_on: date) -> tuple[Version, ...]:
    """The `[[version]]` tables, in order of their number; number 0 takes effect with the contract."""
    entries = root.tables("version")
    versions = []
    for entry in entries:
        number = entry.whole("numero", high=999)
        entry.place = f"version {number}"
        versions.append(
            Version(
                number=number,
                effective_on=entry.day("effet"),
                title=entry.text("objet", required=False) or version_title(number),
                monthly_fee=entry.amount("forfait_mensuel"),
                settings=read_settings(entry.table("reglages", f"version {number}, réglages")),
                matrix=read_matrix(entry),
                coming=_read_coming(entry),
            )
        )
        _check_priorities(entry, versions[-1])
        entry.close()
    complain_of_repeats(zip(entries, (v.number for v in versions), strict=True), "le numéro")
    complain_of_repeats(zip(entries, (v.effective_on for v in versions), strict=True), "la date d’effet")
    _check_versions(root, versions, starts_on)
    return tuple(sorted(versions, key=lambda version: version.number))


def _check_effects(root: Entry, versions: tuple[Version, ...], clause: Clause) -> None:
    """A version takes effect while the contract runs."""
    if clause.initial_end == NO_DAY:
        return
    for version in versions:
        if version.number and (end := ends_before(clause, version.effective_on)):
            root.complain(
                f"« effet » vaut {date_short(version.effective_on)}, après la fin du contrat, le {date_short(end)}.",
                "Corrigez la date d’effet, ou la fin du contrat.",
                f"version {version.number}",
            )


def _read_coming(entry: Entry) -> str:
    coming = entry.table("a_venir", f"{entry.place}, à venir")
    tables = {one.word: [line.values for line in coming.tables(one.word)] for one in STATUSES}
    coming.close()
    return scope_part(tables)


def _check_priorities(entry: Entry, version: Version) -> None:
    """A label of the provider's tool, or a cell of the matrix, stands for a priority that the contract knows."""
    for label, priority in version.settings.get("priority_map", {}).items():
        if priority not in version.priorities:
            entry.complain(
                f"« {label} » renvoie à une priorité inconnue du contrat : « {priority} ».",
                f"Priorités du contrat : {', '.join(version.priorities)}.",
                f"{entry.place}, réglages",
            )
    for fault in matrix_faults(version.matrix, version.priorities):
        entry.complain(fault.message, fault.remedy, f"{entry.place}, matrice")


def _check_versions(root: Entry, versions: list[Version], starts_on: date) -> None:
    if not any(version.number == 0 for version in versions):
        root.complain(
            "la version 0 (le contrat signé) manque.", "Ajoutez [[version]] avec numero = 0.", "version"
        )
        return
    ordered = sorted(versions, key=lambda version: version.number)
    if NO_DAY not in {starts_on, ordered[0].effective_on} and ordered[0].effective_on != starts_on:
        root.complain(
            "elle ne prend pas effet avec le contrat.", f"Écrivez effet = {starts_on}.", "version 0"
        )
    for before, after in pairwise(ordered):
        if NO_DAY != after.effective_on < before.effective_on:
            root.complain(
                f"elle prend effet avant la version {before.number}.",
                "Numérotez les avenants dans l’ordre de leurs dates d’effet.",
                f"version {after.number}",
            )
