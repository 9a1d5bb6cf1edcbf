"""What was booked in a closed month never moves, and no order is dated in one: the database refuses it, whoever asks."""

from __future__ import annotations

from core.guards import Event, Guard
from slas.models.guards import RECORD, ever_closed

CONSUMPTION, ORDER = "contracts_consumption", "contracts_workunitorder"
MESSAGE = "Ce mois est clos\u00a0: une correction se saisit dans un mois ouvert et cite la ligne corrigée."
ORDERED = "substr(CAST({row}.ordered_on AS text), 1, 7)"
EVENTS: tuple[Event, ...] = ("INSERT", "UPDATE", "DELETE")
CONSUMPTION_GUARDS = [
    *(
        Guard(
            "consumption",
            CONSUMPTION,
            event,
            MESSAGE,
            ever_closed("{row}.contract_id", "{row}.month"),
            (RECORD,),
        )
        for event in EVENTS
    ),
    Guard(
        "order_in_closed_month",
        ORDER,
        "INSERT",
        "Ce mois est clos\u00a0: un bon de commande n’en change plus les montants.",
        ever_closed("{row}.contract_id", ORDERED),
        (RECORD,),
    ),
]
