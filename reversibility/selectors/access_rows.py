"""The access register as it is stored: its rows, its part of the contract file, what the provider alone holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from contracts.engine.vocabulary import french_of
from contracts.engine.writing import filled
from contracts.models import Contract
from reversibility.engine.access_file import WORDS
from reversibility.engine.accesses import MFA, SIDES, Access, Holder, share_alone
from reversibility.engine.captivity import Share
from reversibility.models import AccessEntry


@dataclass(frozen=True)
class AccessRow:
    """A stored access, and its value."""

    entry: AccessEntry
    access: Access


def access_rows(contract: Contract) -> list[AccessRow]:
    """Every access of the register, by system (2 queries). From the provider's side there is none."""
    entries = AccessEntry.objects.filter(contract=contract).prefetch_related("holders")
    rows = [AccessRow(entry, entry.value(_holders(entry))) for entry in entries]
    return sorted(rows, key=lambda row: row.access.key)


def _holders(entry: AccessEntry) -> tuple[Holder, ...]:
    return tuple(sorted(Holder(holder.side, holder.role) for holder in entry.holders.all()))


def access_entry(contract: Contract, pk: int) -> AccessEntry | None:
    """One access of the contract (1 query)."""
    return AccessEntry.objects.filter(contract=contract, pk=pk).first()


def access_share(contract: Contract) -> Share | None:
    """The part of the accesses that the provider alone holds; None where the register is empty (2 queries)."""
    return share_alone([row.access for row in access_rows(contract)])


def export_accesses(contract: Contract) -> list[dict[str, Any]]:
    """The `[[acces]]` tables of the contract file."""
    return [_table(row.access) for row in access_rows(contract)]


def _table(access: Access) -> dict[str, Any]:
    return filled(
        systeme=access.system,
        nature=french_of(WORDS, access.kind),
        detenteurs=[f"{french_of(SIDES, holder.side)}: {holder.role}" for holder in access.holders],
        mfa="" if access.mfa == "unknown" else french_of(MFA, access.mfa),
        lieu_du_secret=access.kept_in,
        rotation_le=access.rotated_on,
        rotation_tous_les_mois=access.rotation_months or None,
        teste_le=access.tested_on,
        expire_le=access.expires_on,
        preuve=access.proof,
    )
