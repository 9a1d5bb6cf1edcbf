"""The sections of the contract file about money: revision, index values, volume bands, yearly budgets."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from contracts.engine.reading import NO_DAY, Entry, complain_of_repeats
from contracts.engine.revision import Formula
from contracts.engine.revision_dates import RevisionTerms
from core.engine.months import Month

ROUNDING_WORDS = {
    "aucun": "none",
    "millieme": "nearest_3",
    "dix_millieme": "nearest_4",
    "millieme_superieur": "up_3",
    "dix_millieme_superieur": "up_4",
}
ASKERS = {"prestataire": "provider", "client": "client", "de_plein_droit": "automatic"}
BUDGET_KINDS = {
    "forfait": "fee",
    "indexation": "indexation",
    "unites_oeuvre": "units",
    "exclusions": "exclusion",
    "imprevu": "unforeseen",
    "tranches": "band",
}
OVERRUN_RULES = {"bloquer": "block", "avertir": "warn", "facturer": "bill"}
NO_MONTH = Month(1900, 1)
"""Stand-in of a month that could not be read."""


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
    """What was foreseen for one kind in one year, and what happens beyond it."""

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
    return MoneyTerms(_read_revision(root), _read_indices(root), _read_bands(root), _read_budgets(root))


def _read_revision(root: Entry) -> RevisionTerms | None:
    if not root.has("revision"):
        return None
    entry = root.table("revision")
    terms = RevisionTerms(
        index=entry.text("indice", limit=40),
        base_month=_month(entry, "mois_base"),
        first_on=entry.day("premiere"),
        every_months=entry.whole("periode_mois", low=1, high=120, required=False, default=12),
        lag_months=entry.whole("decalage_mois", high=24, required=False, default=1),
        formula=Formula(
            fixed_share=entry.amount("part_fixe", high="100", required=False) / 100,
            cap_pct=entry.amount("plafond", high="100", required=False, default=None),
            floor_pct=entry.amount("plancher", low="-100", high="100", required=False, default=None),
            rounding=entry.choice("arrondi_coefficient", ROUNDING_WORDS, required=False, default="none"),
            minimum_coefficient=entry.amount(
                "coefficient_minimal", high="10", decimals=6, required=False, default=None
            ),
            link_coefficient=entry.amount(
                "raccordement", low="0.00001", high="1000", decimals=5, required=False, default=None
            ),
        ),
        linked_since=_month(entry, "raccordement_depuis") if entry.has("raccordement_depuis") else None,
        asked_by=entry.choice("demandee_par", ASKERS, required=False, default="provider"),
        claim_days=entry.whole("forclusion_jours", high=3650, required=False),
        clause=entry.text("clause", limit=60, required=False),
    )
    _check_revision(entry, terms)
    entry.close()
    return terms


def _check_revision(entry: Entry, terms: RevisionTerms) -> None:
    formula = terms.formula
    if (formula.link_coefficient is None) != (terms.linked_since is None):
        entry.complain(
            "« raccordement » et « raccordement_depuis » vont ensemble.",
            'Écrivez le coefficient et le premier mois de la nouvelle série : "2022-08".',
        )
    if formula.cap_pct is not None and formula.floor_pct is not None and formula.floor_pct > formula.cap_pct:
        entry.complain("« plancher » dépasse « plafond ».", "Corrigez l’un des deux.")
    if terms.first_on != NO_DAY and terms.base_month > terms.index_month(terms.first_on):
        entry.complain(
            "« mois_base » vient après le mois d’indice de la première révision.",
            "Avancez mois_base, ou reculez premiere.",
        )


def _month(entry: Entry, key: str) -> Month:
    text = entry.text(key, limit=7)
    try:
        return Month.parse(text)
    except ValueError:
        entry.complain(f"« {key} » vaut « {text} ».", f'Écrivez {key} = "2026-03".')
        return NO_MONTH


def _read_indices(root: Entry) -> tuple[IndexLine, ...]:
    entries = root.tables("indice")
    lines = []
    for entry in entries:
        lines.append(
            IndexLine(
                index=entry.text("nom", limit=40),
                month=_month(entry, "mois"),
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
                rule=entry.choice("depassement", OVERRUN_RULES, required=False, default="warn"),
            )
        )
        entry.close()
    keys = (f"{line.year} {line.kind}" for line in lines)
    complain_of_repeats(zip(entries, keys, strict=True), "l’exercice et le poste")
    return tuple(sorted(lines, key=lambda line: (line.year, line.kind)))
