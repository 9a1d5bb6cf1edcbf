"""What the past committees of the demonstration decided, and what came of it: told once their data is computed."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from django.db import transaction

from accounts.models import Role, User
from contracts.models import Contract
from core.engine.months import Month
from core.models import Job
from core.scope import for_contract
from governance.engine.tasks import task
from governance.models import ActionItem, Committee, Decision
from governance.selectors.committees import own_variants
from governance.services import add_action, record_decision, request_pack, update_action
from infogerance.demo.calling import tell_called
from infogerance.demo.exchanges import tell_exchanges
from infogerance.demo.minutes import attend_past, sign_past
from infogerance.demo.people import DIRECTION, REFERENT
from infogerance.demo.worlds import OFFICE
from slas.models import MonthRecord
from slas.selectors.closing import checks_for
from slas.services.closing.acts import close_month

PAST = (Committee.State.HELD, Committee.State.SIGNED)
DELAY = timedelta(days=28)
STILL_OPEN = 2
MONTHS_OPEN = 3
REVIEWED = "Chiffres revus en comité, points ouverts repris dans ses décisions."
AGAIN = "À revoir avec les chiffres du mois suivant, l’action décidée est en cours."
MONTHLY = ("penalty", "gap")
CLIENT_ORIGINS = ("penalty", "notice")
ROLES = {REFERENT: Role.REFERENT, DIRECTION: Role.EXECUTIVE}


def tell_history(*, contracts: list[Contract], until: Month, today: date) -> bool:
    """Record the decisions of every committee before the last one; returns whether anything was recorded.

    What is asked for the first time is adopted and gets an action. Asked again, a penalty or a justification is
    adopted each month, any other question is put off. The last actions are still open, some of them late.
    Months are closed but the last ones, those that a contract still discusses: of the last one both sides said
    something that waits for an answer.
    Committees whose data is not computed yet are left for a later run.
    """
    told = False
    for contract in contracts:
        with for_contract(contract.pk):
            told |= _tell(contract, until, today)
            told |= _close(contract, until.shift(1 - MONTHS_OPEN))
            if contract.reference == OFFICE.reference:
                told |= tell_exchanges(contract=contract, until=until)
    return told


def _tell(contract: Contract, until: Month, today: date) -> bool:
    steering = Committee.objects.filter(contract=contract, kind=Committee.Kind.STEERING)
    past = steering.filter(state=Committee.State.PLANNED, month__lt=str(until))
    committees = list(past.order_by("held_on"))
    answered: set[str] = set()
    for committee in committees:
        for decision in committee.decisions.filter(state=Decision.State.ASKED).order_by("number"):
            _decide(contract, committee, decision, first=decision.origin not in answered)
            answered.add(decision.origin)
        Committee.objects.filter(pk=committee.pk).update(state=Committee.State.HELD)
    for committee in committees[:-STILL_OPEN]:
        sign_past(contract=contract, committee=committee)
    for committee in committees[-STILL_OPEN:]:
        attend_past(contract=contract, committee=committee)
    if not committees:
        return False
    _carry_out(contract, today)
    if contract.reference == OFFICE.reference:
        tell_called(contract=contract, until=until)
    for last in steering.filter(month=until):
        for variant in own_variants(last):
            request_pack(committee=last, variant=variant)
    return True


def _close(contract: Contract, first_open: Month) -> bool:
    """Close the months before `first_open`, oldest first; returns whether any was closed.

    A month that cannot be closed yet, its report unread or not computed, is left for a later run.

    The past needs no mail and no paper: the work that follows a closing is not left to the worker.
    """
    done = Committee.objects.filter(contract=contract, state__in=PAST, month__lt=str(first_open))
    records = MonthRecord.objects.filter(contract=contract, month__in=done.values("month"))
    waiting = records.exclude(state=MonthRecord.State.CLOSED).order_by("month")
    months = [
        month
        for month in waiting.values_list("month", flat=True)
        if not any(check.stops for check in checks_for(contract, month))
    ]
    referent = User.objects.get(email=REFERENT)
    for month in months:
        with transaction.atomic():
            close_month(contract=contract, month=month, user=referent, role=referent.title, reason=REVIEWED)
            Job.objects.filter(contract=contract, kind="closing", payload__month=str(month)).delete()
    return bool(months)


def _decide(contract: Contract, committee: Committee, decision: Decision, *, first: bool) -> None:
    """The vote, at the committee's own date: the demonstration tells the past."""
    again = not first and not decision.origin.startswith(MONTHLY)
    client = decision.origin.startswith(CLIENT_ORIGINS)
    user = User.objects.get(email=DIRECTION if client else REFERENT)
    taken = record_decision(
        decision=decision,
        state=Decision.State.POSTPONED if again else Decision.State.ADOPTED,
        outcome=decision.resolution,
        reason=AGAIN if again else "",
        user=user,
        role=ROLES[user.email],
    )
    at = datetime.combine(committee.held_on, time(10), UTC)
    takings = [said | {"at": at.isoformat()} for said in taken.takings]
    Decision.objects.filter(pk=decision.pk).update(decided_at=at, takings=takings)
    if first:
        add_action(
            contract=contract,
            title=task(decision.question, decision.recommendation),
            owner_side="client" if client else "provider",
            owner_role="Référent IT" if client else "Responsable de compte",
            due_on=committee.held_on + DELAY,
            today=committee.held_on,
            committee=committee,
            decision=decision,
            user=user,
            role=ROLES[user.email],
        )


def _carry_out(contract: Contract, today: date) -> None:
    """All actions were done three days before their date, except the last ones."""
    actions = list(
        ActionItem.objects.filter(contract=contract, state=ActionItem.State.TODO).order_by("due_on")
    )
    for action in actions[:-STILL_OPEN]:
        update_action(
            action=action,
            state=ActionItem.State.DONE,
            today=min(action.due_on - timedelta(days=3), today),
            side=action.owner_side,
        )
