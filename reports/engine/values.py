"""Words of the provider's tool to ours: types, statuses, priorities. What is not mapped is asked, never guessed."""

from __future__ import annotations

from collections.abc import Mapping

from reports.engine.cells import Sheet
from reports.engine.celltext import choice_key
from reports.engine.profiles.profile import Profile


def required(sheet: Sheet, name: str, cells: list[str]) -> None:
    """Report each empty cell of a required column."""
    if all(cells):
        return
    label = sheet.columns[name].label
    for row in (k for k, cell in enumerate(cells) if not cell):
        sheet.findings.error(
            "missing_value",
            f"« {label} » est vide.",
            f"Renseignez « {label} » sur cette ligne.",
            **sheet.place(name, row),
        )


def translate(
    sheet: Sheet, name: str, table: Mapping[str, str], remedy: str, *, needed: bool = True
) -> list[str]:
    """Each cell through a table of words; an unknown word is a question, and reads as empty."""
    cells = sheet.texts(name)
    if needed:
        required(sheet, name, cells)
    known = {choice_key(word): ours for word, ours in table.items()}
    values = {cell: known.get(choice_key(cell), "") for cell in set(cells)}
    unknown = {cell for cell, value in values.items() if cell and not value}
    if unknown:
        label = sheet.columns[name].label
        for row in (k for k, cell in enumerate(cells) if cell in unknown):
            sheet.findings.question(
                "unmapped_value", f"« {cells[row][:60]} » n’est pas une valeur connue de « {label} ».", remedy,
                **sheet.place(name, row),
            )  # fmt: skip
    return [values[cell] for cell in cells]


def types(sheet: Sheet, profile: Profile, references: list[str]) -> list[str]:
    """incident or request, from the column or, in a tool without one, from the reference's prefix."""
    if sheet.has("type"):
        words = " ou ".join(sorted({"Incident", "Demande"}, reverse=True))
        return translate(sheet, "type", profile.types, f"Écrivez {words}.")
    prefixes = profile.type_prefixes
    kinds = {reference: _by_prefix(reference, prefixes) for reference in references}
    return [kinds[reference] for reference in references]


def _by_prefix(reference: str, prefixes: Mapping[str, str]) -> str:
    upper = reference.upper()
    return next((kind for prefix, kind in prefixes.items() if upper.startswith(prefix)), "incident")


def statuses(sheet: Sheet, profile: Profile) -> list[str]:
    """Our six statuses."""
    return translate(
        sheet, "status", profile.statuses, "Écrivez Nouveau, En cours, En attente, Résolu, Clos ou Annulé."
    )


def priority_table(sheet: Sheet, profile: Profile) -> dict[str, str]:
    """Labels → priorities of the contract: its own names, its map, then the tool's usual scale where it fits."""
    context = sheet.context
    usual = {label: ours for label, ours in profile.priorities.items() if ours in context.priorities}
    return {**usual, **{p: p for p in context.priorities}, **context.priority_map}


def priorities(sheet: Sheet, profile: Profile, name: str = "priority", *, needed: bool = True) -> list[str]:
    """Priorities of the contract."""
    listed = ", ".join(sheet.context.priorities)
    remedy = (
        f"Le contrat connaît {listed}. Corrigez la ligne, ou associez cette valeur à l’une d’elles "
        "dans les réglages du contrat (correspondance_priorites)."
    )
    return translate(sheet, name, priority_table(sheet, profile), remedy, needed=needed)
