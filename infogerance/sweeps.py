"""Push and pull share one function: what a lost message left undone, the sweep does."""

from __future__ import annotations

from hashlib import sha256

from django.utils import timezone

from contracts.models import Contract, ScopeToCome, TermsToCome
from contracts.selectors.lifetime import local_today, outside_month
from contracts.services.reminders import ask_reminders
from contracts.services.scope_to_come import apply_due_scope
from contracts.services.terms_to_come import apply_due_terms
from core import jobs
from core.days import latest_day
from core.engine.months import Month
from core.scope import for_contract, unscoped
from governance.services.reminders import ask_committee_reminders
from governance.services.silence import hear_silence
from infogerance.pipeline import stale_months
from infogerance.services.digest import ask_digests
from infogerance.services.exit_file_jobs import forget_exit_files
from kpis.services.closing_surveys import close_overdue
from kpis.services.refreshing import refresh_practices
from reports.selectors import delivered_months
from slas.selectors.settlements import month_digests
from slas.services import ensure_record, lapse_overdue


def sweep_contracts() -> int:
    """Look at every contract; returns how many recomputations were asked for."""
    with unscoped("the nightly sweep looks at every contract"):
        contracts = list(Contract.objects.order_by("pk"))
    asked = 0
    for contract in contracts:
        with for_contract(contract.pk):
            open_expected_month(contract)
            ask_reminders(contract=contract, today=local_today(contract))
            ask_committee_reminders(contract=contract, today=local_today(contract))
            hear_silence(contract=contract, today=local_today(contract))
            ask_digests(contract=contract, today=local_today(contract))
            close_overdue(contract=contract, today=local_today(contract))
            refresh_practices(contract)
            lapse_overdue(contract=contract, at=timezone.now())
            forget_exit_files(contract=contract, at=timezone.now())
            if months := stale_months(contract):
                digests = "\n".join(month_digests(contract, months).values())
                key = f"sweep-{sha256(digests.encode()).hexdigest()[:32]}"
                jobs.enqueue(contract_id=contract.pk, kind="month", key=key)
                asked += 1
    return asked


def bring_amendments_to_their_day() -> int:
    """Lay over scope and terms what approved amendments change of them, once their day has come; returns how many."""
    with unscoped("a day that comes comes for every contract"):
        due = {
            contract
            for model in (ScopeToCome, TermsToCome)
            for contract in model.objects.filter(version__effective_on__lte=latest_day()).values_list(
                "contract", flat=True
            )
        }
        contracts = list(Contract.objects.filter(pk__in=due).order_by("pk"))
    applied = 0
    for contract in contracts:
        with for_contract(contract.pk):
            applied += apply_due_scope(contract=contract, today=local_today(contract))
            applied += apply_due_terms(contract=contract, today=local_today(contract))
    return applied


def open_expected_month(contract: Contract) -> None:
    """Once a month is over its report is awaited: the record is made, so that the page can say so."""
    over = Month.of(local_today(contract)).shift(-1)
    if delivered_months(contract) and not outside_month(contract, over):
        ensure_record(contract=contract, month=over)
