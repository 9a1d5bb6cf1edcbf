"""What an amendment changes of the prices of work units: `[[unite_oeuvre]]`, each price from its day on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from contracts.engine.reading import Entry, complain_of_repeats
from contracts.engine.scope_amending import ScopeChange
from contracts.engine.terms import ScopeLine
from contracts.engine.work_unit_file import read_work_units
from core.engine.formats import date_short


@dataclass(frozen=True)
class KnownUnits:
    """The `[[unite_oeuvre]]` tables of the contract, the scope that some of them price, the day of the change."""

    tables: Sequence[Mapping[str, Any]]
    scope: Sequence[ScopeLine]
    day: date


@dataclass(frozen=True)
class PriceChange:
    """The price of a unit at a level from a day on; `before` is what it would have been, None for a new level."""

    code: str
    level: str
    effective_on: date
    before: Decimal | None
    amount: Decimal


def read_price_changes(root: Entry, known: KnownUnits) -> tuple[PriceChange, ...]:
    """The prices that change, in the order of the units; problems go to `root.problems`."""
    units = {str(table["code"]): table for table in known.tables}
    found: list[PriceChange] = []
    entries = root.tables("unite_oeuvre")
    codes = []
    for entry in entries:
        code = entry.text("code", limit=30)
        codes.append(code)
        entry.place = f"unité d’œuvre {code or entry.place}"
        if code and code not in units:
            entry.complain(
                f"unité d’œuvre inconnue du contrat : « {code} ».",
                f"Unités du contrat : {', '.join(sorted(units)) or 'aucune'}.",
            )
        elif code:
            found += _read_unit(entry, units[code], known)
    complain_of_repeats(zip(entries, codes, strict=True), "l’unité")
    return tuple(found)


def _read_unit(entry: Entry, unit: Mapping[str, Any], known: KnownUnits) -> list[PriceChange]:
    """Its prices as said, laid over those it has and read as the contract file reads them."""
    said = [_dated(one, known.day) for one in entry.tables("prix")]
    entry.close()
    present = list(unit.get("prix", ()))
    if not said:
        entry.complain(
            "aucun prix n’est dit.", "Ajoutez [[unite_oeuvre.prix]] avec montant, et niveau s’il y en a."
        )
    if _priced_by_exclusion(unit, known.scope):
        entry.complain(
            f"son prix est celui de l’exclusion {unit['exclusion']}.",
            f"Changez-le là : [[exclusion]] numero = {unit['exclusion']}, prix_uo.",
        )
        return []
    new = {(row.get("niveau", ""), row["effet"]) for row in said}
    kept = [row for row in present if (row.get("niveau", ""), row["effet"]) not in new]
    before = len(entry.problems)
    laid = Entry({"unite_oeuvre": [{**unit, "prix": [*kept, *said]}]}, "", entry.problems)
    lines = read_work_units(laid, known.scope)
    if len(entry.problems) > before or not lines:
        return []
    return [
        PriceChange(
            lines[0].terms.code,
            price.level,
            price.effective_on,
            _until(present, price.level, price.effective_on),
            price.amount,
        )
        for price in lines[0].terms.prices
        if (price.level, price.effective_on) in new
    ]


def _dated(entry: Entry, day: date) -> dict[str, Any]:
    """A price without a day is due from the effect of the amendment."""
    effect = entry.day("effet", required=False) or day
    if effect < day != date.max:
        entry.complain(
            f"« effet » vaut {date_short(effect)}, avant la prise d’effet de l’avenant.",
            f"Écrivez le {date_short(day)} ou après, ou retirez la ligne.",
        )
    return {**entry.values, "effet": effect}


def _until(present: Iterable[Mapping[str, Any]], level: str, day: date) -> Decimal | None:
    """The price that a day would have without the change."""
    rows = [row for row in present if row.get("niveau", "") == level and row["effet"] <= day]
    return max(rows, key=lambda row: row["effet"])["montant"] if rows else None


def _priced_by_exclusion(unit: Mapping[str, Any], scope: Iterable[ScopeLine]) -> bool:
    """Whether an exclusion bears the price: a unit with levels has its own list."""
    if _has_levels(unit):
        return False
    return any(
        line.status == "out" and line.number == unit.get("exclusion") and line.unit_price is not None
        for line in scope
    )


def _has_levels(unit: Mapping[str, Any]) -> bool:
    return any(row.get("niveau") for row in unit.get("prix", ()))


def refuse_prices_by_level(root: Entry, changes: Iterable[ScopeChange], known: KnownUnits) -> None:
    """One price of an exclusion cannot change a unit that has one for each level."""
    by_exclusion = {
        unit["exclusion"]: unit for unit in known.tables if unit.get("exclusion") and _has_levels(unit)
    }
    for change in changes:
        before, line = change.before, change.after
        if before is None or change.moves or before.unit_price == line.unit_price:
            continue
        if line.status == "out" and (unit := by_exclusion.get(line.number)):
            root.complain(
                f"l’unité d’œuvre {unit['code']} a un prix par niveau (S, M, C) : prix_uo n’en dit qu’un.",
                f'Retirez prix_uo, et changez chaque prix : [[unite_oeuvre]] code = "{unit["code"]}", puis'
                " [[unite_oeuvre.prix]] avec niveau et montant.",
                f"exclusion {line.number}",
            )
