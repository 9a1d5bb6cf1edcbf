"""The catalogue of indicators, K01 to K28: fixed codes, French texts, the decision each one serves."""

from kpis.engine.catalogue.definition import Definition
from kpis.engine.catalogue.practices import PRACTICES
from kpis.engine.catalogue.tickets import TICKETS

CATALOGUE: dict[str, Definition] = {
    definition.code: definition
    for definition in sorted((*TICKETS, *PRACTICES), key=lambda definition: definition.code)
}
COMPUTED: tuple[str, ...] = tuple(code for code, definition in CATALOGUE.items() if definition.computed)
PERCEIVED = frozenset(code for code, definition in CATALOGUE.items() if definition.view == "perceived")
LEADING = frozenset(code for code, definition in CATALOGUE.items() if definition.timing == "leading")

__all__ = ["CATALOGUE", "COMPUTED", "LEADING", "PERCEIVED", "Definition"]
