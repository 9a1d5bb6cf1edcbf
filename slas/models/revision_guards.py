"""A price revision never reaches a closed month: the database refuses it, whoever asks."""

from __future__ import annotations

from core.guards import Guard

TABLE = "contracts_pricerevision"
MESSAGE = "Un mois clos suit déjà ce forfait\u00a0: une révision de prix ne revient pas sur un mois clos."
REACHES_CLOSED = (
    "EXISTS (SELECT 1 FROM slas_monthrecord guard_r WHERE guard_r.contract_id = {row}.contract_id"
    " AND guard_r.state = 'closed' AND guard_r.month >= substr(CAST({row}.effective_on AS text), 1, 7))"
)
REVISION_GUARDS = [
    Guard(
        name="revision_of_closed_month",
        table=TABLE,
        event=event,
        message=MESSAGE,
        when=REACHES_CLOSED,
        needs=("slas_monthrecord",),
    )
    for event in ("INSERT", "UPDATE", "DELETE")
]
