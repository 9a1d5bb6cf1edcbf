"""Restorations tested, beside the backups that succeeded: a backup that was never restored proves nothing."""

from __future__ import annotations

from contracts.models import Contract
from core.engine import formats
from core.engine.months import Month
from reversibility.models import Drill

LABEL = "Restaurations testées en 12 mois"


def tested_restorations(contract: Contract, month: Month) -> list[tuple[str, str]]:
    """« 2, dont 1 réussie »; nothing for the provider, who reads no exercise of the exit (1 query)."""
    drills = Drill.objects.filter(
        contract=contract,
        kind=Drill.Kind.RESTORE,
        done_on__range=(month.shift(-11).first_day, month.last_day),
    )
    results = list(drills.values_list("result", flat=True))
    if not results:
        return []
    passed = results.count(Drill.Result.PASSED)
    return [(LABEL, f"{len(results)}, dont {formats.count(passed, 'réussie')}")]
