"""What the fee includes of each exclusion, as its work unit says."""

from __future__ import annotations

from collections.abc import Iterable

from contracts.engine.allowances import Allowance
from contracts.models import Contract, WorkUnit
from contracts.selectors.quantities import trimmed


def allowances(contract: Contract, exclusions: Iterable[int] | None = None) -> dict[int, Allowance]:
    """Number of the exclusion -> what the fee includes of it, for those given or for all (1 query)."""
    units = WorkUnit.objects.filter(contract=contract, exclusion__isnull=False, included__gt=0)
    if exclusions is not None:
        units = units.filter(exclusion__in=list(exclusions))
    rows = units.values_list("exclusion", "included", "included_per")
    return {number: Allowance(trimmed(included), per) for number, included, per in rows}
