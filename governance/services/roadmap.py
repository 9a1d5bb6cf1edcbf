"""Keeping the roadmap: both sides propose and correct their own proposals, the client settles."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max

from contracts.engine.people import Fault
from contracts.models import Contract
from contracts.services.lines import hold, refuse, tell
from governance.engine.roadmap import ItemSaid, Settling, item_faults, quarter_words, settling_faults
from governance.models import RoadmapItem
from governance.selectors.roadmap import item_said
from journal.services import record

LABELS = {
    "title": "évolution", "value": "valeur attendue", "quarter": "trimestre", "priority": "priorité",
    "committee": "comité", "cost": "coût",
}  # fmt: skip


@transaction.atomic
def save_item(
    *, contract: Contract, said: ItemSaid, number: int | None, side: str, today: date, user: Any, role: str
) -> bool:
    """Propose an item, or correct one's own proposal; False when nothing moved. Raises LineRefused."""
    hold(contract)
    rows = RoadmapItem.objects.filter(contract=contract)
    row = rows.get(number=number) if number is not None else None
    before = item_said(row) if row else None
    if row and (row.proposed_side != side or row.state != RoadmapItem.State.PROPOSED):
        refuse(
            [Fault("", "seul qui l’a proposée la change, et avant l’arbitrage.", "Proposez-en une autre.")]
        )
    refuse(item_faults(said, before, today))
    if said == before:
        return False
    if row is None:
        last = rows.aggregate(last=Max("number"))["last"] or 0
        row = RoadmapItem(contract=contract, number=last + 1, proposed_side=side, proposed_on=today)
    for name, value in asdict(said).items():
        setattr(row, name, value)
    row.save()
    tell(contract, "roadmap", row.label, before, said, labels=LABELS, user=user, role=role)
    return True


@transaction.atomic
def settle_item(
    *, contract: Contract, number: int, said: Settling, today: date, user: Any, role: str
) -> RoadmapItem:
    """Make something of an item: settled, moved, under way, delivered or dropped with its reason.

    Raises LineRefused for a state that it cannot take, a past quarter, or a drop without reason.
    """
    row = RoadmapItem.objects.select_for_update().get(contract=contract, number=number)
    refuse(settling_faults(said, row.state, row.quarter, today))
    dropped = said.state == RoadmapItem.State.DROPPED
    before, row.state, row.quarter = row.state, said.state, said.quarter
    row.settled_on = row.settled_on or today
    row.reason = said.reason.strip() if dropped else ""
    row.save()
    record(
        contract_id=contract.pk, action="roadmap.settled", subject=row.label, actor=user, role=role,
        details={"before": before, "after": row.state, "quarter": quarter_words(row.quarter)}, reason=row.reason,
    )  # fmt: skip
    return row
