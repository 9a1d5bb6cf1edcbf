"""Minutes given to read that the provider says nothing of: approved where the contract says so, else recalled to it."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from contracts.models import Contract
from contracts.selectors.calendars import days_off
from governance.models import Minutes
from governance.selectors.committee_terms import rule_of, term_of, terms_for
from governance.selectors.reading import given_on
from governance.services.reminders import ask_minutes_reminder
from journal import services as journal


def hear_silence(*, contract: Contract, today: date) -> int:
    """Look at the minutes whose term for remarks is over; returns how many silence approved."""
    rows = Minutes.objects.filter(
        contract=contract, signed_at=None, client_read_at__isnull=False, provider_read_at=None
    )
    terms, approved = terms_for(contract), 0
    for minutes in rows.select_related("committee__contract").order_by("pk"):
        rule, given = rule_of(term_of(minutes.committee.kind, terms)), given_on(contract, minutes)
        last = rule.remarks_by(given, days_off(contract, given.year, given.year + 1))
        if today <= last:
            continue
        if rule.silence_approves:
            approved += _approve(minutes, last)
        else:
            ask_minutes_reminder(committee=minutes.committee, given=given)
    return approved


def _approve(minutes: Minutes, last: date) -> bool:
    """The same state is asked again in the update: a reading given meanwhile is not silence."""
    now = timezone.now().replace(microsecond=0)
    with transaction.atomic():
        silent = Minutes.objects.filter(
            pk=minutes.pk, signed_at=None, provider_read_at=None, client_read_at=minutes.client_read_at
        ).update(provider_read_at=now, by_silence=True)
        if silent:
            journal.record(
                contract_id=minutes.contract_id,
                action="minutes.silent",
                subject=minutes.committee.slug,
                details={"remarks_until": last.isoformat()},
            )
    return bool(silent)
