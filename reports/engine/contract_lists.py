"""Lists about the contract, not about a month: its scope, the provider's inventory. Read as texts, judged elsewhere.

The reading process knows nothing of the contract's sites and items: it opens the file, finds the columns, and gives
each row with its line. What a cell may hold is said by `contracts.engine.scope_list` and `reports.engine.inventory`.
"""

from __future__ import annotations

from typing import Any

from contracts.engine.scope_cells import COLUMNS as SCOPE_LABELS
from reports.engine.cells import Sheet
from reports.engine.headers import Column

_SCOPE_ALIASES = {
    "number": ("N°", "Numéro d’élément"),
    "name": ("Libellé", "Désignation"),
    "quantity": ("Quantité", "Nombre"),
    "unit_price": ("Prix UO", "Prix HT", "Prix"),
    "sites": ("Site",),
    "interventions": ("Types d’intervention", "Intervention"),
    "grey_since": ("Depuis le",),
    "aliases": ("Autres noms",),
}
_SCOPE_NEEDED = {"status", "name"}

LISTS: dict[str, tuple[Column, ...]] = {
    "scope": tuple(
        Column(
            name, label, required=name in _SCOPE_NEEDED, aliases=_SCOPE_ALIASES.get(name, ()), longest=10_000
        )
        for name, label in SCOPE_LABELS.items()
    ),
    "inventory": (
        Column(
            "name", "Élément", required=True, aliases=("Équipement", "Nom", "Libellé", "Désignation", "Name"),
            longest=10_000,
        ),
        Column("kind", "Type", aliases=("Famille", "Catégorie", "Category", "Type d’équipement"), longest=10_000),
        Column("quantity", "Quantité", aliases=("Volume", "Nombre", "Quantity"), longest=10_000),
        Column("unit", "Unité", aliases=("Unit",), longest=10_000),
        Column("site", "Site", aliases=("Lieu", "Location", "Emplacement"), longest=10_000),
        Column(
            "reference", "Référence", aliases=("Numéro de série", "Serial", "Identifiant", "Id"), longest=10_000
        ),
    ),
}  # fmt: skip


def read_texts(sheet: Sheet) -> list[dict[str, Any]]:
    """Each row as texts by column, those the file has, with its line."""
    columns = {name: sheet.texts(name) for name in sheet.columns if sheet.has(name)}
    names = list(columns)
    rows = zip(*columns.values(), strict=True)
    return [
        {"line": sheet.table.lines[place], **dict(zip(names, row, strict=True))}
        for place, row in enumerate(rows)
    ]
