"""What every change of a dispute leads to: the state of its month, and its computation."""

from __future__ import annotations

from core import jobs
from slas.models import Dispute
from slas.services.month_states import refresh_state


def follow(dispute: Dispute, state: str) -> None:
    """Once a dispute came to a state: its month, and the price that is firm or contested, are computed again."""
    refresh_state(contract=dispute.contract, month=dispute.month)
    jobs.enqueue(contract_id=dispute.contract_id, kind="month", key=f"dispute-{dispute.pk}-{state}")
