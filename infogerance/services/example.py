"""« Charger l’exemple »: the demonstration contracts on an empty portal, told by a background job."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import Membership, Role, User
from contracts.models import Contract
from core.days import portal_today
from core.jobs import JobRefused, enqueue, report_progress
from core.models import Job
from core.scope import Side, for_contract, unscoped
from infogerance.demo.history import tell_history
from infogerance.demo.loading import Deposited, load_contracts, load_demo, process, recompute
from infogerance.demo.worlds import OFFICE
from journal.services import record

KIND, KEY = "example", "demonstration"


class PortalInUse(Exception):
    """The example only goes where there is no contract yet; the message is in French, with what to do."""


def is_empty() -> bool:
    """True while the portal holds no contract at all."""
    with unscoped("the example only goes where there is no contract"):
        return not Contract.objects.exists()


@transaction.atomic
def load_example(*, user: User) -> Job:
    """Put the two contracts in place, open them to whoever asked, and ask for their fifteen months.

    Raises PortalInUse, and writes nothing, as soon as one contract is there.
    """
    # Two who ask at once wait for each other here: the second one finds the contracts of the first.
    list(User.objects.select_for_update().filter(is_active=True).order_by("pk")[:1])
    if not is_empty():
        raise PortalInUse(
            "Un contrat est déjà dans le portail : l’exemple ne se charge que dans un portail vide, "
            "pour ne pas mêler des données fictives aux vôtres."
        )
    contracts, _ = load_contracts()
    for contract in contracts.values():
        with for_contract(contract.pk):
            Membership.objects.create(
                contract=contract, user=user, side=Side.CLIENT.value, role=Role.REFERENT
            )
            record(
                contract_id=contract.pk,
                action="example_loaded",
                subject=contract.reference,
                actor=user,
                role=Role.REFERENT,
            )
    office = contracts[OFFICE.reference]
    with for_contract(office.pk):
        return enqueue(contract_id=office.pk, kind=KIND, key=KEY)


def tell_example(job: Job) -> dict[str, Any]:
    """The work of the job: people nobody may sign in as, fifteen months of reports, what was decided of them."""
    report_progress(job, "Écriture des rapports")
    now = timezone.now()
    demo = load_demo(until=None, now=now, password=None)
    total = len(demo.deposits)

    def told(rank: int, made: Deposited) -> None:
        report_progress(job, f"Calcul de {made.contract.reference}, {made.month}", rank, total)

    errors = process(demo.deposits, told)
    report_progress(job, "Comités et décisions", total, total)
    until = max(made.month for made in demo.deposits)
    contracts: Collection[Contract] = demo.contracts.values()
    tell_history(contracts=list(contracts), until=until, today=portal_today())
    errors += recompute(contracts)
    if errors:
        raise JobRefused("\n".join(errors))
    return {"deliveries": total}
