"""What an amendment changes of the terms: end, renewal, notices, price revision, exit. Read as the contract file is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from contracts.engine.contract_file import clause_of, read_identity
from contracts.engine.dates_file import read_dates
from contracts.engine.problems import FileRefused, Problem
from contracts.engine.reading import NO_DAY, Entry
from contracts.engine.revision_file import read_revision
from contracts.engine.terms import Version
from contracts.engine.terms_to_come import GONE, PARTS, Tables, laid_terms, tables_of_text
from core.engine.formats import date_short

READ = (*PARTS, "option")
"""The tables on which a change of terms is checked."""
AGREED: Mapping[str, tuple[str, ...]] = {
    "contrat": ("fin", "reconduction", "reconduction_mois", "reconductions_max", "preavis_mois"),
    "preavis": (
        "jours", "prestataire_mois", "prestataire_jours", "convention_de_fin", "prend_effet", "moyen",
    ),
}  # fmt: skip
"""Keys of the two tables laid key by key; the others are who the parties are, or reminders of the portal."""
ReadExit = Callable[[Entry], object]


@dataclass(frozen=True)
class KnownTerms:
    """The terms as the contract file tells them, the day of the change, and the reader of the exit clause."""

    tables: Tables
    day: date
    read_exit: ReadExit


def read_term_changes(root: Entry, known: KnownTerms) -> dict[str, Any]:
    """The tables that change, as they will read; problems go to `root.problems`."""
    said: dict[str, Any] = {}
    for name in PARTS:
        if root.has(name):
            entry = root.table(name)
            said[name] = entry.values
            _refuse_others(entry, AGREED.get(name))
            _check_gone(entry, known.tables.get(name, {}), AGREED.get(name))
    laid = laid_terms(known.tables, said)
    if {"contrat", "preavis"} & set(said):
        _read_end(root, laid, said, known)
    if said.get("revision"):
        _read_revision(root, laid["revision"], known.day)
    if said.get("sortie"):
        known.read_exit(Entry({"sortie": laid["sortie"]}, "", root.problems))
    return {name: laid[name] for name in PARTS if said and laid.get(name, {}) != known.tables.get(name, {})}


def _refuse_others(entry: Entry, keys: tuple[str, ...] | None) -> None:
    for key in () if keys is None else sorted(set(entry.values) - {*keys, GONE}):
        entry.complain(
            f"« {key} » ne se change pas par un avenant.",
            f"Retirez la ligne. Clés admises : {', '.join(keys or ())}.",
        )


def _check_gone(entry: Entry, table: Tables, keys: tuple[str, ...] | None) -> None:
    """A key that goes is one that the contract says, and that an amendment may change."""
    for key in entry.texts(GONE):
        if key not in table or (keys is not None and key not in keys):
            entry.complain(
                f"« {GONE} » nomme « {key} », que le contrat ne dit pas.",
                f"Clés dites : {', '.join(one for one in table if keys is None or one in keys) or 'aucune'}.",
            )


def _read_end(root: Entry, laid: Tables, said: Tables, known: KnownTerms) -> None:
    """End, renewal and notices hold together, with the options to come, and the end follows the day of effect."""
    dated = Entry(
        {name: laid[name] for name in ("contrat", "preavis", "option") if name in laid}, "", root.problems
    )
    identity = read_identity(dated)
    clause = clause_of(identity)
    read_dates(dated, identity.starts_on, clause)
    taken = sum(row["mois"] for row in laid.get("option", ()) if row.get("levee_le"))
    end = NO_DAY if identity.ends_on == NO_DAY else replace(clause, extended_months=taken).end(0)
    if "fin" in said.get("contrat", {}) and NO_DAY != end < known.day != date.max:
        root.complain(
            f"« fin » mène au {date_short(end)}, avant la prise d’effet de l’avenant.",
            f"Écrivez une fin au {date_short(known.day)} ou après : un avenant ne met pas fin à des jours passés.",
            "[contrat]",
        )


def _read_revision(root: Entry, table: Tables, day: date) -> None:
    terms = read_revision(Entry({"revision": table}, "", root.problems))
    if terms is not None and day != date.max and NO_DAY != terms.first_on < day:
        root.complain(
            f"« premiere » vaut {date_short(terms.first_on)}, avant la prise d’effet de l’avenant.",
            f"Écrivez la première révision sous ces termes : le {date_short(day)} ou après.",
            "[revision]",
        )


def read_terms_to_come(text: str, known: KnownTerms, place: str) -> dict[str, Any]:
    """The changes as they stand over the terms that are known. Raises FileRefused where they no longer hold."""
    root = Entry(tables_of_text(text), place, [])
    changes = read_term_changes(root, known)
    root.close()
    if root.problems:
        raise FileRefused(root.problems)
    return changes


def check_terms_coming(versions: tuple[Version, ...], tables: Tables, read_exit: ReadExit) -> list[Problem]:
    """What stands against the terms to come that the versions of a file tell, each over what the one before leaves."""
    laid: Tables = {name: tables[name] for name in READ if name in tables}
    found: list[Problem] = []
    for version in versions:
        if not version.coming_terms or version.effective_on == NO_DAY:
            continue
        place = f"version {version.number}, à venir"
        try:
            known = KnownTerms(laid, version.effective_on, read_exit)
            laid = {**laid, **read_terms_to_come(version.coming_terms, known, place)}
        except FileRefused as refusal:
            found += [replace(one, place=f"{place}, {one.place}") for one in refusal.problems]
    return found
