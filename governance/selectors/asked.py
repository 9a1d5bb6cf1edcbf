"""What the data already asked of earlier committees, and need not ask again."""

from __future__ import annotations

from contracts.models import Contract
from core.engine.months import Month
from governance.models import Decision
from kpis.selectors.episodes import watermelon_since

WATERMELON = "watermelon"


def asked_before(contract: Contract, month: Month) -> frozenset[str]:
    """Origins of the questions that last and were already put since they began (2 queries).

    The watermelon is asked once per episode, whatever became of it: postponed, it comes back by itself.
    """
    since = watermelon_since(contract, month)
    if since is None:
        return frozenset()
    put = Decision.objects.filter(
        contract=contract,
        origin=WATERMELON,
        committee__month__gte=str(since),
        committee__month__lt=str(month),
    )
    return frozenset({WATERMELON}) if put.exists() else frozenset()
