"""What the database refuses on proofs: a link into another contract, and rewriting what was decided."""

from __future__ import annotations

from core.guards import Event, Guard

DELIVERABLE, REQUEST = "reversibility_exitdeliverable", "reversibility_exitrequest"
PROOF, DRILL = "reversibility_exitproof", "reversibility_drill"
PROOF_FILE, DRILL_FILE = "reversibility_exitprooffile", "reversibility_drillfile"
ABROAD = "Ce lien mène à un autre contrat."
DECIDED = "Une preuve acceptée ou refusée reste\u00a0: déclarez-en une autre."
JOINED = "Un fichier joint reste tel quel\u00a0: joignez-en un autre."
SEEN_APART = "Une preuve et son fichier ont la même diffusion."
LINKS = (
    (REQUEST, "deliverable_id", DELIVERABLE),
    (PROOF, "deliverable_id", DELIVERABLE),
    (PROOF, "request_id", REQUEST),
    (PROOF, "drill_id", DRILL),
    (DRILL, "deliverable_id", DELIVERABLE),
    (PROOF_FILE, "proof_id", PROOF),
    (DRILL_FILE, "drill_id", DRILL),
)
"""Child table, column, parent table: both ends belong to the same contract."""
EVENTS: tuple[Event, ...] = ("INSERT", "UPDATE")


def _same_contract(table: str, column: str, parent: str, event: Event) -> Guard:
    return Guard(
        f"{table.removeprefix('reversibility_')}_{column.removesuffix('_id')}", table, event, ABROAD,
        f"EXISTS (SELECT 1 FROM {parent} guard_p WHERE guard_p.id = {{row}}.{column}"
        " AND guard_p.contract_id <> {row}.contract_id)",
        (parent,),
    )  # fmt: skip


GUARDS = [
    *(_same_contract(*link, event) for link in LINKS for event in EVENTS),
    Guard(
        "exitproof_decided", PROOF, "UPDATE", DECIDED,
        "OLD.request_id IS NOT NULL AND OLD.state <> 'declared'",
    ),
    Guard("exitprooffile", PROOF_FILE, "UPDATE", JOINED),
    Guard("drillfile", DRILL_FILE, "UPDATE", JOINED),
    Guard(
        "exitprooffile_audience", PROOF_FILE, "INSERT", SEEN_APART,
        f"EXISTS (SELECT 1 FROM {PROOF} guard_p WHERE guard_p.id = {{row}}.proof_id"
        " AND guard_p.audience <> {row}.audience)",
        (PROOF,),
    ),
]  # fmt: skip
