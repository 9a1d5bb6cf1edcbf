"""What a charge out of the catalogue may be booked on."""

from __future__ import annotations

from contracts.engine.excluded import Excluded
from contracts.models import Contract, VolumeBand, WorkUnit
from contracts.selectors.excluded import excluded_by_number
from core.engine import formats


def bookable(contract: Contract) -> list[tuple[str, str]]:
    """« Imprévu », the exclusions that no work unit prices, the volume bands: key and words (3 queries)."""
    priced = WorkUnit.objects.filter(contract=contract, exclusion__isnull=False)
    apart = set(priced.values_list("exclusion", flat=True))
    bands = VolumeBand.objects.filter(contract=contract)
    return [
        ("unforeseen", "Imprévu"),
        *(
            (f"exclusion:{number}", f"Exclusion {number}, {one.name}{_until(one)}")
            for number, one in excluded_by_number(contract).items()
            if number not in apart
        ),
        *(
            (f"band:{band.number}", f"Tranche {band.number}, {band.name}")
            for band in bands.order_by("number")
        ),
    ]


def _until(one: Excluded) -> str:
    return f", jusqu’au {formats.date_short(one.until)}" if one.until else ""
