"""What the database refuses of the access register, whoever asks: a holder under another contract's access."""

from __future__ import annotations

from core.guards import Guard

ENTRY, HOLDER = "reversibility_accessentry", "reversibility_accessholder"
ELSEWHERE = "Un détenteur et son accès sont du même contrat."
FOREIGN = (
    "NOT EXISTS (SELECT 1 FROM reversibility_accessentry guard_e WHERE guard_e.id = NEW.access_id"
    " AND guard_e.contract_id = NEW.contract_id)"
)

ACCESS_GUARDS = [
    Guard("accessholder", HOLDER, "INSERT", ELSEWHERE, FOREIGN, (ENTRY,)),
    Guard("accessholder", HOLDER, "UPDATE", ELSEWHERE, FOREIGN, (ENTRY,)),
    Guard("accessentry", ENTRY, "UPDATE", ELSEWHERE, "NEW.contract_id <> OLD.contract_id"),
]
