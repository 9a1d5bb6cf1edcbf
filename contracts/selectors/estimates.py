"""The volumes a client expects of each exclusion, as they are typed: one line for each level that has a price."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from contracts.models import Contract, VolumeEstimate
from contracts.selectors.catalogue import catalogue
from contracts.selectors.excluded import excluded_by_number
from contracts.selectors.quantities import trimmed


@dataclass(frozen=True)
class EstimateLine:
    """An exclusion at one level, its unit, and the yearly volumes low, likely and high said so far, if any."""

    number: int
    level: str
    name: str
    unit: str
    present: tuple[Decimal, Decimal, Decimal] | None

    @property
    def key(self) -> str:
        """What its fields are called by."""
        return f"{self.number}{self.level}"


def estimate_lines(contract: Contract) -> list[EstimateLine]:
    """The exclusions in force, in their order (4 queries)."""
    exclusions = excluded_by_number(contract)
    units = {terms.exclusion: (key, terms) for key, terms in catalogue(contract, exclusions).items()}
    said = {
        (row.unit_id, row.level): (trimmed(row.low), trimmed(row.likely), trimmed(row.high))
        for row in VolumeEstimate.objects.filter(contract=contract)
    }
    found = []
    for number, item in exclusions.items():
        if item.until is not None:
            continue
        key, terms = units.get(number, (0, item.terms))
        for level in terms.levels or [""]:
            name = f"{item.name}, niveau {level}" if level else item.name
            found.append(EstimateLine(number, level, name, terms.unit, said.get((key, level))))
    return found
