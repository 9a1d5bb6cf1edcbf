"""What the database refuses on a closed month, whoever asks.

A closed month opens for one transaction only: while the last line of the contract's journal carries the digest of a
snapshot of a higher revision than its record. The journal's line comes first, the snapshot it names next, then the
new rows, the record's own revision last. The database makes the snapshot's digest again, so that nobody opens a
month with a made-up one; neither line nor snapshot can be removed, so the way through leaves its trace for ever.
"""

from __future__ import annotations

from collections.abc import Iterator

from core.guards import Event, Guard, changed
from journal.engine.chain import GENESIS
from journal.models import JOURNAL, head_carries

MESSAGE = "Ce mois est clos\u00a0: une correction passe par une révision."
RECORD, SNAPSHOT, DELIVERY = "slas_monthrecord", "slas_monthsnapshot", "reports_delivery"


def closed(contract: str, month: str) -> str:
    """SQL: the month is closed and no revision of it is under way."""
    return (
        f"EXISTS (SELECT 1 FROM {RECORD} guard_r WHERE guard_r.contract_id = {contract}"
        f" AND guard_r.month = {month} AND guard_r.state = 'closed'"
        f" AND NOT EXISTS (SELECT 1 FROM {SNAPSHOT} guard_s WHERE guard_s.contract_id = guard_r.contract_id"
        " AND guard_s.month = guard_r.month AND guard_s.revision > guard_r.revision"
        f" AND {head_carries('guard_s.contract_id', 'guard_s.sha256')}))"
    )


def ever_closed(contract: str, month: str) -> str:
    """SQL: the month is closed, a revision being under way or not: what was delivered never moves."""
    return (
        f"EXISTS (SELECT 1 FROM {RECORD} guard_r WHERE guard_r.contract_id = {contract}"
        f" AND guard_r.month = {month} AND guard_r.state = 'closed')"
    )


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
ANOTHER_CLOSED = (
    f"EXISTS (SELECT 1 FROM {RECORD} held WHERE held.state = 'closed' AND (held.id = NEW.id"
    " OR held.contract_id = NEW.contract_id AND held.month = NEW.month){besides})"
)
"""A row written in the place of a closed month's record, as REPLACE does."""
NEVER_MOVED_IN = "OLD.state <> 'closed' AND " + ANOTHER_CLOSED.replace("{besides}", " AND held.id <> OLD.id")
NEVER_BORN_CLOSED = "NEW.state = 'closed' OR " + ANOTHER_CLOSED.replace("{besides}", "")
FORMER = f"FROM {SNAPSHOT} held WHERE held.contract_id = NEW.contract_id"
ACT = " || ".join(
    (
        """'{{"at":"' || {second:NEW.at} || '","author":'""",
        """COALESCE(CAST(NEW.author_id AS TEXT), 'null') || ',"content":"' || {sha256:NEW.content}""",
        """'","month":"' || NEW.month || '","penalties":"' || {sha256:NEW.penalties}""",
        """'","previous":"' || NEW.previous_sha256 || '","reason":' || {quoted:NEW.reason}""",
        """',"revision":' || CAST(NEW.revision AS TEXT) || '}}'""",
    )
)
"""The act as `snapshot_digest` writes it before making its digest."""
NEXT_SNAPSHOT = (
    f"NEW.revision <> 1 + (SELECT COALESCE(MAX(held.revision), 0) {FORMER} AND held.month = NEW.month)"
    f" OR NEW.previous_sha256 <> COALESCE((SELECT held.sha256 {FORMER} ORDER BY held.id DESC LIMIT 1),"
    f" '{GENESIS}') OR NEW.sha256 <> {{sha256:{ACT}}}"
    f" OR NOT {head_carries('NEW.contract_id', 'NEW.sha256')}"
)


BOOKS = (RECORD, SNAPSHOT, JOURNAL)
"""What tells whether a month is closed."""


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
    Guard(
        "snapshot",
        SNAPSHOT,
        "INSERT",
        "Une révision suit la précédente, et la dernière ligne du journal porte son empreinte.",
        NEXT_SNAPSHOT,
        (JOURNAL,),
    ),
    Guard("record", RECORD, "INSERT", MESSAGE, NEVER_BORN_CLOSED),
    Guard("record", RECORD, "UPDATE", MESSAGE, f"({NEXT_REVISION}) OR ({NEVER_MOVED_IN})", (SNAPSHOT,)),
    Guard("record", RECORD, "DELETE", MESSAGE, "{row}.state = 'closed'"),
    *frozen("result", "slas_commitmentmonth", OWN, *BOOKS),
    *frozen("verdict", "slas_ticketverdict", OWN, *BOOKS, bulk=True),
    *frozen("detection", "slas_detection", OWN, *BOOKS),
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
    *frozen("finding", "reports_finding", OF_DELIVERY, DELIVERY, RECORD),
    *frozen("answer", "reports_answer", OF_DELIVERY, DELIVERY, RECORD),
    *frozen("score", "reports_satisfactionanswer", OF_DELIVERY, DELIVERY, RECORD),
    # A withdrawal elsewhere may add a line to the history that a closed month's delivery tells, never take one away.
    Guard("change", "reports_ticketchange", "UPDATE", MESSAGE, OF_DELIVERY, (DELIVERY, RECORD)),
    Guard("change", "reports_ticketchange", "DELETE", MESSAGE, OF_DELIVERY, (DELIVERY, RECORD)),
    *added_only(),
]
