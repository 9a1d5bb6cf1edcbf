"""The work units as tables of the contract file."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef

from contracts.engine.vocabulary import french_of
from contracts.engine.work_unit_file import EXCESSES, PERIOD, PERIODS, SHORTFALL, SHORTFALLS
from contracts.engine.writing import filled, other_than, plain_number
from contracts.models import Contract, ScopeItem, VolumeEstimate, WorkUnit, WorkUnitPrice
from core.gathering import gather


def export_work_units(contract: Contract) -> list[dict[str, Any]]:
    """The `[[unite_oeuvre]]` tables; what is a default, or the words of the excluded line, is not written (1 query)."""
    units = WorkUnit.objects.filter(contract=contract).order_by("code")
    excluded = ScopeItem.objects.filter(
        contract=OuterRef("contract"), status=ScopeItem.Status.OUT, number=OuterRef("exclusion")
    )
    read = gather(
        units,
        excluded=excluded,
        prices=WorkUnitPrice.objects.filter(unit=OuterRef("pk")),
        volumes=VolumeEstimate.objects.filter(unit=OuterRef("pk")),
    )
    return [_unit(unit, of["excluded"], of["prices"], of["volumes"]) for unit, of in read]


def _unit(
    unit: WorkUnit,
    excluded: list[ScopeItem],
    prices: list[WorkUnitPrice],
    volumes: list[VolumeEstimate],
) -> dict[str, Any]:
    return filled(
        code=unit.code,
        exclusion=unit.exclusion,
        libelle=other_than(excluded[0].name if excluded else "", unit.name),
        unite=other_than(excluded[0].unit if excluded else "", unit.unit),
        inclus=plain_number(unit.included) or None,
        inclus_par=french_of(PERIODS, other_than(PERIOD, unit.included_per)),
        report_mois=unit.carry_months or None,
        minimum_annuel=plain_number(unit.minimum) or None,
        minimum_non_atteint=french_of(SHORTFALLS, other_than(SHORTFALL, unit.shortfall)),
        depassement=french_of(EXCESSES, unit.excess),
        prix=[
            filled(niveau=price.level) | {"effet": price.effective_on, "montant": plain_number(price.amount)}
            for price in sorted(prices, key=lambda one: (one.level, one.effective_on))
        ],
        volume=[
            filled(niveau=volume.level)
            | {
                "bas": plain_number(volume.low),
                "probable": plain_number(volume.likely),
                "haut": plain_number(volume.high),
            }
            for volume in sorted(volumes, key=lambda one: one.level)
        ],
    )
