"""What the data already asked of earlier committees, and need not ask again."""

from __future__ import annotations

from contracts.models import Contract
from core.engine.months import Month
from governance.models import Committee, Decision
from kpis.selectors.episodes import watermelon_since

WATERMELON, NOTICE = "watermelon", "notice"


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


def notice_put_off(committee: Committee) -> bool:
    """Whether the last committee that was asked about the notice put it off (1 query)."""
    rows = Decision.objects.filter(
        contract_id=committee.contract_id, origin=NOTICE, committee__held_on__lt=committee.held_on
    )
    last = rows.order_by("-committee__held_on").first()
    return last is not None and last.state == Decision.State.POSTPONED
