"""After a withdrawal: what the withdrawn version had replaced is read again from the stored originals."""

from __future__ import annotations

from django.db import transaction

from contracts.models import Contract
from reports.engine.findings import Findings
from reports.models import Delivery, DeliveryFile, Ticket
from reports.services.originals import parsed_delivery
from reports.services.publishing import publish
from reports.services.replaying import replay_of
from reports.services.status_log import store_journals


def restore_facts(*, delivery: Delivery) -> None:
    """Give back, from the stored originals, what a withdrawn version had replaced. Doing it again changes nothing."""
    stranded = Ticket.objects.filter(contract_id=delivery.contract_id, last_delivery=delivery)
    since = min(stranded.values_list("first_delivery__month", flat=True).distinct(), default=delivery.month)
    in_force = Delivery.objects.filter(
        contract_id=delivery.contract_id, is_current=True, month__range=(since, delivery.month)
    )
    for former in in_force.select_related("contract").order_by("month"):
        with parsed_delivery(former) as (summary, lines), transaction.atomic():
            Contract.objects.select_for_update().get(pk=former.contract_id)
            facts = (line for line in lines if line["type"] not in {"findings", "end"})
            publish(former, summary, facts, Findings(), again=True)
    if delivery.files.filter(kind=DeliveryFile.Kind.STATUS_LOG).exists():
        _restore_journals(delivery.contract)


def _restore_journals(contract: Contract) -> None:
    """A journal does not say which delivery told it: those in force follow from every delivery that stands."""
    with transaction.atomic():
        Contract.objects.select_for_update().get(pk=contract.pk)
        ledger = replay_of(contract).ledger
        store_journals(contract.pk, ledger.waits, ledger.moves)
