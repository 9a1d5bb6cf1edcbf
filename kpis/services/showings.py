"""What committees made of the indicators they looked at, and what the referent answers when nothing came of one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import transaction

from contracts.models import Contract
from contracts.services.lines import hold
from core.engine.months import Month
from journal.services import record
from kpis.engine.retirement import Showing, idle_showings
from kpis.models import IndicatorSetting, IndicatorShowing, Signal
from kpis.services.refusing import IndicatorRefused

REASON_LENGTH = 10


@transaction.atomic
def record_showings(
    *, contract: Contract, committee: str, label: str, held_on: date, month: Month, decided: Collection[str]
) -> None:
    """Note that a committee looked at the indicators chosen for it; `decided`: codes of which something was decided.

    Said once for a committee. Then whether each one is proposed for retirement is settled anew.
    """
    hold(contract)
    alerted = set(
        Signal.objects.filter(contract=contract, month=month, alarm=True).values_list("code", flat=True)
    )
    chosen = list(IndicatorSetting.objects.filter(contract=contract, in_committee=True))
    IndicatorShowing.objects.bulk_create(
        [
            IndicatorShowing(
                contract=contract, code=row.code, committee=committee, label=label, held_on=held_on, month=month,
                decided=row.code in decided, alerted=row.code in alerted,
            )
            for row in chosen
        ],
        ignore_conflicts=True,
    )  # fmt: skip
    propose_retirements(contract)


@transaction.atomic
def keep_in_committee(
    *, contract: Contract, code: str, because: str, today: date, user: Any, role: str
) -> None:
    """Keep an indicator that was proposed for retirement, and say why. Raises IndicatorRefused."""
    if len(because.strip()) < REASON_LENGTH:
        raise IndicatorRefused({"because": f"Dites pourquoi, en {REASON_LENGTH} caractères au moins."})
    hold(contract)
    row = _proposed(contract, code)
    row.kept_on, row.kept_because, row.idle_since = today, because.strip(), None
    row.save(update_fields=["kept_on", "kept_because", "idle_since"])
    record(
        contract_id=contract.pk, action="indicator.kept", subject=code, actor=user, role=role,
        reason=row.kept_because,
    )  # fmt: skip


@transaction.atomic
def drop_from_committee(*, contract: Contract, code: str, user: Any, role: str) -> None:
    """Show a proposed indicator to committees no more; it is still measured. Raises IndicatorRefused."""
    hold(contract)
    row = _proposed(contract, code)
    row.in_committee, row.idle_since = False, None
    row.save(update_fields=["in_committee", "idle_since"])
    record(
        contract_id=contract.pk, action="indicator.dropped", subject=code, actor=user, role=role, details={}
    )


def _proposed(contract: Contract, code: str) -> IndicatorSetting:
    row = IndicatorSetting.objects.filter(contract=contract, code=code).exclude(idle_since=None).first()
    if row is None:
        raise IndicatorRefused({"": "Cet indicateur n’est plus proposé au retrait : rechargez la page."})
    return row


def propose_retirements(contract: Contract) -> None:
    """Mark the chosen indicators that three committees in a row looked at for nothing, unmark the others.

    Settled anew whenever a committee is told, or signals are: an alarm takes the proposal back (3 queries).
    """
    chosen = list(IndicatorSetting.objects.filter(contract=contract, in_committee=True))
    codes = [one.code for one in chosen]
    seen: dict[str, list[Showing]] = defaultdict(list)
    for row in IndicatorShowing.objects.filter(contract=contract, code__in=codes):
        seen[row.code].append(Showing(row.held_on, row.month, row.decided, row.alerted))
    alarms = Signal.objects.filter(contract=contract, code__in=codes, alarm=True).order_by("month")
    alarmed = dict(alarms.values_list("code", "month"))
    for one in chosen:
        idle = idle_showings(seen[one.code], one.kept_on, alarmed.get(one.code))
        since = idle[0].held_on if idle else None
        if since != one.idle_since:
            one.idle_since = since
            one.save(update_fields=["idle_since"])
