"""Reminders by e-mail: one per rung of a date's ladder, until somebody answers; nobody in charge is told to those who administer."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.template.loader import get_template
from django.urls import reverse

from accounts.capabilities import ROLE_CAPABILITIES, Capability
from accounts.models import Membership, User
from contracts.engine.letters import SIGNATURE, Letter, Line
from contracts.models import Contract
from contracts.selectors.date_books import DateState
from contracts.selectors.key_dates import reminders_due, state_for
from contracts.selectors.lifetime import local_today
from core.engine import formats
from core.engine.months import Month
from core.jobs import enqueue
from core.models import Job

KIND = "date_reminder"
ESCALATED = 3
"""From this rung on, whoever decides is written to, beside whoever holds the contract."""


def ask_reminders(*, contract: Contract, today: date) -> int:
    """Queue one mail per rung reached and unanswered; the same rung of the same day is asked once."""
    due = reminders_due([contract], today)
    for state in due:
        dated, step = state.dated, state.standing.step
        payload = {"key": dated.key, "day": str(dated.day)}
        enqueue(contract_id=contract.pk, kind=KIND, key=f"{dated.key}:{dated.day}:{step}", payload=payload)
    if not _addresses(contract, Capability.EDIT_CONTRACT):
        enqueue(contract_id=contract.pk, kind=KIND, key=f"unowned:{Month.of(today)}")
    return len(due)


def send_reminder(job: Job) -> dict[str, int]:
    """The job of kind `date_reminder`: nothing is sent once somebody answered or the date moved."""
    contract = Contract.objects.get(pk=job.contract_id)
    today = local_today(contract)
    if "key" not in job.payload:
        return {"sent": _send(_administrators(), _unowned(contract))}
    state = state_for(contract, job.payload["key"], date.fromisoformat(job.payload["day"]), today)
    if state is None or state.standing.state != "due":
        return {"sent": 0}
    return {"sent": _send(_recipients(contract, state), _reminder(contract, state, today))}


def _recipients(contract: Contract, state: DateState) -> list[str]:
    """Whoever holds the contract; later whoever decides; those who administer where nobody holds it."""
    holders = _addresses(contract, Capability.EDIT_CONTRACT)
    if not holders:
        return sorted({*_administrators(), *_addresses(contract, Capability.DECIDE)})
    escalated = state.standing.level >= ESCALATED or state.standing.last
    return sorted({*holders, *_addresses(contract, Capability.DECIDE)}) if escalated else holders


def _addresses(contract: Contract, capability: Capability) -> list[str]:
    roles = [role for role, held in ROLE_CAPABILITIES.items() if capability in held]
    people = Membership.objects.filter(contract=contract, role__in=roles, user__is_active=True)
    return sorted(set(people.values_list("user__email", flat=True)))


def _administrators() -> list[str]:
    found = User.objects.filter(is_superuser=True, is_active=True)
    return sorted(found.values_list("email", flat=True))


def _reminder(contract: Contract, state: DateState, today: date) -> Letter:
    dated, left = state.dated, formats.count((state.dated.day - today).days, "jour")
    owned = _addresses(contract, Capability.EDIT_CONTRACT)
    lines = [
        Line("Bonjour,"),
        Line(f"{dated.title}\u00a0: {formats.date_long(dated.day)}, dans {left}."),
        *([Line(f"Ce que la date engage\u00a0: {dated.commits}.")] if dated.commits else []),
        Line(
            f"Ce rappel est le {formats.ordinal(state.standing.level)}. Il revient jusqu’à ce qu’une décision soit enregistrée."
        ),
        *([] if owned else [Line("Personne ne porte ce contrat\u00a0: habilitez un référent IT.")]),
        Line("Décider", _page(contract)),
        Line(SIGNATURE),
    ]
    return Letter(f"{contract.reference}\u00a0: {dated.title}, dans {left}", tuple((line,) for line in lines))


def _unowned(contract: Contract) -> Letter:
    lines = [
        Line("Bonjour,"),
        Line(
            f"Le contrat {contract.reference} n’a plus de référent IT actif\u00a0: ses échéances n’avertissent personne."
        ),
        Line("Habilitez un référent IT. Ses échéances", _page(contract)),
        Line(SIGNATURE),
    ]
    return Letter(f"{contract.reference}\u00a0: contrat sans référent", tuple((line,) for line in lines))


def _page(contract: Contract) -> str:
    return f"{settings.PORTAL_URL}{reverse('contracts:dates', args=[contract.slug])}"


def _send(addresses: list[str], letter: Letter) -> int:
    """One mail each, so that nobody reads the others' addresses."""
    page = get_template("parts/mail.html").render({"letter": letter})
    with get_connection() as connection:
        messages = [
            EmailMultiAlternatives(letter.subject, letter.text, to=[one], connection=connection)
            for one in addresses
        ]
        for message in messages:
            message.attach_alternative(page, "text/html")
        return int(connection.send_messages(messages) or 0)
