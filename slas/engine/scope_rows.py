"""Changes of scope typed row by row, as the tables of the contract file that an amendment holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from contracts.engine.scope_words import CRITICALITIES, INTERVENTIONS, STATUSES
from contracts.engine.writing import filled, plain_number

SECTIONS = {status.code: status.word for status in STATUSES}
KINDS = {kind.code: kind.word for kind in INTERVENTIONS}
CRITICAL = {one.code: one.word for one in CRITICALITIES}


@dataclass(frozen=True)
class ScopeRow:
    """One row. `status`, `number`: the item it changes, no number for a new one; `goes_to`: the section it ends in."""

    status: str
    number: int | None
    goes_to: str
    name: str = ""
    quantity: int | None = None
    unit: str = ""
    unit_price: Decimal | None = None
    sites: tuple[str, ...] = ()
    interventions: tuple[str, ...] = ()
    criticality: str = ""
    grey_since: date | None = None

    def table(self) -> dict[str, Any]:
        """What the amendment says: the item meant, then what is typed of it; an empty cell changes nothing."""
        known = self.number is not None
        moves = known and self.goes_to != self.status
        said = filled(
            numero=self.number if known and not moves else None,
            vient_de=f"{SECTIONS[self.status]} {self.number}" if moves else None,
            element=self.name,
            unite=self.unit,
            prix_uo=plain_number(self.unit_price),
            sites=list(self.sites),
            interventions=[KINDS[code] for code in self.interventions],
            criticite=CRITICAL.get(self.criticality, ""),
            depuis=self.grey_since,
        )
        return said if self.quantity is None else said | {"volume": self.quantity}


def tables_of(
    rows: Iterable[tuple[int, ScopeRow]], present: Mapping[str, Any]
) -> tuple[dict[str, list[dict[str, Any]]], dict[str, int]]:
    """The tables of some numbered rows by section, and the row that each place of the amendment comes from.

    `present`: the tables written beside them, after which these are counted.
    """
    tables: dict[str, list[dict[str, Any]]] = {}
    places: dict[str, int] = {}
    for rank, row in rows:
        section = SECTIONS[row.goes_to]
        written = present.get(section)
        tables.setdefault(section, []).append(row.table())
        count = len(tables[section]) + (len(written) if isinstance(written, list) else 0)
        places[f"avenant, {section} {count}"] = rank
    return tables, places
