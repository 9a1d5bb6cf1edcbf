"""Work units of the contract file, checked beside the exclusions that they price."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from contracts.engine.excluded import Excluded, excluded_over_time
from contracts.engine.exposure import Estimate
from contracts.engine.hours_file import read_code
from contracts.engine.reading import NO_DAY, Entry, complain_of_repeats
from contracts.engine.terms import ScopeLine
from contracts.engine.work_units import Period, Price, Shortfall, UnitTerms

LEVELS = {"": "", "S": "S", "M": "M", "C": "C"}
PERIODS = {"mois": "month", "an": "year"}
SHORTFALLS = {"du": "due", "report": "carried"}
EXCESSES = {"facturer": "bill", "alerter": "warn", "bloquer": "block"}
MOST = "99999999"
PERIOD: Period = "month"
SHORTFALL: Shortfall = "due"
"""What the file means without the key."""


@dataclass(frozen=True)
class UnitLine:
    """One line of the catalogue, and the volumes that the client expects of it."""

    terms: UnitTerms
    volumes: tuple[Estimate, ...]


def read_work_units(root: Entry, scope: Sequence[ScopeLine]) -> tuple[UnitLine, ...]:
    """The `[[unite_oeuvre]]` tables. Problems go to `root.problems`.

    A unit that names an exclusion takes its label and its unit unless it says its own. Without a price it is
    paid at the exclusion's `prix_uo`; with prices, `prix_uo` is one of them.
    """
    exclusions = excluded_over_time(scope, date.min)
    entries = root.tables("unite_oeuvre")
    lines = [_read_one(entry, exclusions) for entry in entries]
    complain_of_repeats(zip(entries, (line.terms.code for line in lines), strict=True), "le code")
    priced = [
        (e, line.terms.exclusion) for e, line in zip(entries, lines, strict=True) if line.terms.exclusion
    ]
    complain_of_repeats(priced, "l’exclusion")
    return tuple(sorted(lines, key=lambda line: line.terms.code))


def _read_one(entry: Entry, exclusions: Mapping[int, Excluded]) -> UnitLine:
    code = read_code(entry, 30)
    entry.place = f"unité d’œuvre {code or entry.place}"
    exclusion = _read_exclusion(entry, exclusions)
    terms = UnitTerms(
        code=code,
        name=entry.text("libelle", required=not exclusion, default=exclusion.name if exclusion else ""),
        unit=entry.text(
            "unite", limit=60, required=not exclusion, default=exclusion.unit if exclusion else ""
        ),
        prices=_read_prices(entry),
        exclusion=exclusion.number if exclusion else None,
        included=entry.amount("inclus", high=MOST, required=False),
        included_per=entry.choice("inclus_par", PERIODS, required=False, default=PERIOD),  # type: ignore[arg-type]
        carry_months=entry.whole("report_mois", high=120, required=False),
        minimum=entry.amount("minimum_annuel", high=MOST, required=False),
        shortfall=entry.choice("minimum_non_atteint", SHORTFALLS, required=False, default=SHORTFALL),  # type: ignore[arg-type]
        excess=entry.choice("depassement", EXCESSES, required=False),  # type: ignore[arg-type]
    )
    volumes = _read_volumes(entry)
    _check(entry, terms, volumes, exclusion)
    entry.close()
    return UnitLine(terms, volumes)


def _read_exclusion(entry: Entry, exclusions: Mapping[int, Excluded]) -> Excluded | None:
    number = entry.whole("exclusion", low=1, required=False, default=None)
    if number is not None and number not in exclusions:
        entry.complain(f"l’exclusion {number} n’existe pas.", "Écrivez le numéro d’une ligne [[exclusion]].")
    return exclusions.get(number)


def _read_prices(entry: Entry) -> tuple[Price, ...]:
    entries = entry.tables("prix")
    prices = []
    for one in entries:
        prices.append(
            Price(
                one.choice("niveau", LEVELS, required=False),
                one.day("effet"),
                one.amount("montant", high=MOST),
            )
        )
        one.close()
    keys: list[tuple[str, date]] = [(price.level, price.effective_on) for price in prices]
    complain_of_repeats(
        (
            (e, " ".join((k[0], str(k[1]))).strip())
            for e, k in zip(entries, keys, strict=True)
            if k[1] != NO_DAY
        ),
        "le prix",
    )
    return tuple(sorted(prices, key=lambda price: (price.level, price.effective_on)))


def _read_volumes(entry: Entry) -> tuple[Estimate, ...]:
    entries = entry.tables("volume")
    volumes = []
    for one in entries:
        level = one.choice("niveau", LEVELS, required=False)
        volumes.append(Estimate(level, *(one.amount(key, high=MOST) for key in ("bas", "probable", "haut"))))
        if not volumes[-1].low <= volumes[-1].likely <= volumes[-1].high:
            one.complain("les volumes ne vont pas en croissant.", "Écrivez bas ≤ probable ≤ haut.")
        one.close()
    complain_of_repeats(zip(entries, (volume.level for volume in volumes), strict=True), "le niveau")
    return tuple(sorted(volumes, key=lambda volume: volume.level))


def _check(entry: Entry, terms: UnitTerms, volumes: Sequence[Estimate], exclusion: Excluded | None) -> None:
    """What one key says must hold with what another one says."""
    levels = set(terms.levels)
    if "" in levels and len(levels) > 1:
        entry.complain(
            "des prix ont un niveau, un autre n’en a pas.", "Donnez un niveau à chacun, ou à aucun."
        )
    if levels - {""} and (terms.included or terms.minimum):
        entry.complain(
            "une quantité comprise ou garantie demande un prix sans niveau.",
            "Faites une unité d’œuvre par niveau.",
        )
    if (terms.carry_months or entry.has("inclus_par")) and not terms.included:
        entry.complain(
            "aucune quantité n’est comprise.", "Ajoutez inclus = 15, ou retirez son report et sa période."
        )
    if not levels and not (exclusion and exclusion.price is not None):
        entry.complain("elle n’a pas de prix.", "Ajoutez [[unite_oeuvre.prix]] avec effet et montant.")
    amounts = {price.amount for price in terms.prices}
    if exclusion and exclusion.price is not None and amounts and exclusion.price not in amounts:
        entry.complain(
            f"l’exclusion {exclusion.number} porte prix_uo = {exclusion.price}, absent de ses prix.",
            "Écrivez le même prix des deux côtés.",
        )
    for volume in volumes:
        if volume.level not in (levels or {""}):
            entry.complain(
                f"un volume est estimé au niveau « {volume.level} », sans prix.",
                "Ajoutez le prix de ce niveau.",
            )
