"""Laying new limits for a series, when something dated changed what its usual variation is."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Min
from django.utils import timezone

from contracts.models import Contract
from contracts.services.lines import hold
from core.engine import formats
from core.engine.months import Month
from core.scope import for_contract
from journal.services import record
from kpis.models import IndicatorValue, Rebase
from kpis.selectors.following import Following, followed_by, with_rebases
from kpis.selectors.readings import values_by_code
from kpis.services.own import first_open
from kpis.services.refusing import IndicatorRefused
from kpis.services.signalling import replace_signals
from slas.selectors.months import latest_month

REASON_LENGTH = 10


def rebase(
    *, contract: Contract, following: Following, month: Month, decided_on: date, reason: str, today: date, user: Any, role: str
) -> Rebase:  # fmt: skip
    """Lay new limits from a month on, for a dated reason. Raises IndicatorRefused.

    Earlier months keep their limits on the chart. Closed months keep the reading and the signals they have: the first
    open month is the first whose reading knows of it. A later act may follow, none is undone.
    """
    with transaction.atomic(), for_contract(contract.pk):
        hold(contract)
        _refuse(contract, following, month, decided_on, reason, today)
        row = Rebase.objects.create(
            contract=contract, code=following.code, month=month, decided_on=decided_on, reason=reason.strip(),
            read_from=max(month, first_open(contract)), author=user, at=timezone.now().replace(microsecond=0),
        )  # fmt: skip
        record(
            contract_id=contract.pk, action="indicator.rebased", subject=following.code, actor=user, role=role,
            details={"month": str(month), "on": decided_on.isoformat()}, reason=row.reason,
        )  # fmt: skip
        _read_again(contract, row.read_from)
    return row


def _refuse(
    contract: Contract, following: Following, month: Month, decided_on: date, reason: str, today: date
) -> None:
    faults: dict[str, str] = {}
    measured = IndicatorValue.objects.filter(
        contract=contract, code=following.code, part="", value__isnull=False
    )
    first, last = measured.aggregate(first=Min("month"))["first"], latest_month(contract)
    [known] = with_rebases(contract, [following])
    former = [begun for begun, _ in known.rebases] + [*filter(None, [known.baseline_from])]
    if first is None or last is None:
        faults["month"] = "L’indicateur n’a aucun mois mesuré : il n’a pas encore de limites."
    elif not first < month <= last:
        faults["month"] = (
            f"Choisissez un mois après {formats.month_long(first)}, le premier mesuré, et jusqu’à {formats.month_long(last)}."
        )
    elif former and month <= max(former):
        faults["month"] = (
            f"Une référence part déjà de {formats.month_long(max(former))} : choisissez un mois plus récent."
        )
    if decided_on > today:
        faults["decided_on"] = "Cette date est à venir : écrivez le jour où ce fut décidé."
    if len(reason.strip()) < REASON_LENGTH:
        faults["reason"] = f"Dites ce qui a changé, en {REASON_LENGTH} caractères au moins."
    if faults:
        raise IndicatorRefused(faults)


def _read_again(contract: Contract, since: Month) -> None:
    """The signals of the open months from then on, by the limits in force."""
    last = latest_month(contract)
    if last is None or last < since:
        return
    months = [since.shift(step) for step in range(last.index - since.index + 1)]
    followed = with_rebases(contract, followed_by(contract))
    replace_signals(contract, followed, values_by_code(contract, last), months)
