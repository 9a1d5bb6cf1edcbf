"""The `[[version]]` tables of the contract file: what was agreed from each day on, and what waits for that day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

from contracts.engine.dates import Clause
from contracts.engine.lifetime import ends_before
from contracts.engine.matrix import matrix_faults, read_matrix
from contracts.engine.reading import NO_DAY, Entry, complain_of_repeats
from contracts.engine.scope_to_come import scope_part
from contracts.engine.scope_words import STATUSES
from contracts.engine.settings_file import read_settings
from contracts.engine.terms import Version, version_title
from contracts.engine.terms_to_come import PARTS, tables_of_text, terms_part
from contracts.engine.unsaid import kept_renewal
from contracts.engine.vocabulary import RENEWALS
from core.engine.formats import date_short


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
                **_read_coming(entry),
            )
        )
        _check_priorities(entry, versions[-1])
        entry.close()
    complain_of_repeats(zip(entries, (v.number for v in versions), strict=True), "le numéro")
    complain_of_repeats(zip(entries, (v.effective_on for v in versions), strict=True), "la date d’effet")
    _check_versions(root, versions, starts_on)
    return tuple(sorted(versions, key=lambda version: version.number))


def check_effects(root: Entry, versions: tuple[Version, ...], clause: Clause) -> None:
    """A version takes effect while the contract runs, as the versions before it leave its end."""
    if clause.initial_end == NO_DAY:
        return
    for version in versions:
        if version.number and (end := ends_before(clause, version.effective_on)):
            root.complain(
                f"« effet » vaut {date_short(version.effective_on)}, après la fin du contrat, le {date_short(end)}.",
                "Corrigez la date d’effet, ou la fin du contrat.",
                f"version {version.number}",
            )
        clause = _ended(clause, tables_of_text(version.coming_terms).get("contrat", {}))


def _ended(clause: Clause, said: Mapping[str, Any]) -> Clause:
    """The clause once a version has changed its end or its renewal; what is wrong there is told where it is read."""
    kept = Entry(said, "", [])
    return replace(
        clause,
        initial_end=kept.day("fin", required=False) or clause.initial_end,
        renewal=kept_renewal(kept.choice("reconduction", RENEWALS, required=False, default=clause.renewal)),
        renewal_months=kept.whole("reconduction_mois", required=False, default=clause.renewal_months),
        max_renewals=kept.whole("reconductions_max", required=False, default=clause.max_renewals) or None,
    )


def _read_coming(entry: Entry) -> dict[str, str]:
    """What waits for the day of the version, as texts: of the scope, of the terms."""
    coming = entry.table("a_venir", f"{entry.place}, à venir")
    tables = {one.word: [line.values for line in coming.tables(one.word)] for one in STATUSES}
    terms = {name: coming.table(name).values for name in PARTS}
    coming.close()
    return {"coming": scope_part(tables), "coming_terms": terms_part(terms)}


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
