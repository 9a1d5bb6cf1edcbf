"""What the database refuses on documents, clauses, obligations and registers, whoever asks."""

from __future__ import annotations

from core.guards import Guard, changed

DOCUMENT, VERSION = "contracts_contractdocument", "contracts_documentversion"
CLAUSE, ENTRY = "contracts_clause", "contracts_registerentry"
OBLIGATION, ACT = "contracts_obligation", "contracts_obligationact"
ACT_FILE = "contracts_obligationfile"
FOREIGN = "Deux lignes liées sont du même contrat."
MOVED = "Une ligne ne change pas de contrat."
SEEN_APART = "Ce qui tient à un document ou à une obligation a la même diffusion."
KEPT = "Une version déposée reste telle quelle\u00a0: déposez la suivante."
JOINED = "Un fichier joint reste tel quel\u00a0: déclarez une autre exécution."
SAID = "Ce qui a été décidé d’une obligation reste."
FILE_COLUMNS = (
    *("contract_id", "document_id", "number", "name", "storage_name", "sha256", "size", "media_type"),
    *("uploaded_by_id", "uploaded_side", "uploaded_at"),
)
ACT_COLUMNS = (
    *("contract_id", "obligation_id", "done_on", "proof", "document_id", "state", "reason"),
    *("said_by_id", "said_side", "said_at", "decided_by_id", "decided_at"),
)
JOINED_COLUMNS = ("contract_id", "act_id", "name", "storage_name", "sha256", "size", "media_type")
LINKS = (
    ("version_document", VERSION, "document_id", DOCUMENT),
    ("clause_document", CLAUSE, "document_id", DOCUMENT),
    ("obligation_clause", OBLIGATION, "clause_id", CLAUSE),
    ("act_obligation", ACT, "obligation_id", OBLIGATION),
    ("act_document", ACT, "document_id", DOCUMENT),
    ("act_file", ACT_FILE, "act_id", ACT),
    ("entry_clause", ENTRY, "clause_id", CLAUSE),
)
"""Name, table, its link, the table linked to: both rows bear the same contract."""
HANGING = (
    ("version_audience", VERSION, "document_id", DOCUMENT),
    ("act_audience", ACT, "obligation_id", OBLIGATION),
    ("act_file_audience", ACT_FILE, "act_id", ACT),
)
"""The same for rows whose audience is that of what they hang on."""


def _unlike(link: str, parent: str, column: str) -> str:
    """The row has no parent that bears the same value in that column."""
    return (
        f"{{row}}.{link} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {parent} guard_p"
        f" WHERE guard_p.id = {{row}}.{link} AND guard_p.{column} = {{row}}.{column})"
    )


def _new(condition: str) -> str:
    """The condition on the row as it becomes: what it was until then is not tried again."""
    return condition.replace("{row}", "NEW")


def _twice(name: str, table: str, message: str, condition: str, parent: str) -> list[Guard]:
    return [
        Guard(name, table, "INSERT", message, condition, (parent,)),
        Guard(name, table, "UPDATE", message, _new(condition), (parent,)),
    ]


GUARDS = [
    *(
        guard
        for name, table, link, parent in LINKS
        for guard in _twice(name, table, FOREIGN, _unlike(link, parent, "contract_id"), parent)
    ),
    *(
        guard
        for name, table, link, parent in HANGING
        for guard in _twice(name, table, SEEN_APART, _unlike(link, parent, "audience"), parent)
    ),
    *(
        Guard(f"{name}_stays", table, "UPDATE", MOVED, "OLD.contract_id <> NEW.contract_id")
        for name, table in (("document", DOCUMENT), ("clause", CLAUSE), ("obligation", OBLIGATION))
    ),
    Guard("document_version", VERSION, "UPDATE", KEPT, changed(*FILE_COLUMNS)),
    Guard("document_version", VERSION, "DELETE", KEPT),
    Guard("obligation_act", ACT, "UPDATE", SAID, f"OLD.state <> 'proposed' AND {changed(*ACT_COLUMNS)}"),
    Guard("obligation_act", ACT, "DELETE", SAID),
    Guard("obligation_file", ACT_FILE, "UPDATE", JOINED, changed(*JOINED_COLUMNS)),
    Guard("obligation_file", ACT_FILE, "DELETE", JOINED),
]
