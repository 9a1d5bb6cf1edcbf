"""Signed minutes, the outcomes they tell, and the packs that were sent stay as they were."""

from __future__ import annotations

from core.guards import Guard

MINUTES, OUTCOME = "governance_minutes", "governance_matteroutcome"
PACK = "governance_pack"
FROZEN = "Ce dossier a été envoyé : il ne change plus, une correction fait une autre version."
SIGNED = "Le relevé de ce comité est signé : il ne change plus."
OF_SIGNED = (
    f"EXISTS (SELECT 1 FROM {MINUTES} guard_m WHERE guard_m.committee_id = {{row}}.committee_id"
    " AND guard_m.signed_at IS NOT NULL)"
)
GUARDS = [
    *(Guard("signed_minutes", MINUTES, event, SIGNED, "OLD.signed_at IS NOT NULL") for event in ("UPDATE", "DELETE")),
    *(
        Guard("signed_outcome", OUTCOME, event, SIGNED, OF_SIGNED, (MINUTES,))
        for event in ("INSERT", "UPDATE", "DELETE")
    ),
    *(Guard("frozen_pack", PACK, event, FROZEN, "OLD.frozen_at IS NOT NULL") for event in ("UPDATE", "DELETE")),
]  # fmt: skip
