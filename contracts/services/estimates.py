"""Keeping the volumes that the client expects of its exclusions."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction

from contracts.models import Contract, VolumeEstimate, WorkUnit
from contracts.selectors.excluded import excluded_by_number
from contracts.services.lines import free_code, hold
from contracts.services.rows import Counts, replace_rows
from journal.services import record

Volumes = tuple[Decimal, Decimal, Decimal]


@transaction.atomic
def save_estimates(
    *, contract: Contract, said: Mapping[tuple[int, str], Volumes], user: Any, role: str
) -> Counts:
    """Make the estimates equal `said` (number of the exclusion, level -> low, likely, high); journaled when one moved.

    An estimate is the client's own: it changes nothing of what the contract promises, closed months included.
    """
    hold(contract)
    units = _units(contract, {number for number, _ in said})
    counts = replace_rows(
        model=VolumeEstimate,
        within={"contract": contract},
        key=("unit_id", "level"),
        rows=[
            {"unit_id": units[number], "level": level, "low": low, "likely": likely, "high": high}
            for (number, level), (low, likely, high) in said.items()
        ],
    )
    if counts.changed:
        record(
            contract_id=contract.pk, action="estimates.changed", subject="Exclusions", actor=user, role=role,
            details={"lines": len(said)},
        )  # fmt: skip
    return counts


def _units(contract: Contract, numbers: set[int]) -> dict[int, int]:
    """The unit that prices each exclusion, made in its words where there is none yet."""
    rows = WorkUnit.objects.filter(contract=contract)
    known = {row.exclusion: row.pk for row in rows if row.exclusion}
    codes = {row.code for row in rows}
    for number, item in excluded_by_number(contract).items():
        if number in numbers and number not in known:
            code = free_code(item.terms.name, codes, 30, "exclusion")
            codes.add(code)
            unit = WorkUnit.objects.create(
                contract=contract, code=code, name=item.terms.name, unit=item.terms.unit, exclusion=number
            )
            known[number] = unit.pk
    return known
