"""Words of the provider's tool to ours: types, statuses, priorities. What is not mapped is asked, never guessed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal

from core.engine.formats import count
from reports.engine.cells import Sheet
from reports.engine.celltext import choice_key
from reports.engine.profiles.profile import Profile

_SCORE_HELP = "Écrivez une note de l’échelle de l’outil, ou laissez la cellule vide."


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
    sheet: Sheet, name: str, table: Mapping[str, str], remedy: str, *, needed: bool = True, default: str = ""
) -> list[str]:
    """Each cell through a table of words; an unknown word is a question, and reads as empty.

    An empty cell reads as `default`, where one is agreed; else it is an error if the column is needed.
    """
    cells = sheet.texts(name)
    if needed and not default:
        required(sheet, name, cells)
    known = {choice_key(word): ours for word, ours in table.items()}
    values = {cell: known.get(choice_key(cell), "") for cell in set(cells)}
    unknown = {cell for cell, value in values.items() if cell and not value}
    if unknown:
        _ask_about(sheet, name, cells, unknown, remedy)
    values[""] = default
    return [values[cell] for cell in cells]


def _ask_about(sheet: Sheet, name: str, cells: list[str], unknown: set[str], remedy: str) -> None:
    """One question a cell; in a tool's export, which cannot be corrected by hand, one a value."""
    times, asked = Counter(cells), set[str]()
    for row in (k for k, cell in enumerate(cells) if cell in unknown):
        cell = cells[row]
        if sheet.is_tool and cell in asked:
            continue
        asked.add(cell)
        rows = f" ({count(times[cell], 'ligne')})" if sheet.is_tool else ""
        sheet.findings.question(
            "unmapped_value", f"« {cell[:60]} » n’est pas une valeur connue de « {sheet.columns[name].label} »{rows}.",
            remedy, **sheet.place(name, row),
        )  # fmt: skip


def types(sheet: Sheet, profile: Profile, references: list[str]) -> list[str]:
    """incident or request, from the column or, in a tool without one, from the reference's prefix."""
    if sheet.has("type"):
        remedy = "Écrivez Incident ou Demande." + _or_map(sheet)
        return translate(sheet, "type", profile.types, remedy, default=profile.defaults.get("type", ""))
    default = profile.defaults.get("type", "incident")
    kinds = {reference: type_by_prefix(reference, profile.type_prefixes, default) for reference in references}
    return [kinds[reference] for reference in references]


def type_by_prefix(reference: str, prefixes: Mapping[str, str], default: str = "incident") -> str:
    """The type that the start of a reference tells."""
    upper = reference.upper()
    return next((kind for prefix, kind in prefixes.items() if upper.startswith(prefix)), default)


def _or_map(sheet: Sheet) -> str:
    return " Ou associez la valeur dans les correspondances du dépôt." if sheet.is_tool else ""


def statuses(sheet: Sheet, profile: Profile) -> list[str]:
    """Our six statuses; empty texts where a tool's export has no such column."""
    if sheet.is_tool and not sheet.has("status"):
        return [""] * len(sheet)
    remedy = "Écrivez Nouveau, En cours, En attente, Résolu, Clos ou Annulé." + _or_map(sheet)
    return translate(sheet, "status", profile.statuses, remedy)


def priority_table(sheet: Sheet, profile: Profile) -> dict[str, str]:
    """Labels → priorities of the contract: what a person associated, the contract's own map and names, and the
    tool's usual scale where it fits.
    """
    context = sheet.context
    usual = {label: ours for label, ours in profile.priorities.items() if ours in context.priorities}
    return {**usual, **{p: p for p in context.priorities}, **context.priority_map, **profile.settled}


def priorities(sheet: Sheet, profile: Profile, name: str = "priority", *, needed: bool = True) -> list[str]:
    """Priorities of the contract; empty texts where a tool's export has no such column and none is agreed."""
    default = profile.defaults.get("priority", "") if needed else ""
    if sheet.is_tool and not sheet.has(name):
        return [default] * len(sheet)
    listed = ", ".join(sheet.context.priorities)
    remedy = (
        f"Le contrat connaît {listed}. Corrigez la ligne, ou associez cette valeur à l’une d’elles "
        "dans les correspondances du dépôt."
    )
    return translate(sheet, name, priority_table(sheet, profile), remedy, needed=needed, default=default)


def scores(sheet: Sheet, profile: Profile) -> list[Decimal | None]:
    """Satisfaction from the words of a tool's own scale, 5 best."""
    words = translate(sheet, "satisfaction", profile.scores, _SCORE_HELP + _or_map(sheet), needed=False)
    return [Decimal(word) if word else None for word in words]
