"""The catalogue of work units, and the terms under which each exclusion is paid."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contracts.engine.excluded import Excluded
from contracts.engine.work_units import Price, UnitTerms
from contracts.models import Contract, WorkUnit, WorkUnitPrice
from contracts.selectors.excluded import excluded_by_number
from contracts.selectors.quantities import trimmed

QUANTITIES = ("included", "minimum")
TERMS = (
    "code", "name", "unit", "exclusion", "included", "included_per", "carry_months", "minimum", "shortfall", "excess",
)  # fmt: skip


def catalogue(contract: Contract, exclusions: Mapping[int, Excluded], **only: Any) -> dict[int, UnitTerms]:
    """The units by key, in the order of their codes (2 queries).

    A unit without a price of its own is paid at those of the exclusion it prices, each from its day.
    """
    prices: dict[int, list[Price]] = {}
    listed = WorkUnitPrice.objects.filter(contract=contract)
    for unit, *price in listed.values_list("unit_id", "level", "effective_on", "amount"):
        prices.setdefault(unit, []).append(Price(*price))
    found = {}
    for row in WorkUnit.objects.filter(contract=contract, **only).order_by("code").values("pk", *TERMS):
        key, exclusion = row.pop("pk"), exclusions.get(row["exclusion"] or 0)
        own = tuple(prices.get(key, ())) or (exclusion.prices if exclusion else ())
        found[key] = UnitTerms(
            **row | {name: trimmed(row[name]) for name in QUANTITIES},
            prices=own,
            priced_until=exclusion.until if exclusion else None,
            starts_on=contract.starts_on,
        )
    return found


def exclusion_terms(contract: Contract) -> dict[int, UnitTerms]:
    """Number of each exclusion there is or was -> what it is paid by: its work unit, else its own price (3 queries)."""
    exclusions = excluded_by_number(contract)
    units = catalogue(contract, exclusions, exclusion__isnull=False).values()
    priced = {terms.exclusion: terms for terms in units}
    return {number: priced.get(number) or one.terms for number, one in exclusions.items()}
