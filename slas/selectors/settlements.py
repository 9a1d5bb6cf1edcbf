"""The verdicts that the parties decided, and the fingerprint of all that results rest on."""

from __future__ import annotations

import hashlib

from contracts.models import Contract
from reports import selectors as reports
from slas.engine.settlements import EVERY_LIFE, Decided, Settlements
from slas.models import Dispute


def decided_for(contract: Contract) -> list[Decided]:
    """Accepted disputes that put a verdict in place of the one computed, oldest decision first (1 query)."""
    rows = Dispute.objects.filter(contract=contract, state=Dispute.State.ACCEPTED).exclude(effect="")
    fields = rows.order_by("settled_at", "number").values_list(
        "pk", "commitment_code", "month", "ticket_id", "effect", "life"
    )
    return [
        Decided(pk, code, str(month), ticket, state, life or EVERY_LIFE)
        for pk, code, month, ticket, state, life in fields
    ]


def settlements_of(contract: Contract) -> Settlements:
    """The same, as the engine lays them over verdicts."""
    return Settlements.of(decided_for(contract))


def results_digest(contract: Contract) -> str:
    """A fingerprint of the facts in force and of what was decided: results computed from another one are stale.

    It is the facts' own while nothing was decided.
    """
    facts, decided = reports.facts_digest(contract), decided_for(contract)
    if not decided:
        return facts
    lines = [f"{one.code} {one.month} {one.ticket} {one.life} {one.state} {one.dispute}" for one in decided]
    return hashlib.sha256("\n".join([facts, *lines]).encode()).hexdigest()
