"""What the database refuses between people, the lines that name them, and the chain of subcontractors."""

from __future__ import annotations

from collections.abc import Iterator

from core.guards import Event, Guard

PERSON, LINE = "contracts_stakeholder", "contracts_raciline"
ASSIGNMENT, LEVEL, CHAIN = "contracts_raciassignment", "contracts_escalationlevel", "contracts_subcontractor"
PEOPLE_LINKS = [
    ("deputy", PERSON, "deputy_id", PERSON, "OR held.side <> NEW.side"),
    ("raciline", ASSIGNMENT, "line_id", LINE, ""),
    ("raciperson", ASSIGNMENT, "stakeholder_id", PERSON, ""),
    ("clientcalled", LEVEL, "client_id", PERSON, "OR held.side <> 'client'"),
    ("providercalled", LEVEL, "provider_id", PERSON, "OR held.side <> 'provider'"),
    ("notedperson", "contracts_stakeholdernote", "stakeholder_id", PERSON, ""),
    ("chain", CHAIN, "parent_id", CHAIN, "OR held.rank <> NEW.rank - 1"),
]
"""Links between two rows of a contract: table, column, table it points to, what else makes them strangers.

Ranks that follow one another leave no loop in a chain.
"""


def same_contract() -> Iterator[Guard]:
    """A row never points to a row of another contract."""
    events: tuple[Event, ...] = ("INSERT", "UPDATE")
    for name, table, column, other, more in PEOPLE_LINKS:
        strangers = (
            f"NEW.{column} IS NOT NULL AND EXISTS (SELECT 1 FROM {other} held WHERE held.id = NEW.{column}"
            f" AND (held.contract_id <> NEW.contract_id {more}))"
        )
        for event in events:
            yield Guard(
                name,
                table,
                event,
                "Cette ligne et celle qu’elle nomme ne vont pas ensemble.",
                strangers,
                (other,),
            )
