"""Figures the provider declares by commitment: counts, rate, and what they must agree on."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from reports.engine.cells import Sheet
from reports.engine.promised import commitment_codes

STOCK = "STOCK"
"""Code of the optional line that declares how many tickets are open at the end of the month (numerator alone)."""
_CORRECT_ONE = "Corrigez l’un des deux nombres."


def read_declared(sheet: Sheet) -> list[dict[str, Any]]:
    """Rows of commitment_code, numerator, denominator, rate (text)."""
    codes = commitment_codes(sheet, (STOCK,))
    met, counted = (sheet.integers(name, greatest=10_000_000) for name in ("numerator", "denominator"))
    rates = _rates(sheet)
    seen: dict[str, int] = {}
    for row, code in enumerate(codes):
        if code.casefold() == STOCK.casefold():
            codes[row] = STOCK
            _check_stock(sheet, row, met[row])
        else:
            _check_counts(sheet, row, met[row], counted[row], rates[row])
            _check_rate(sheet, row, met[row], counted[row], rates[row])
        if seen.setdefault(code.casefold(), row) != row:
            _error(sheet, "commitment_code", row, "duplicate_conflict", "Cet engagement est déclaré deux fois.",
                   "Gardez une seule ligne par engagement.")  # fmt: skip
    texts = [None if rate is None else str(rate) for rate in rates]
    columns = (codes, met, counted, texts)
    names = ("commitment_code", "numerator", "denominator", "rate")
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def _rates(sheet: Sheet) -> list[Decimal | None]:
    if not sheet.has("rate"):
        return [None] * len(sheet)
    cells = [
        cell.removesuffix("%").strip() if isinstance(cell, str) else cell
        for cell in sheet.numeric_cells("rate")
    ]
    sheet.table.columns[sheet.index["rate"]][:] = cells
    sheet.forget("rate")
    return sheet.decimals("rate", sheet.decimal_sign("rate"), greatest=100)


def _check_counts(sheet: Sheet, row: int, met: int | None, counted: int | None, rate: Decimal | None) -> None:
    """One count without the other is no rate; neither count nor rate is no figure."""
    if met is None and counted is None and rate is None:
        _error(sheet, "rate", row, "missing_value", "Ni taux ni numérateur et dénominateur.",
               "Renseignez le taux déclaré.")  # fmt: skip
    elif (met is None) != (counted is None):
        name, label = ("numerator", "numérateur") if met is None else ("denominator", "dénominateur")
        _error(sheet, name, row, "missing_value", f"Le {label} manque : l’autre nombre seul ne donne pas de taux.",
               f"Renseignez le {label}, ou videz les deux nombres et déclarez le taux.")  # fmt: skip
    elif met is not None and counted is not None and met > counted:
        _error(
            sheet, "numerator", row, "numerator_above", "Le numérateur dépasse le dénominateur.", _CORRECT_ONE
        )


def _check_rate(sheet: Sheet, row: int, met: int | None, counted: int | None, rate: Decimal | None) -> None:
    """A rate must be that of its counts, rounded to the decimals it is written with."""
    if met is None or counted is None or rate is None or met > counted:
        return
    if not counted:
        _error(sheet, "rate", row, "rate_mismatch", f"Un taux de {_shown(rate)} % est déclaré sur aucun cas (0/0).",
               "Videz le taux : sans aucun cas, il est sans objet.")  # fmt: skip
        return
    step = Decimal(1).scaleb(min(0, int(rate.as_tuple().exponent)))
    if abs(rate * counted - 100 * met) > step * counted:
        _error(sheet, "rate", row, "rate_mismatch",
               f"Le taux déclaré ({_shown(rate)} %) n’est pas celui de {met}/{counted}.", _CORRECT_ONE)  # fmt: skip


def _shown(rate: Decimal) -> str:
    return str(rate).replace(".", ",")


def _check_stock(sheet: Sheet, row: int, still_open: int | None) -> None:
    if still_open is None:
        _error(sheet, "numerator", row, "missing_value", "L’encours déclaré est vide.",
               "Écrivez dans « Numérateur » le nombre de tickets ouverts en fin de mois.")  # fmt: skip


def _error(sheet: Sheet, name: str, row: int, code: str, message: str, remedy: str) -> None:
    sheet.findings.error(code, message, remedy, **sheet.place(name, row))
