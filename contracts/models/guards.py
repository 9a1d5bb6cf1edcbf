"""What the database refuses on amendments and answers, whoever asks."""

from __future__ import annotations

from core.guards import Guard

AMENDMENT, VERSION, ANSWER = "contracts_amendment", "contracts_contractversion", "contracts_dateanswer"
LOCKED = "Une version approuvée et en vigueur ne se modifie pas\u00a0: proposez un avenant."
IN_FORCE = (
    f"EXISTS (SELECT 1 FROM {AMENDMENT} guard_a WHERE guard_a.version_id = {{row}}.id"
    " AND guard_a.state = 'approved') AND {row}.effective_on <= CURRENT_DATE"
)
DECIDED = "Ce qui a été décidé sur un avenant reste."

GUARDS = [
    Guard("version", VERSION, "UPDATE", LOCKED, IN_FORCE, (AMENDMENT,)),
    Guard("version", VERSION, "DELETE", LOCKED, IN_FORCE, (AMENDMENT,)),
    Guard(
        "amendment", AMENDMENT, "UPDATE", DECIDED,
        "OLD.state IN ('refused', 'withdrawn') OR (OLD.state = 'approved' AND NEW.state <> 'withdrawn')",
    ),
    Guard("amendment", AMENDMENT, "DELETE", DECIDED),
    Guard("dateanswer", ANSWER, "UPDATE", "Une décision reste\u00a0: prenez-en une autre."),
    Guard("dateanswer", ANSWER, "DELETE", "Une décision reste\u00a0: prenez-en une autre."),
]  # fmt: skip
