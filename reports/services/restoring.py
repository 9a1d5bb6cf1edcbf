"""After a withdrawal: the facts are told again by every delivery that stands, from the stored originals."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from contracts.models import Contract
from reports.models import Delivery
from reports.services.replaying import published, replay_of
from reports.services.retelling import retell_tickets
from reports.services.status_log import store_journals


def restore_facts(*, delivery: Delivery) -> None:
    """Undo what a withdrawn version had told, then say it withdrawn. Doing it again changes nothing.

    The originals are read outside any transaction: it is begun again where another delivery was published meanwhile.
    """
    while not _restored(delivery):
        pass
    delivery.refresh_from_db()


def _restored(delivery: Delivery) -> bool:
    contract = Contract.objects.get(pk=delivery.contract_id)
    standing = _standing(contract)
    ledger = replay_of(contract).ledger
    with transaction.atomic():
        Contract.objects.select_for_update().get(pk=contract.pk)
        if _standing(contract) != standing:
            return False
        retell_tickets(contract, ledger)
        # A journal does not say which delivery told it: those in force follow from every delivery that stands.
        store_journals(contract.pk, ledger.waits, ledger.moves)
        leaving = Delivery.objects.filter(pk=delivery.pk, state=Delivery.State.LEAVING)
        leaving.update(state=Delivery.State.WITHDRAWN)
    return True


def _standing(contract: Contract) -> list[tuple[int, Any]]:
    """The deliveries that stand, in the order of publication, and how each was read."""
    return [(row.pk, row.reading) for row in published(contract)]
