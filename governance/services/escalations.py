"""Keeping escalations: opened at a rung of the ladder, called rung by rung, closed with a summary."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from contracts.engine.people import Fault
from contracts.models import Contract
from contracts.selectors.calendars import days_off
from contracts.selectors.people import people_book
from contracts.services.lines import hold, refuse
from governance.engine.escalating import due_at
from governance.models import Escalation, EscalationCall
from governance.selectors.escalations import called_words
from journal.services import record
from reports.models import Ticket

MAJOR = "P1"
SUMMARY_LENGTH = 10


@dataclass(frozen=True)
class Opening:
    """What is brought up: a major ticket or a subject, at which rung, since when (None: the ticket's opening, or now)."""

    level: int
    ticket: str = ""
    subject: str = ""
    triggered_at: datetime | None = None


@transaction.atomic
def open_escalation(
    *, contract: Contract, said: Opening, side: str, now: datetime, user: Any, role: str
) -> Escalation:
    """Open an escalation; the rung at which it is opened is called at once. Raises LineRefused."""
    hold(contract)
    book = people_book(contract)
    ladder = {level.number: level for level in book.levels.values()}
    if said.level not in ladder:
        refuse([Fault("level", "le contrat ne prévoit pas ce niveau.", "Choisissez-en un de l’échelle.")])
    ticket = _ticket(contract, said.ticket)
    if ticket is None and not said.subject:
        refuse([Fault("subject", "rien ne dit ce qui est escaladé.", "Donnez un ticket P1 ou un sujet.")])
    trigger = said.triggered_at or (ticket.opened_at if ticket else now)
    if trigger > now:
        refuse([Fault("day", "le déclencheur est à venir.", "Donnez le moment où il a eu lieu.")])
    reference = ticket.reference if ticket else ""
    last = Escalation.objects.filter(contract=contract).aggregate(last=Max("number"))["last"] or 0
    row = Escalation.objects.create(
        contract=contract, number=last + 1, subject=said.subject or f"Incident {reference}", ticket=reference,
        triggered_at=trigger, opened_at=now, opened_side=side,
    )  # fmt: skip
    closed_days = days_off(contract, trigger.year, trigger.year + 1)
    EscalationCall.objects.bulk_create(
        EscalationCall(
            contract=contract, escalation=row, level=level.number, delay=level.delay_words,
            client=called_words(book.by_code.get(level.client)), provider=called_words(book.by_code.get(level.provider)),
            due_at=due_at(level, trigger, contract.timezone, closed_days),
            called_at=now if level.number == said.level else None,
        )
        for level in ladder.values()
    )  # fmt: skip
    _tell(
        row,
        "escalation_case.opened",
        user,
        role,
        {"level": said.level} | ({"ticket": row.ticket} if ticket else {}),
    )
    return row


@transaction.atomic
def call_level(
    *, contract: Contract, number: int, level: int, now: datetime, user: Any, role: str
) -> EscalationCall:
    """Say that a rung was called; those beneath it that were not are skipped. Raises LineRefused."""
    row = _open_row(contract, number)
    calls = {call.level: call for call in EscalationCall.objects.filter(escalation=row)}
    last = max((one.level for one in calls.values() if one.called_at), default=0)
    if level not in calls or level <= last:
        refuse(
            [
                Fault(
                    "",
                    "ce niveau ne peut plus être appelé.",
                    "Appelez un niveau plus haut, ou fermez l’escalade.",
                )
            ]
        )
    call = calls[level]
    call.called_at = now
    call.save()
    _tell(row, "escalation_case.called", user, role, {"level": level})
    return call


@transaction.atomic
def close_escalation(
    *, contract: Contract, number: int, summary: str, now: datetime, user: Any, role: str
) -> Escalation:
    """Close an escalation with its summary. Raises LineRefused without one, or when it is closed."""
    row = _open_row(contract, number)
    if len(summary.strip()) < SUMMARY_LENGTH:
        remedy = f"Dites en {SUMMARY_LENGTH} caractères au moins ce qui s’est passé et ce qui a été décidé."
        refuse([Fault("summary", "le bilan est trop court.", remedy)])
    row.closed_at, row.summary = now, summary.strip()
    row.save()
    _tell(row, "escalation_case.closed", user, role, {})
    return row


def _ticket(contract: Contract, reference: str) -> Ticket | None:
    if not reference:
        return None
    found = Ticket.objects.filter(contract=contract, reference=reference).first()
    if found is None or found.priority != MAJOR:
        remedy = "Donnez la référence d’un ticket P1 livré, ou écrivez un sujet sans ticket."
        refuse([Fault("ticket", f"«\u00a0{reference}\u00a0» n’est pas un ticket P1 de ce contrat.", remedy)])
    return found


def _open_row(contract: Contract, number: int) -> Escalation:
    row = Escalation.objects.select_for_update().get(contract=contract, number=number)
    if row.closed_at is not None:
        refuse([Fault("", "cette escalade est close.", "Ouvrez-en une autre si le sujet revient.")])
    return row


def _tell(row: Escalation, action: str, user: Any, role: str, details: dict[str, Any]) -> None:
    record(
        contract_id=row.contract_id, action=action, subject=row.label, actor=user, role=role, details=details,
        reason=row.summary,
    )  # fmt: skip
