"""The catalogue of indicators, K01 to K28: fixed codes, French texts, the decision each one serves."""

from decimal import Decimal

from kpis.engine.catalogue.definition import PERCENT, Definition
from kpis.engine.catalogue.practices import PRACTICES
from kpis.engine.catalogue.tickets import TICKETS

CATALOGUE: dict[str, Definition] = {
    definition.code: definition
    for definition in sorted((*TICKETS, *PRACTICES), key=lambda definition: definition.code)
}
COMPUTED: tuple[str, ...] = tuple(code for code, definition in CATALOGUE.items() if definition.computed)
TYPED = frozenset(code for code, definition in CATALOGUE.items() if definition.typed)
"""Codes whose value may be told: by a person, or in the provider's file of declared figures."""
TOLD_ALONE = TYPED - frozenset(COMPUTED)
"""Those that no fact of the portal gives: followed as soon as the contract names one or tells its value."""
FILED = TYPED - {"K15"}
"""Those that the file of declared figures may carry: it holds rates, and K15 is a count."""
PERCEIVED = frozenset(code for code, definition in CATALOGUE.items() if definition.view == "perceived")
LEADING = frozenset(code for code, definition in CATALOGUE.items() if definition.timing == "leading")


def told_bounds(definition: Definition) -> tuple[Decimal | None, Decimal | None]:
    """What a value told may be: a rate where one is told, though the indicator be in days; else what it can reach."""
    return PERCENT if definition.code in FILED else definition.bounds


__all__ = [
    "CATALOGUE",
    "COMPUTED",
    "FILED",
    "LEADING",
    "PERCEIVED",
    "TOLD_ALONE",
    "TYPED",
    "Definition",
    "told_bounds",
]
