"""What a charge out of the catalogue may be booked on."""

from __future__ import annotations

from contracts.models import Contract, ScopeItem, VolumeBand, WorkUnit


def bookable(contract: Contract) -> list[tuple[str, str]]:
    """« Imprévu », the exclusions that no work unit prices, the volume bands: key and words (3 queries)."""
    priced = WorkUnit.objects.filter(contract=contract, exclusion__isnull=False)
    out = ScopeItem.objects.filter(contract=contract, status=ScopeItem.Status.OUT)
    apart = out.exclude(number__in=priced.values_list("exclusion", flat=True))
    bands = VolumeBand.objects.filter(contract=contract)
    return [
        ("unforeseen", "Imprévu"),
        *(
            (f"exclusion:{item.number}", f"Exclusion {item.number}, {item.name}")
            for item in apart.order_by("number")
        ),
        *(
            (f"band:{band.number}", f"Tranche {band.number}, {band.name}")
            for band in bands.order_by("number")
        ),
    ]
