"""The work units as tables of the contract file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from contracts.engine.vocabulary import french_of
from contracts.engine.work_unit_file import EXCESSES, PERIODS, SHORTFALLS
from contracts.engine.writing import filled, plain_number
from contracts.models import Contract, VolumeEstimate, WorkUnit, WorkUnitPrice


def export_work_units(contract: Contract) -> list[dict[str, Any]]:
    """The `[[unite_oeuvre]]` tables; what is a default is not written (3 queries)."""
    prices = _by_unit(WorkUnitPrice.objects.filter(contract=contract).order_by("level", "effective_on"))
    volumes = _by_unit(VolumeEstimate.objects.filter(contract=contract).order_by("level"))
    return [
        filled(
            code=unit.code,
            exclusion=unit.exclusion,
            libelle=unit.name,
            unite=unit.unit,
            inclus=plain_number(unit.included) or None,
            inclus_par=_unless(WorkUnit.Period.MONTH, unit.included_per, PERIODS),
            report_mois=unit.carry_months or None,
            minimum_annuel=plain_number(unit.minimum) or None,
            minimum_non_atteint=_unless(WorkUnit.Shortfall.DUE, unit.shortfall, SHORTFALLS),
            depassement=_unless(WorkUnit.Excess.BILL, unit.excess, EXCESSES),
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


def _unless(default: str, code: str, words: dict[str, str]) -> str:
    return "" if code == default else french_of(words, code)
