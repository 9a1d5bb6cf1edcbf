"""Reading the journal: its head, its first fault, its lines."""

from __future__ import annotations

from collections.abc import Iterator

from core.scope import Side, current
from journal.engine.acts import act_of
from journal.engine.chain import GENESIS, Break, first_break
from journal.engine.heads import Head, missed_head
from journal.models import Anchor, JournalEntry
from journal.services import anchor_log, content_of


def head_for(contract_id: int) -> tuple[int, str]:
    """Sequence number and hash of the last entry, the anchor printed in packs; (0, zeros) for an empty chain."""
    last = JournalEntry.objects.filter(contract_id=contract_id).order_by("-sequence").first()
    return (last.sequence, last.hash) if last else (0, GENESIS)


def first_fault(contract_id: int) -> Break | None:
    """The first entry that does not hold, by the chain itself or by a head kept apart; None when all do.

    A chain cut or rewritten as a whole still holds by itself: only the heads kept apart tell.
    """
    entries = JournalEntry.objects.filter(contract_id=contract_id).order_by("sequence")
    hashes: dict[int, str] = {}

    def told() -> Iterator[dict[str, object]]:
        for entry in entries.iterator(chunk_size=2000):
            hashes[entry.sequence] = entry.hash
            yield content_of(entry) | {"previous": entry.previous_hash, "hash": entry.hash}

    broken = first_break(told())
    if broken is not None:
        return broken
    anchors, logged = set(anchors_of(contract_id)), set(logged_heads(contract_id))
    for sequence, kept, place in sorted(anchors | logged):
        if hashes.get(sequence) != kept:
            return Break(sequence, f"ancre ({place})", hashes.get(sequence, "ligne absente"), kept)
    for sequence, kept, place in sorted(logged - anchors):
        return Break(sequence, f"ancre ({place})", "ancre absente", kept)
    return None


def head_fault(contract_id: int, head: Head) -> Break | None:
    """What stands in place of a head kept on paper or in a mail; None when the chain passes through it."""
    rows = JournalEntry.objects.filter(contract_id=contract_id).order_by("sequence")
    return missed_head(rows.values_list("sequence", "hash").iterator(chunk_size=2000), head)


def anchors_of(contract_id: int) -> list[tuple[int, str, str]]:
    """Number, hash and place of the heads kept in the database."""
    rows = Anchor.objects.filter(contract_id=contract_id)
    return list(rows.values_list("sequence", "hash", "place"))


def logged_heads(contract_id: int) -> Iterator[tuple[int, str, str]]:
    """Number, hash and place of the heads kept in `anchors.log`."""
    path = anchor_log()
    if not path.is_file():
        return
    for line in path.read_text().splitlines():
        contract, sequence, kept, place, _ = line.split(" ")
        if int(contract) == contract_id:
            yield int(sequence), kept, place


def extract_until(contract_id: int, sequence: int) -> Iterator[dict[str, object]]:
    """The chain up to an entry: what the open side may not read is withheld, its links stay."""
    rows = JournalEntry.objects.filter(contract_id=contract_id, sequence__lte=sequence).order_by("sequence")
    client = current().side_of(contract_id) == Side.CLIENT
    for entry in rows.iterator(chunk_size=2000):
        links = {"sequence": entry.sequence, "previous": entry.previous_hash, "hash": entry.hash}
        yield links | content_of(entry) if client or act_of(entry.action).shared else links
