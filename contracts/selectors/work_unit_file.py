"""The work units as tables of the contract file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from contracts.engine.vocabulary import french_of
from contracts.engine.work_unit_file import EXCESSES, PERIOD, PERIODS, SHORTFALL, SHORTFALLS
from contracts.engine.writing import filled, other_than, plain_number
from contracts.models import Contract, VolumeEstimate, WorkUnit, WorkUnitPrice


def export_work_units(contract: Contract, exclusions: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The `[[unite_oeuvre]]` tables; what is a default is not written (3 queries).

    `exclusions`: the tables of the same file, whose label and unit a work unit takes for its own.
    """
    excluded: Mapping[int | None, Mapping[str, Any]] = {row["numero"]: row for row in exclusions}
    nothing: Mapping[str, Any] = {}
    prices = _by_unit(WorkUnitPrice.objects.filter(contract=contract).order_by("level", "effective_on"))
    volumes = _by_unit(VolumeEstimate.objects.filter(contract=contract).order_by("level"))
    return [
        filled(
            code=unit.code,
            exclusion=unit.exclusion,
            libelle=other_than(excluded.get(unit.exclusion, nothing).get("element"), unit.name),
            unite=other_than(excluded.get(unit.exclusion, nothing).get("unite"), unit.unit),
            inclus=plain_number(unit.included) or None,
            inclus_par=french_of(PERIODS, other_than(PERIOD, unit.included_per)),
            report_mois=unit.carry_months or None,
            minimum_annuel=plain_number(unit.minimum) or None,
            minimum_non_atteint=french_of(SHORTFALLS, other_than(SHORTFALL, unit.shortfall)),
            depassement=french_of(EXCESSES, unit.excess),
            prix=[
                filled(niveau=price.level)
                | {"effet": price.effective_on, "montant": plain_number(price.amount)}
                for price in prices.get(unit.pk, [])
            ],
            volume=[
                filled(niveau=volume.level)
                | {
                    "bas": plain_number(volume.low),
                    "probable": plain_number(volume.likely),
                    "haut": plain_number(volume.high),
                }
                for volume in volumes.get(unit.pk, [])
            ],
        )
        for unit in WorkUnit.objects.filter(contract=contract).order_by("code")
    ]


def _by_unit(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.unit_id, []).append(row)
    return found
