"""From a draft to a delivery: what was checked aside is sent, and its reading asked for."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from contracts.models import Contract
from core import jobs
from journal.services import record
from reports.models import Delivery
from reports.services.door import require_open

DEAD_STATES = (
    Delivery.State.REFUSED, Delivery.State.WAITING, Delivery.State.DRAFT, Delivery.State.WITHDRAWN,
)  # fmt: skip


class NotADraft(Exception):
    """The delivery was sent already, or is not ready to be sent; the message is in French."""


def submit_delivery(*, delivery: Delivery, user: Any = None) -> Delivery:
    """Send a draft whose check left nothing to correct: it is read again and published.

    Raises NotADraft when it is no draft or still holds points to correct, DepositRefused for a closed month.
    """
    with transaction.atomic():
        Contract.objects.select_for_update().get(pk=delivery.contract_id)
        delivery.refresh_from_db()
        require_open(delivery.contract, delivery.month)
        if not delivery.is_draft:
            raise NotADraft(f"La version {delivery.version} est déjà envoyée.")
        if delivery.state != Delivery.State.DRAFT:
            raise NotADraft(
                "Ce brouillon n’est pas prêt : des points restent à régler, ou son contrôle n’est pas fini."
            )
        submit(delivery, user)
        ask_for_reading(delivery)
    return delivery


def submit(delivery: Delivery, user: Any) -> None:
    """Make a draft a delivery, received now; its reading is asked for by the caller."""
    delivery.is_draft, delivery.received_by = False, user or delivery.received_by
    delivery.received_at = timezone.now().replace(microsecond=0)
    delivery.save(update_fields=["is_draft", "received_by", "received_at"])
    record(
        contract_id=delivery.contract_id,
        action="report.submitted",
        subject=f"{delivery.month} v{delivery.version}",
        actor=user,
        details={
            "files": [
                {"kind": f.kind, "sha256": f.sha256, "size": f.size} for f in delivery.files.order_by("pk")
            ],
            "answers": {a.key: a.choice for a in delivery.answers.order_by("key")},
        },
    )


def ask_for_reading(delivery: Delivery) -> None:
    """Queue the reading of a delivery, once; again where it had ended without a publication."""
    job = jobs.enqueue(
        contract_id=delivery.contract_id,
        kind="delivery",
        key=f"{delivery.month}-v{delivery.version}-{delivery.digest[:32]}",
        payload={"delivery": delivery.pk},
    )
    if delivery.state in DEAD_STATES:
        Delivery.objects.filter(pk=delivery.pk).update(state=Delivery.State.RECEIVED)
        delivery.state = Delivery.State.RECEIVED
        if job.is_over:
            jobs.requeue(job)
    if delivery.job_id != job.pk:
        delivery.job = job
        delivery.save(update_fields=["job"])
