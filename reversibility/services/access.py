"""Keeping the access register: one line typed in, corrected or removed, a list imported, the contract file loaded.

The journal names an access by its number: neither the system nor any value is written there, since readers of the
journal may have no right to the register.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import date
from typing import Any

from django.db import transaction

from accounts.models import User
from contracts.engine.list_faults import ListRefused
from contracts.models import Contract
from contracts.services import Counts
from journal.services import record
from reversibility.engine.access_cells import COLUMNS, Wrong, read_access
from reversibility.engine.access_list import NEW, fault_of, read_access_list
from reversibility.engine.accesses import Access
from reversibility.models import AccessEntry, AccessHolder
from reversibility.selectors.access_rows import access_rows

OWN = [field.name for field in fields(Access) if field.name != "holders"]


class StaleAccess(Exception):
    """Somebody corrected the access since the page was read; nothing was written."""


@transaction.atomic
def add_access(
    *, contract: Contract, cells: Mapping[str, str], user: User, role: str, today: date
) -> AccessEntry:
    """Add one access from what was typed. Raises ListRefused, with every field to correct."""
    _lock(contract)
    access = _judged(contract, cells, NEW, today)
    entry = _write(contract, [(_numbered(contract, 1)[0], access)])[0]
    _tell(contract, "access.added", entry, user, role)
    return entry


@transaction.atomic
def change_access(
    *, entry: AccessEntry, cells: Mapping[str, str], version: int, user: User, role: str, today: date
) -> bool:
    """Correct one access; False when it says what was known. Raises StaleAccess, ListRefused."""
    contract = entry.contract
    _lock(contract)
    row = next((row for row in access_rows(contract) if row.entry.pk == entry.pk), None)
    if row is None or row.entry.version != version:
        raise StaleAccess
    access = _judged(contract, cells, row.access, today)
    if access == row.access:
        return False
    _write(contract, [(row.entry, access)])
    moved = [COLUMNS[name].lower() for name in COLUMNS if getattr(access, name) != getattr(row.access, name)]
    _tell(contract, "access.changed", row.entry, user, role, {"fields": ", ".join(moved)})
    return True


@transaction.atomic
def remove_access(*, entry: AccessEntry, version: int, user: User, role: str) -> None:
    """Take one access out of the register. Raises StaleAccess."""
    contract = entry.contract
    _lock(contract)
    if not AccessEntry.objects.filter(pk=entry.pk, version=version).exists():
        raise StaleAccess
    _tell(contract, "access.removed", entry, user, role)
    AccessEntry.objects.filter(pk=entry.pk).delete()


@transaction.atomic
def import_accesses(
    *, contract: Contract, rows: Iterable[tuple[int, Mapping[str, str]]], user: User, role: str, today: date
) -> Counts:
    """Take a list (line number, cells by column); accesses that it does not name stay as they are.

    The same list twice changes nothing. Raises ListRefused, naming every wrong line, with nothing stored.
    """
    _lock(contract)
    known = {row.access.key: row.access for row in access_rows(contract)}
    counts = _bring(contract, read_access_list(rows, known, today))
    if counts.changed:
        record(
            contract_id=contract.pk, action="accesses.imported", subject=contract.reference, actor=user, role=role,
            details={"created": counts.created, "updated": counts.updated},
        )  # fmt: skip
    return counts


@transaction.atomic
def load_accesses(*, contract: Contract, lines: Sequence[Access]) -> Counts:
    """Bring the register to what the contract file says; accesses that it no longer names are removed."""
    wanted = {line.key for line in lines}
    gone = [row.entry.pk for row in access_rows(contract) if row.access.key not in wanted]
    AccessEntry.objects.filter(pk__in=gone).delete()
    return _bring(contract, lines) + Counts(removed=len(gone))


def _lock(contract: Contract) -> None:
    Contract.objects.select_for_update().get(pk=contract.pk)


def _judged(contract: Contract, cells: Mapping[str, str], known: Access, today: date) -> Access:
    """What was typed, laid over what is known; another access of the same system and kind is refused."""
    access, wrongs = read_access(cells, known, today)
    if not wrongs and access.key != known.key:
        taken = next((row for row in access_rows(contract) if row.access.key == access.key), None)
        if taken:
            told = f"Ce système et cette nature sont déjà au registre, n°\u00a0{taken.entry.number}."
            wrongs = [Wrong("system", told, "Corrigez cette ligne-là, ou précisez le compte.")]
    if wrongs:
        raise ListRefused(map(fault_of, wrongs))
    return access


def _bring(contract: Contract, lines: Sequence[Access]) -> Counts:
    """Make the register say these lines; the others are left alone."""
    known = {row.access.key: row for row in access_rows(contract)}
    moved = [
        (known[line.key].entry, line)
        for line in lines
        if line.key in known and known[line.key].access != line
    ]
    added = [line for line in lines if line.key not in known]
    _write(contract, [*moved, *zip(_numbered(contract, len(added)), added, strict=True)])
    same = len(lines) - len(moved) - len(added)
    return Counts(created=len(added), updated=len(moved), unchanged=same)


def _numbered(contract: Contract, count: int) -> list[AccessEntry]:
    """New rows under the next numbers."""
    last = AccessEntry.objects.filter(contract=contract).order_by("-number").first()
    first = last.number + 1 if last else 1
    return [AccessEntry(contract=contract, number=first + rank, version=0) for rank in range(count)]


def _write(contract: Contract, pairs: Sequence[tuple[AccessEntry, Access]]) -> list[AccessEntry]:
    """Store each access in its row, new or known, in a handful of queries whatever their number."""
    for entry, access in pairs:
        for name in OWN:
            setattr(entry, name, getattr(access, name))
        entry.version += 1
    new, known = [e for e, _ in pairs if e.pk is None], [e for e, _ in pairs if e.pk is not None]
    AccessEntry.objects.bulk_update(known, [*OWN, "version"], batch_size=50)
    AccessHolder.objects.filter(access__in=known).delete()
    AccessEntry.objects.bulk_create(new, batch_size=500)
    AccessHolder.objects.bulk_create(
        (
            AccessHolder(contract=contract, access=entry, side=holder.side, role=holder.role)
            for entry, access in pairs
            for holder in access.holders
        ),
        batch_size=500,
    )
    return [entry for entry, _ in pairs]


def _tell(
    contract: Contract,
    action: str,
    entry: AccessEntry,
    user: User,
    role: str,
    details: dict[str, Any] | None = None,
) -> None:
    record(
        contract_id=contract.pk, action=action, subject=str(entry), actor=user, role=role, details=details or {}
    )  # fmt: skip
