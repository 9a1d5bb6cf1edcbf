"""Writing the journal: one line per act, in the transaction of the act."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.db import transaction
from django.utils import timezone

from journal.models import JournalEntry

GENESIS = "0" * 64


def record(
    *,
    contract_id: int,
    action: str,
    subject: str,
    actor: Any = None,
    role: str = "",
    details: dict[str, Any] | None = None,
    reason: str = "",
) -> JournalEntry:
    """Append one entry to the contract's chain: `hash = SHA-256(previous hash + canonical JSON of the entry)`."""
    with transaction.atomic():
        last = (
            JournalEntry.objects.select_for_update()
            .filter(contract_id=contract_id)
            .order_by("-sequence")
            .first()
        )
        entry = JournalEntry(
            contract_id=contract_id,
            sequence=last.sequence + 1 if last else 1,
            at=timezone.now().replace(microsecond=0),
            actor=actor,
            actor_role=role,
            action=action,
            subject=subject,
            details=details or {},
            reason=reason,
            previous_hash=last.hash if last else GENESIS,
        )
        entry.hash = chain_hash(entry)
        entry.save(force_insert=True)
    return entry


def chain_hash(entry: JournalEntry) -> str:
    """The hash an entry must carry, given the one before it."""
    content = {
        "contract": entry.contract_id,
        "sequence": entry.sequence,
        "at": entry.at.isoformat(),
        "actor": entry.actor_id,
        "role": entry.actor_role,
        "action": entry.action,
        "subject": entry.subject,
        "details": entry.details,
        "reason": entry.reason,
    }
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256((entry.previous_hash + canonical).encode()).hexdigest()
