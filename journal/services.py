"""Writing the journal: one line per act, in the transaction of the act; its head, wherever it leaves."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from journal.engine.chain import GENESIS, link
from journal.models import Anchor, JournalEntry

__all__ = ["GENESIS", "anchor", "anchor_log", "chain_hash", "record"]


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
    """Append one entry to the contract's chain: `hash = SHA-256(previous hash + canonical JSON of the entry)`.

    Acts on one contract wait for each other here, until the end of their transaction.
    """
    with transaction.atomic():
        _lock_contract(contract_id)
        last = JournalEntry.objects.filter(contract_id=contract_id).order_by("-sequence").first()
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


def _lock_contract(contract_id: int) -> None:
    """Locking the last entry would let two first readers take the same one: the contract's row is the lock.

    Without its key: rows that only point to the contract keep being written meanwhile.
    """
    contracts: type[models.Model] = JournalEntry._meta.get_field("contract").related_model
    contracts._default_manager.select_for_update(no_key=True).filter(pk=contract_id).first()


def content_of(entry: JournalEntry) -> dict[str, Any]:
    """What the hash of an entry covers: no name, only the number of the person."""
    return {
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


def chain_hash(entry: JournalEntry) -> str:
    """The hash an entry must carry, given the one before it."""
    return link(entry.previous_hash, content_of(entry))


def anchor(*, contract_id: int, place: Anchor.Place) -> Anchor | None:
    """Keep the head of the chain apart: a row now, a line of `anchors.log` once the transaction is done.

    None for an empty chain. The same head at the same place is kept once.
    """
    last = JournalEntry.objects.filter(contract_id=contract_id).order_by("-sequence").first()
    if last is None:
        return None
    kept, is_new = Anchor.objects.get_or_create(
        contract_id=contract_id,
        sequence=last.sequence,
        place=place,
        defaults={"hash": last.hash, "at": timezone.now().replace(microsecond=0)},
    )
    if is_new:
        transaction.on_commit(lambda: _log(kept))
    return kept


def anchor_log() -> Path:
    """Where heads are kept outside the database, one a line: contract, number, hash, place, date."""
    return Path(settings.PRIVATE_STORAGE_ROOT) / "anchors.log"


def _log(kept: Anchor) -> None:
    path = anchor_log()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    line = f"{kept.contract_id} {kept.sequence} {kept.hash} {kept.place} {kept.at.isoformat()}\n"
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(descriptor, line.encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
