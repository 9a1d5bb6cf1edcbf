"""Prices of the contract file: what a miss costs, in every shape, checked before anything is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from contracts.engine.reading import Entry, complain_of_repeats
from contracts.engine.writing import plain_number

PENALTIES = {
    "part_forfait": "fee_share",
    "paliers": "tiers",
    "heure_retard": "late_hour",
    "jour_retard": "late_day",
    "jour_calendaire_retard": "late_calendar_day",
    "manquement": "occurrence",
    "points": "points",
    "ccag_retard": "ccag_delay",
    "ccag_indisponibilite": "ccag_unavailability",
}
SENSES = {"penalite": "penalty", "bonus": "bonus"}
STEP_UNITS = {"entamee": "started", "exacte": "exact", "entiere": "full"}

RATED = frozenset({"fee_share", "tiers", "occurrence", "points"})
DATED = frozenset({"late_day", "late_calendar_day", "ccag_delay"})
SUITS = {
    "response": RATED | {"late_hour"},
    "resolution": RATED | {"late_hour"},
    "availability": (RATED - {"occurrence"}) | {"ccag_unavailability"},
    "ratio": RATED,
    "punctuality": RATED | DATED,
}
"""Kind of commitment -> shapes that can be counted on it."""

NO_BONUS = frozenset({"late_hour", "points", "ccag_delay", "ccag_unavailability"})
PRICED = frozenset({"late_hour", "late_day", "late_calendar_day", "ccag_delay", "ccag_unavailability"})


@dataclass(frozen=True)
class Price:
    """What a miss costs, or what a better rate earns: the shape, and the figures that it reads."""

    kind: str
    sense: str
    step: Decimal
    percent: Decimal
    amount: Decimal
    unit: str
    points: int
    tiers: list[dict[str, str]]
    clause: str


def read_prices(promise: Entry, nature: str, required: Decimal) -> tuple[Price, ...]:
    """The `[[engagement.penalite]]` tables; `nature` and `required` are those of the commitment."""
    entries = promise.tables("penalite", "pénalité")
    prices = tuple(_read_price(entry, nature, required) for entry in entries)
    keys = ((p.kind, p.sense) for p in prices)
    words = {code: word for word, code in PENALTIES.items()}
    shown = (f"{words.get(kind, '')}{' (bonus)' if sense == 'bonus' else ''}" for kind, sense in keys)
    complain_of_repeats(zip(entries, shown, strict=True), "la nature")
    return prices


def _read_price(entry: Entry, nature: str, required: Decimal) -> Price:
    kind = entry.choice("nature", PENALTIES)
    price = Price(
        kind=kind,
        sense=entry.choice("sens", SENSES, required=False, default="penalty"),
        step=entry.amount("tranche", low="0.001", high="100", decimals=3, required=False, default=Decimal(1)),
        percent=entry.amount("pourcentage", high="100", decimals=3, required=kind == "fee_share"),
        amount=entry.amount("montant", high="99999999", required=kind in PRICED),
        unit=entry.choice("tranches", STEP_UNITS, required=False),
        points=entry.whole("points", low=1, high=1000, required=kind == "points"),
        tiers=_read_tiers(entry),
        clause=entry.text("clause", limit=80, required=False),
    )
    entry.close()
    if kind:
        _check_shape(entry, price, nature)
        _check_tiers(entry, price, required)
    return price


def _read_tiers(entry: Entry) -> list[dict[str, str]]:
    tables = entry.tables("palier", "palier")
    tiers = []
    for table in tables:
        tiers.append(
            {
                "bound": table.amount("borne", high="100", decimals=4),
                "percent": table.amount("pourcentage", high="100", decimals=3, required=False),
                "amount": table.amount("montant", high="99999999", required=False),
            }
        )
        if bool(tiers[-1]["percent"]) == bool(tiers[-1]["amount"]):
            table.complain(
                "il lui faut un prix, et un seul.", "Écrivez pourcentage, ou montant, au-dessus de 0."
            )
        table.close()
    complain_of_repeats(zip(tables, (tier["bound"] for tier in tiers), strict=True), "la borne")
    tiers.sort(key=lambda tier: tier["bound"], reverse=True)
    return [{name: str(plain_number(value)) for name, value in tier.items()} for tier in tiers]


def _check_shape(entry: Entry, price: Price, nature: str) -> None:
    words = {code: word for word, code in PENALTIES.items()}
    if nature and price.kind not in SUITS[nature]:
        allowed = ", ".join(words[kind] for kind in words if kind in SUITS[nature])
        entry.complain(
            f"« {words[price.kind]} » ne se compte pas sur un engagement de cette nature.",
            f"Natures admises ici : {allowed}.",
        )
    if price.sense == "bonus" and price.kind in NO_BONUS:
        entry.complain(
            f"« {words[price.kind]} » n’admet pas de bonus.", "Retirez « sens », ou changez « nature »."
        )
    if price.kind == "occurrence" and bool(price.percent) == bool(price.amount):
        entry.complain("il lui faut un prix, et un seul.", "Écrivez pourcentage, ou montant, au-dessus de 0.")
    if (price.kind == "tiers") != bool(price.tiers):
        entry.complain(
            "les paliers vont avec la nature « paliers », et elle ne va pas sans eux.",
            "Ajoutez [[engagement.penalite.palier]] avec borne et pourcentage ou montant, ou retirez-les.",
        )


def _check_tiers(entry: Entry, price: Price, required: Decimal) -> None:
    """A penalty begins under a bound no higher than the target, and never costs less as the rate falls."""
    bounds = [Decimal(tier["bound"]) for tier in price.tiers]
    beyond = [b for b in bounds if (b > required if price.sense == "penalty" else b < required)]
    if beyond:
        side = "au-dessus" if price.sense == "penalty" else "en dessous"
        entry.complain(
            f"la borne {beyond[0]} est {side} du taux exigé, {required}.", "Corrigez la borne, ou « sens »."
        )
    for name in ("percent", "amount"):
        prices = [Decimal(tier[name]) for tier in price.tiers if Decimal(tier[name])]
        if prices != sorted(prices, reverse=price.sense == "bonus"):
            entry.complain(
                "un palier plus éloigné du taux exigé coûte moins qu’un palier plus proche.",
                "Rangez les prix dans l’ordre des bornes.",
            )


def write_price(price: Any) -> dict[str, Any]:
    """The table of the file for a stored price: what its shape reads, nothing that is a default."""
    share = price.kind == "fee_share"
    by = {code: word for word, code in {**PENALTIES, **SENSES, **STEP_UNITS}.items()}
    table: dict[str, Any] = {"nature": by[price.kind]}
    table["sens"] = by[price.sense] if price.sense != "penalty" else ""
    table["tranche"] = plain_number(price.step) if share or price.step != 1 else None
    table["tranches"] = by[price.unit] if price.unit else ""
    table["pourcentage"] = plain_number(price.percent) if share or price.percent else None
    table["montant"] = plain_number(price.amount) if price.kind in PRICED or price.amount else None
    table["points"] = price.points or None
    table["clause"] = price.clause
    table["palier"] = write_tiers(price.tiers)
    return table


def write_tiers(tiers: Sequence[dict[str, str]]) -> list[dict[str, Any]]:
    """The `[[engagement.penalite.palier]]` tables."""
    names = {"bound": "borne", "percent": "pourcentage", "amount": "montant"}
    return [
        {
            names[key]: plain_number(Decimal(value))
            for key, value in tier.items()
            if key == "bound" or Decimal(value)
        }
        for tier in tiers
    ]
