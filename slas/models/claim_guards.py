"""What the database refuses on the penalty of a closed month: its amounts stay, its life follows the journal."""

from __future__ import annotations

from core.guards import Guard, changed
from journal.models import JOURNAL
from slas.models.guards import BOOKS, MESSAGE, OWN, closed

CLAIM, LINE = "slas_penaltyclaim", "slas_penaltyline"
UNTOLD = "La vie d’une pénalité s’écrit d’abord au journal."
AMOUNTS = (
    *("contract_id", "month", "revision", "gross", "spared", "computed", "cut", "firm", "disputed", "credit"),
    *("ccag", "points_left", "proof", "calculated_at"),
)
PROVEN = (
    *("contract_id", "claim_id", "commitment_id", "kind", "sense", "clause", "amount", "disputed", "points"),
    "proof",
)
OF_CLAIM = (
    f"EXISTS (SELECT 1 FROM {CLAIM} guard_c WHERE guard_c.id = {{row}}.claim_id"
    f" AND {closed('guard_c.contract_id', 'guard_c.month')})"
)
ACT_TOLD = (
    f"EXISTS (SELECT 1 FROM {JOURNAL} told WHERE told.contract_id = NEW.contract_id"
    " AND told.action LIKE 'penalty.%' AND told.subject = NEW.month || ' v' || CAST(NEW.revision AS TEXT)"
    " AND told.details ->> 'state' = NEW.state AND told.sequence ="
    f" (SELECT MAX(held.sequence) FROM {JOURNAL} held WHERE held.contract_id = NEW.contract_id))"
)
EITHER = " OR ".join(closed(f"{row}.contract_id", f"{row}.month") for row in ("OLD", "NEW"))
GUARDS = [
    Guard("claim", CLAIM, "INSERT", MESSAGE, OWN, BOOKS),
    Guard("claim", CLAIM, "DELETE", MESSAGE, OWN, BOOKS),
    Guard("claim", CLAIM, "UPDATE", MESSAGE, f"({EITHER}) AND {changed(*AMOUNTS)}", BOOKS),
    Guard("claim_life", CLAIM, "UPDATE", UNTOLD, f"({EITHER}) AND NOT {ACT_TOLD}", BOOKS),
    Guard("claim_line", LINE, "INSERT", MESSAGE, OF_CLAIM, (CLAIM, *BOOKS)),
    Guard("claim_line", LINE, "DELETE", MESSAGE, OF_CLAIM, (CLAIM, *BOOKS)),
    Guard(
        "claim_line",
        LINE,
        "UPDATE",
        MESSAGE,
        f"({' OR '.join(f'({OF_CLAIM})'.replace('{row}', row) for row in ('OLD', 'NEW'))})"
        f" AND {changed(*PROVEN)}",
        (CLAIM, *BOOKS),
    ),
]
