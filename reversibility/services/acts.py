"""What the acts of the exit share: who acts, how an act is refused, its line in the journal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from journal.services import record


class ExitActRefused(Exception):
    """The act cannot be done as asked; the message is in French, with the remedy. `field`: the entry at fault."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True)
class Actor:
    """Who acts, in which role, from which side."""

    user: Any
    role: str
    side: str


def note(actor: Actor, contract_id: int, action: str, subject: str, reason: str = "", **details: Any) -> None:
    """The journal line of an act, in its transaction; details without value are left out."""
    told: Mapping[str, Any] = {name: str(value) for name, value in details.items() if value not in (None, "")}
    record(
        contract_id=contract_id,
        action=action,
        subject=subject,
        actor=actor.user,
        role=actor.role,
        details=dict(told),
        reason=reason,
    )
