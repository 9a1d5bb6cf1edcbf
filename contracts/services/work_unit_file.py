"""Writing the work units of the contract file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from contracts.engine.problems import FileRefused, Problem
from contracts.engine.work_unit_file import UnitLine
from contracts.models import Consumption, Contract, VolumeEstimate, WorkUnit, WorkUnitOrder, WorkUnitPrice
from contracts.services.rows import Counts, replace_rows, upsert_row


def load_work_units(*, contract: Contract, lines: Sequence[UnitLine]) -> Counts:
    """Bring the catalogue, its prices and the expected volumes to what the file says.

    A unit keeps its identity through its code, so that its orders and its use stay attached.
    Raises FileRefused when the file drops a unit that was ordered or used.
    """
    counts = _drop_absent(contract, {line.terms.code for line in lines})
    # Two units may exchange their exclusions: each lets go of its own before any takes another.
    _let_go(contract, {line.terms.code: line.terms.exclusion for line in lines})
    for line in lines:
        values: dict[str, Any] = asdict(line.terms)
        prices, code = values.pop("prices"), values.pop("code")
        del values["priced_until"], values["starts_on"]  # told by the scope and the contract
        unit, own = upsert_row(model=WorkUnit, key={"contract": contract, "code": code}, values=values)
        within = {"contract": contract, "unit": unit}
        counts += own
        counts += replace_rows(model=WorkUnitPrice, within=within, key=("level", "effective_on"), rows=prices)
        counts += replace_rows(
            model=VolumeEstimate, within=within, key=("level",), rows=[asdict(v) for v in line.volumes]
        )
    return counts


def _let_go(contract: Contract, wanted: dict[str, int | None]) -> None:
    for unit in WorkUnit.objects.filter(contract=contract, exclusion__isnull=False):
        if unit.exclusion != wanted[unit.code]:
            WorkUnit.objects.filter(pk=unit.pk).update(exclusion=None)


def _drop_absent(contract: Contract, kept: set[str]) -> Counts:
    absent = list(WorkUnit.objects.filter(contract=contract).exclude(code__in=kept).order_by("code"))
    booked = {
        pk
        for model in (WorkUnitOrder, Consumption)
        for pk in model.objects.filter(unit__in=absent).values_list("unit_id", flat=True)
    }
    if booked:
        raise FileRefused(
            Problem(
                f"unité d’œuvre {unit.code}",
                "elle manque, alors qu’elle a été commandée ou consommée.",
                "Remettez-la dans le fichier.",
            )
            for unit in absent
            if unit.pk in booked
        )
    WorkUnit.objects.filter(pk__in=[unit.pk for unit in absent]).delete()
    return Counts(removed=len(absent))
