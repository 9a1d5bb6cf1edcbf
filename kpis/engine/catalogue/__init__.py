"""The catalogue of indicators, K01 to K28: fixed codes, French texts, the decision each one serves."""

from kpis.engine.catalogue.definition import Definition
from kpis.engine.catalogue.practices import PRACTICES
from kpis.engine.catalogue.tickets import TICKETS

CATALOGUE: dict[str, Definition] = {
    definition.code: definition
    for definition in sorted((*TICKETS, *PRACTICES), key=lambda definition: definition.code)
}
COMPUTED: tuple[str, ...] = tuple(code for code, definition in CATALOGUE.items() if definition.computed)

__all__ = ["CATALOGUE", "COMPUTED", "Definition"]
