"""Withdrawing a version: the one published before it comes back, or the month is not deposited any more."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from contracts.models import Contract
from core import jobs
from core.engine.dates import month_of
from core.scope import current
from journal.services import record
from reports.models import Delivery
from reports.services.door import is_sealed
from reports.services.replaying import published

SHORTEST_REASON = 10


class WithdrawalRefused(Exception):
    """The version cannot be withdrawn; the message is in French."""


def withdraw_delivery(*, delivery: Delivery, reason: str, user: Any = None) -> Delivery | None:
    """Take a version out of force, for a reason of 10 characters at least; returns the version put back, if any.

    What the withdrawn version told of tickets goes with it: the job asked for here reads again the originals that
    stand. Its own files, findings and history stay.
    Raises WithdrawalRefused for a version not in force or deposited by the other side, for a closed month, or too
    short a reason.
    """
    if len(reason.strip()) < SHORTEST_REASON:
        raise WithdrawalRefused(f"Donnez un motif d’au moins {SHORTEST_REASON} caractères.")
    with transaction.atomic():
        Contract.objects.select_for_update().get(pk=delivery.contract_id)
        delivery.refresh_from_db()
        if is_sealed(delivery.contract, delivery.month):
            raise WithdrawalRefused(
                f"Le mois {month_of(delivery.month)} est clos : le référent peut ouvrir une révision."
            )
        _check(delivery)
        former = _former(delivery)
        Delivery.objects.filter(pk=delivery.pk).update(is_current=False, state=Delivery.State.LEAVING)
        if former is not None:
            Delivery.objects.filter(pk=former.pk).update(is_current=True)
        record(
            contract_id=delivery.contract_id,
            action="report.withdrawn",
            subject=f"{delivery.month} v{delivery.version}",
            actor=user,
            details={"former": former.version if former else None},
            reason=reason.strip(),
        )
        _ask_for_restoring(delivery)
    delivery.refresh_from_db()
    return former


def _check(delivery: Delivery) -> None:
    """Raises WithdrawalRefused."""
    if not delivery.is_current:
        raise WithdrawalRefused("Seule la version en vigueur se retire.")
    if current().side_of(delivery.contract_id) != delivery.side:
        raise WithdrawalRefused("Seul le côté qui a déposé cette version peut la retirer.")


def _former(delivery: Delivery) -> Delivery | None:
    """The version that was in force before: the last published, whatever its number (one can be handed in again)."""
    others = [row for row in published(delivery.contract) if row.month == delivery.month]
    return next((row for row in reversed(others) if row.pk != delivery.pk), None)


def _ask_for_restoring(delivery: Delivery) -> None:
    job = jobs.enqueue(
        contract_id=delivery.contract_id,
        kind="delivery",
        key=f"{delivery.month}-v{delivery.version}-retrait",
        payload={"delivery": delivery.pk},
    )
    if job.is_over:
        jobs.requeue(job)
    Delivery.objects.filter(pk=delivery.pk).update(job=job)
