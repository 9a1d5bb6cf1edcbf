"""The sections of the contract file about money: revision, index values, volume bands, yearly budgets."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from contracts.engine.reading import Entry, complain_of_repeats
from contracts.engine.revision_dates import RevisionTerms
from contracts.engine.revision_file import read_month, read_revision
from core.engine.months import Month

BUDGET_KINDS = {
    "forfait": "fee",
    "indexation": "indexation",
    "unites_oeuvre": "units",
    "exclusions": "exclusion",
    "imprevu": "unforeseen",
    "tranches": "band",
}
OVERRUN_RULES = {"bloquer": "block", "avertir": "warn", "facturer": "bill"}


@dataclass(frozen=True)
class IndexLine:
    """A published value of the index, with where it was read."""

    index: str
    month: Month
    value: Decimal
    source: str


@dataclass(frozen=True)
class Band:
    """A volume that the fee covers, ± a tolerance, and the price of each unit above."""

    number: int
    name: str
    base: int
    tolerance_pct: Decimal
    unit_price: Decimal


@dataclass(frozen=True)
class BudgetTerms:
    """What was foreseen for one kind in one year, and what happens beyond it; `rule` is empty where the file is silent."""

    year: int
    kind: str
    amount: Decimal
    rule: str


@dataclass(frozen=True)
class MoneyTerms:
    """Everything that the file says of prices to come; `revision` is None without a clause."""

    revision: RevisionTerms | None
    indices: tuple[IndexLine, ...]
    bands: tuple[Band, ...]
    budgets: tuple[BudgetTerms, ...]


def read_money(root: Entry) -> MoneyTerms:
    """Sections revision, indice, tranche_volume, budget. Problems go to `root.problems`."""
    return MoneyTerms(read_revision(root), _read_indices(root), _read_bands(root), _read_budgets(root))


def _read_indices(root: Entry) -> tuple[IndexLine, ...]:
    entries = root.tables("indice")
    lines = []
    for entry in entries:
        lines.append(
            IndexLine(
                index=entry.text("nom", limit=40),
                month=read_month(entry, "mois"),
                value=entry.amount("valeur", low="0.001", high="9999999", decimals=3),
                source=entry.text("source", limit=200),
            )
        )
        entry.close()
    complain_of_repeats(
        zip(entries, (f"{line.index} {line.month}" for line in lines), strict=True), "l’indice"
    )
    return tuple(sorted(lines, key=lambda line: (line.index, line.month)))


def _read_bands(root: Entry) -> tuple[Band, ...]:
    entries = root.tables("tranche_volume")
    bands = []
    for entry in entries:
        bands.append(
            Band(
                number=entry.whole("numero", low=1, high=999),
                name=entry.text("libelle"),
                base=entry.whole("base", low=1, high=2_000_000_000),
                tolerance_pct=entry.amount("tolerance", high="100", required=False),
                unit_price=entry.amount("prix", high="99999999"),
            )
        )
        entry.close()
    complain_of_repeats(zip(entries, (band.number for band in bands), strict=True), "le numéro")
    return tuple(sorted(bands, key=lambda band: band.number))


def _read_budgets(root: Entry) -> tuple[BudgetTerms, ...]:
    entries = root.tables("budget")
    lines = []
    for entry in entries:
        lines.append(
            BudgetTerms(
                year=entry.whole("exercice", low=1990, high=2999),
                kind=entry.choice("poste", BUDGET_KINDS),
                amount=entry.amount("montant", high="9999999999"),
                rule=entry.choice("depassement", OVERRUN_RULES, required=False),
            )
        )
        entry.close()
    keys = (f"{line.year} {line.kind}" for line in lines)
    complain_of_repeats(zip(entries, keys, strict=True), "l’exercice et le poste")
    return tuple(sorted(lines, key=lambda line: (line.year, line.kind)))
