"""Lists about the contract, read under the limits of a delivery: the scope, and the provider's inventory."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, BinaryIO

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from contracts.engine.list_faults import Fault, ListRefused
from contracts.models import Contract
from contracts.selectors.lifetime import local_today
from contracts.services import Counts, import_scope
from core.engine.filetypes import safe_name
from core.scope import Side
from journal.services import record
from reports.engine.findings import ERROR, Finding
from reports.engine.inventory import Asset, read_assets
from reports.models import Inventory, InventoryLine
from reports.services.lists import FactList, ListFileRefused, read_list


@dataclass(frozen=True)
class ScopeImported:
    """What a list changed in the scope, and what was unusual in its file."""

    counts: Counts
    warnings: list[Finding]


def import_scope_list(
    *, contract: Contract, user: User, name: str, content: BinaryIO | bytes
) -> ScopeImported:
    """Bring the scope to a CSV or XLSX list. Raises ListFileRefused, with every fault, when a line is wrong."""
    listed = _read(contract, "scope", name, content)
    try:
        counts = import_scope(contract=contract, user=user, rows=listed.rows, today=local_today(contract))
    except ListRefused as refused:
        raise ListFileRefused([_finding(fault, safe_name(name)) for fault in refused.faults]) from refused
    return ScopeImported(counts, listed.findings)


def receive_inventory(
    *, contract: Contract, user: User, side: Side, name: str, content: BinaryIO | bytes
) -> Inventory:
    """Keep the inventory of a CSV or XLSX list as the one in force; the same list again changes nothing.

    Raises ListFileRefused, with nothing kept, when a line is wrong.
    """
    listed = _read(contract, "inventory", name, content)
    assets, findings = read_assets(listed.rows, safe_name(name))
    if findings:
        raise ListFileRefused(findings)
    digest = hashlib.sha256(json.dumps([asdict(asset) for asset in assets]).encode()).hexdigest()
    with transaction.atomic():
        Contract.objects.select_for_update().get(pk=contract.pk)
        current = Inventory.objects.filter(contract=contract, is_current=True)
        known = current.first()
        if known and known.digest == digest:
            return known
        current.update(is_current=False)
        inventory = Inventory.objects.create(
            contract=contract, name=safe_name(name)[:120], digest=digest, received_at=timezone.now(),
            received_by=user, side=side.value, line_count=len(assets),
        )  # fmt: skip
        _store(inventory, assets)
        record(
            contract_id=contract.pk, action="inventory.received", subject=inventory.name, actor=user,
            details={"lines": len(assets), "side": side.value},
        )  # fmt: skip
    return inventory


def _store(inventory: Inventory, assets: Sequence[Asset]) -> None:
    InventoryLine.objects.bulk_create(
        (
            InventoryLine(contract_id=inventory.contract_id, inventory=inventory, **asdict(asset))
            for asset in assets
        ),
        batch_size=500,
    )


def _read(contract: Contract, kind: str, name: str, content: BinaryIO | bytes) -> FactList:
    listed = read_list(contract=contract, kind=kind, name=name, content=content)
    if listed.stops:
        raise ListFileRefused([finding for finding in listed.findings if finding.severity == ERROR])
    if not listed.rows:
        raise ListFileRefused([_empty(safe_name(name))])
    return listed


def _finding(fault: Fault, file: str) -> Finding:
    place: dict[str, Any] = {"line": fault.line, "column": fault.column, "value": fault.value[:60]}
    return Finding(ERROR, "scope_cell", fault.message, fault.remedy, file=file, **place)


def _empty(file: str) -> Finding:
    return Finding(
        ERROR, "no_rows", "La liste ne porte aucune ligne.", "Ajoutez au moins un élément.", file=file
    )
