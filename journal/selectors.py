"""Reading the journal."""

from __future__ import annotations

from journal.models import JournalEntry
from journal.services import GENESIS, chain_hash


def head_for(contract_id: int) -> tuple[int, str]:
    """Sequence number and hash of the last entry, the anchor printed in packs; (0, zeros) for an empty chain."""
    last = JournalEntry.objects.filter(contract_id=contract_id).order_by("-sequence").first()
    return (last.sequence, last.hash) if last else (0, GENESIS)


def first_broken_entry(contract_id: int) -> int | None:
    """Sequence number of the first entry that does not follow from the one before it, None when all do."""
    previous, expected = GENESIS, 1
    for entry in JournalEntry.objects.filter(contract_id=contract_id).order_by("sequence").iterator():
        whole = (
            entry.sequence == expected and entry.previous_hash == previous and entry.hash == chain_hash(entry)
        )
        if not whole:
            return expected
        previous, expected = entry.hash, expected + 1
    return None
