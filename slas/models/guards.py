"""What the database refuses on a closed month, whoever asks.

A closed month opens for one transaction only: while it has a snapshot of a higher revision than its record. The
snapshot comes first, the new rows after it, the record's own revision last; a snapshot cannot be removed, so the
way through leaves its trace for ever.
"""

from __future__ import annotations

from collections.abc import Iterator

from core.guards import Event, Guard

MESSAGE = "Ce mois est clos\u00a0: une correction passe par une révision."
RECORD, SNAPSHOT, DELIVERY = "slas_monthrecord", "slas_monthsnapshot", "reports_delivery"


def closed(contract: str, month: str) -> str:
    """SQL: the month is closed and no revision of it is under way."""
    return (
        f"EXISTS (SELECT 1 FROM {RECORD} guard_r WHERE guard_r.contract_id = {contract}"
        f" AND guard_r.month = {month} AND guard_r.state = 'closed'"
        f" AND NOT EXISTS (SELECT 1 FROM {SNAPSHOT} guard_s WHERE guard_s.contract_id = guard_r.contract_id"
        " AND guard_s.month = guard_r.month AND guard_s.revision > guard_r.revision))"
    )


def ever_closed(contract: str, month: str) -> str:
    """SQL: the month is closed, a revision being under way or not: what was delivered never moves."""
    return (
        f"EXISTS (SELECT 1 FROM {RECORD} guard_r WHERE guard_r.contract_id = {contract}"
        f" AND guard_r.month = {month} AND guard_r.state = 'closed')"
    )


def changed(*columns: str) -> str:
    return "(" + " OR ".join(f"NEW.{name} {{differs}} OLD.{name}" for name in columns) + ")"


OWN = closed("{row}.contract_id", "{row}.month")
PUBLISHED = ever_closed("{row}.contract_id", "{row}.month") + " AND {row}.state = 'published'"
OF_DELIVERY = (
    f"EXISTS (SELECT 1 FROM {DELIVERY} guard_d WHERE guard_d.id = {{row}}.delivery_id"
    " AND guard_d.state = 'published' AND " + ever_closed("guard_d.contract_id", "guard_d.month") + ")"
)
DELIVERED = (
    *("contract_id", "month", "version", "state", "outcome", "is_current", "profile", "digest"),
    *("received_at", "no_outage_stated", "row_count", "ticket_count", "reading", "cannot_tell", "side"),
)
NEXT_REVISION = (
    f"OLD.state = 'closed' AND NOT (NEW.state = 'closed' AND NEW.contract_id = OLD.contract_id"
    " AND NEW.month = OLD.month AND NEW.revision = OLD.revision + 1"
    f" AND EXISTS (SELECT 1 FROM {SNAPSHOT} guard_s WHERE guard_s.contract_id = OLD.contract_id"
    " AND guard_s.month = OLD.month AND guard_s.revision = NEW.revision))"
)
NEXT_SNAPSHOT = (
    f"{{row}}.revision <> 1 + (SELECT COALESCE(MAX(held.revision), 0) FROM {SNAPSHOT} held"
    " WHERE held.contract_id = {row}.contract_id AND held.month = {row}.month)"
)


def frozen(name: str, table: str, when: str, *needs: str, bulk: bool = False) -> Iterator[Guard]:
    """Neither written, nor changed, nor removed."""
    events: tuple[Event, ...] = ("INSERT", "UPDATE", "DELETE")
    for event in events:
        yield Guard(name, table, event, MESSAGE, when, needs, bulk)


SAID = "Ce qui a été dit reste\u00a0: répondez à la suite."
SAYINGS = {
    "disputeact": "slas_disputeact",
    "disputeevidence": "slas_disputeevidence",
    "gapanswer": "slas_gapanswer",
    "gapreply": "slas_gapreply",
    "detectionanswer": "slas_detectionanswer",
    "penaltyact": "slas_penaltyact",
}
"""What the parties said and did: added to, never changed."""


def added_only() -> Iterator[Guard]:
    for name, table in SAYINGS.items():
        yield Guard(name, table, "UPDATE", SAID)
        yield Guard(name, table, "DELETE", SAID)


GUARDS = [
    Guard("snapshot", SNAPSHOT, "UPDATE", "Un mois clos ne se modifie pas."),
    Guard("snapshot", SNAPSHOT, "DELETE", "Un mois clos ne s’efface pas."),
    Guard("snapshot", SNAPSHOT, "INSERT", "Une révision suit la précédente.", NEXT_SNAPSHOT),
    Guard("record", RECORD, "UPDATE", MESSAGE, NEXT_REVISION, (SNAPSHOT,)),
    Guard("record", RECORD, "DELETE", MESSAGE, "{row}.state = 'closed'"),
    *frozen("result", "slas_commitmentmonth", OWN, RECORD, SNAPSHOT),
    *frozen("verdict", "slas_ticketverdict", OWN, RECORD, SNAPSHOT, bulk=True),
    Guard("delivery", DELIVERY, "INSERT", MESSAGE, PUBLISHED, (RECORD,)),
    Guard("delivery", DELIVERY, "DELETE", MESSAGE, PUBLISHED, (RECORD,)),
    Guard(
        "delivery",
        DELIVERY,
        "UPDATE",
        MESSAGE,
        "(OLD.state = 'published' OR NEW.state = 'published') AND "
        f"({ever_closed('OLD.contract_id', 'OLD.month')} OR {ever_closed('NEW.contract_id', 'NEW.month')})"
        f" AND {changed(*DELIVERED)}",
        (RECORD,),
    ),
    *frozen("file", "reports_deliveryfile", OF_DELIVERY, DELIVERY, RECORD),
    *frozen("outage", "reports_outage", OF_DELIVERY, DELIVERY, RECORD),
    *frozen("maintenance", "reports_maintenance", OF_DELIVERY, DELIVERY, RECORD),
    *frozen("declared", "reports_declaredfigure", OF_DELIVERY, DELIVERY, RECORD),
    *added_only(),
]
