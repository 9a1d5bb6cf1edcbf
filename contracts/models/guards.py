"""What the database refuses on amendments, answers and consumptions, whoever asks."""

from __future__ import annotations

from core.guards import Guard

AMENDMENT, VERSION, ANSWER = "contracts_amendment", "contracts_contractversion", "contracts_dateanswer"
LOCKED = "Une version approuvée et en vigueur ne se modifie pas\u00a0: proposez un avenant."
IN_FORCE = (
    f"EXISTS (SELECT 1 FROM {AMENDMENT} guard_a WHERE guard_a.version_id = {{row}}.id"
    " AND guard_a.state = 'approved') AND {row}.effective_on <= CURRENT_DATE"
)
CONSUMPTION, UNIT = "contracts_consumption", "contracts_workunit"
ELSEWHERE = " OR ".join(
    f"({{row}}.{link} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {table} guard_l"
    f" WHERE guard_l.id = {{row}}.{link} AND guard_l.contract_id = {{row}}.contract_id))"
    for link, table in (("unit_id", UNIT), ("corrects_id", CONSUMPTION))
)
ONE_CONTRACT = "Une consommation et la ligne qu’elle cite sont du même contrat."
DECIDED = "Ce qui a été décidé sur un avenant reste."

GUARDS = [
    Guard("version", VERSION, "UPDATE", LOCKED, IN_FORCE, (AMENDMENT,)),
    Guard("version", VERSION, "DELETE", LOCKED, IN_FORCE, (AMENDMENT,)),
    Guard(
        "amendment", AMENDMENT, "UPDATE", DECIDED,
        "OLD.state IN ('refused', 'withdrawn') OR (OLD.state = 'approved' AND NEW.state <> 'withdrawn')",
    ),
    Guard("amendment", AMENDMENT, "DELETE", DECIDED),
    Guard("consumption_links", CONSUMPTION, "INSERT", ONE_CONTRACT, ELSEWHERE, (UNIT,)),
    Guard("consumption_links", CONSUMPTION, "UPDATE", ONE_CONTRACT, ELSEWHERE, (UNIT,)),
    Guard("dateanswer", ANSWER, "UPDATE", "Une décision reste\u00a0: prenez-en une autre."),
    Guard("dateanswer", ANSWER, "DELETE", "Une décision reste\u00a0: prenez-en une autre."),
]  # fmt: skip
