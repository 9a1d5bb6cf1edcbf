"""The contract's own sections of the contract file, read and checked together."""

from __future__ import annotations

import re
from datetime import date
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from contracts.engine.dates import Clause
from contracts.engine.dates_file import read_dates
from contracts.engine.hours_file import read_hours, read_places
from contracts.engine.reading import NO_DAY, Entry
from contracts.engine.scope_file import read_scope
from contracts.engine.scope_to_come import check_coming
from contracts.engine.terms import TIMEZONE, ContractTerms, Identity
from contracts.engine.unsaid import kept_renewal
from contracts.engine.versions_file import check_effects, read_versions
from contracts.engine.vocabulary import RENEWALS

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
    dates = read_dates(root, identity.starts_on, clause_of(identity))
    check_effects(root, versions, clause_of(identity, extended_months=dates.extended_months))
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


def clause_of(identity: Identity, *, extended_months: int = 0, ended_on: date | None = None) -> Clause:
    """What the contract says of its end, without the notices in days; 0 renewals at most: no limit is stated."""
    return Clause(
        initial_end=identity.ends_on,
        renewal=kept_renewal(identity.renewal),
        renewal_months=identity.renewal_months,
        max_renewals=identity.max_renewals or None,
        notice_months=identity.notice_months,
        extended_months=extended_months,
        ended_on=ended_on,
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
