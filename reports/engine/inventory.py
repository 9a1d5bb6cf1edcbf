"""The provider's inventory: its rows judged, then held against the scope of the contract."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from contracts.engine.naming import Book, Doubt, words_of
from contracts.engine.scope_words import HELD
from core.engine.formats import parse_decimal
from reports.engine.contract_lists import LISTS
from reports.engine.findings import ERROR, Finding

LONGEST = {"name": 160, "kind": 160, "unit": 60, "site": 80, "reference": 120}
MOST = 2_000_000_000
_LABELS = {column.name: column.label for column in LISTS["inventory"]}


@dataclass(frozen=True)
class Asset:
    """One row of an inventory: so many of that, there; a row without a quantity is one thing."""

    line: int
    name: str
    kind: str = ""
    quantity: int = 1
    unit: str = ""
    site: str = ""
    reference: str = ""


def read_assets(rows: Sequence[Mapping[str, Any]], file: str) -> tuple[list[Asset], list[Finding]]:
    """Rows of texts as assets, and every cell to correct."""
    assets, findings = [], []
    for row in rows:
        texts = {name: row.get(name, "") for name in LONGEST}
        wrong = [
            _wrong(row, name, file, f"{len(text)} caractères.", f"Tenez-vous à {LONGEST[name]} au plus.")
            for name, text in texts.items()
            if len(text) > LONGEST[name]
        ]
        if not texts["name"]:
            wrong.append(_wrong(row, "name", file, "L’élément n’a pas de nom.", "Nommez ce qui est géré."))
        quantity = _quantity(row.get("quantity", ""))
        if quantity is None:
            wrong.append(
                _wrong(
                    row, "quantity", file, "La quantité n’est pas un nombre entier positif.",
                    "Écrivez un nombre entier à partir de 0, ou laissez la cellule vide pour 1.",
                )
            )  # fmt: skip
        findings += wrong
        assets.append(Asset(line=row["line"], quantity=quantity or 0, **texts))
    return assets, findings


def _quantity(cell: str) -> int | None:
    """The whole number typed, 1 for nothing typed, None for anything else."""
    try:
        value = parse_decimal(cell) if cell else 1
    except ValueError:
        return None
    return int(value) if value == int(value) and 0 <= value <= MOST else None


def _wrong(row: Mapping[str, Any], name: str, file: str, message: str, remedy: str) -> Finding:
    value = str(row.get(name, ""))[:60]
    return Finding(
        ERROR,
        f"inventory_{name}",
        message,
        remedy,
        file=file,
        line=row["line"],
        column=_LABELS[name],
        value=value,
    )


@dataclass(frozen=True)
class Promised:
    """What the scope says of one item."""

    key: int
    status: str
    family: str
    quantity: int | None


@dataclass(frozen=True)
class Outside:
    """Things managed under one name and not included: `status` is out, grey, none (no item) or doubt (several)."""

    name: str
    quantity: int
    sites: tuple[str, ...]
    status: str
    keys: tuple[int, ...]


@dataclass(frozen=True)
class Counted:
    """An included item and how many of it the inventory counts."""

    key: int
    promised: int
    counted: int

    @property
    def gap(self) -> int:
        return self.counted - self.promised


@dataclass(frozen=True)
class Comparison:
    """`unmanaged`: included items that the inventory does not tell; `alike`: those it tells in that very number."""

    outside: list[Outside]
    unmanaged: list[int]
    gaps: list[Counted]
    alike: list[int]


def compare(assets: Iterable[Asset], items: Sequence[Promised], book: Book) -> Comparison:
    """Hold an inventory against the scope. Only items of things can be missing from it; services cannot be counted."""
    by_key = {item.key: item for item in items}
    told: dict[int, int] = {}
    apart: dict[tuple[Any, ...], list[Asset]] = {}
    for asset in assets:
        found = book.called("élément", asset.name, asset.site) or book.find(
            (("type", asset.kind), ("élément", asset.name)), asset.site
        )
        if found is None or isinstance(found, Doubt):
            keys = found.keys if found else ()
            apart.setdefault((words_of(asset.name), "doubt" if found else "none", keys), []).append(asset)
        elif by_key[found.key].status == "in":
            told[found.key] = told.get(found.key, 0) + asset.quantity
        else:
            own = (words_of(asset.name), by_key[found.key].status, (found.key,))
            apart.setdefault(own, []).append(asset)
    included = [item for item in items if item.status == "in"]
    counted = [
        Counted(item.key, item.quantity, told[item.key])
        for item in included
        if item.key in told and item.quantity is not None
    ]
    return Comparison(
        outside=[_outside(status, keys, group) for (_, status, keys), group in apart.items()],
        unmanaged=[item.key for item in included if item.key not in told and _countable(item)],
        gaps=[one for one in counted if one.gap],
        alike=[one.key for one in counted if not one.gap],
    )


def _countable(item: Promised) -> bool:
    return (item.family in HELD or not item.family) and item.quantity != 0


def _outside(status: str, keys: tuple[int, ...], group: list[Asset]) -> Outside:
    sites = tuple(sorted({asset.site for asset in group if asset.site}))
    return Outside(group[0].name, sum(asset.quantity for asset in group), sites, status, keys)
