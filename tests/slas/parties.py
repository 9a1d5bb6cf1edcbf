"""The people who contest and answer, and their forms in a few words."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count

from accounts.models import Membership
from core.engine.months import Month
from journal.models import JournalEntry
from journal.services import record
from slas.engine.disputing import Act
from slas.services import Answer, Claim, open_dispute, promises_digest

MARCH = Month.parse("2026-03")
OPENED = datetime(2026, 4, 10, 7, 14, tzinfo=UTC)
LATER = datetime(2026, 4, 12, 9, 0, tzinfo=UTC)
WHY = "L’utilisateur n’a pas répondu à nos rappels."
KEYS = (f"form-{n}" for n in count(1))
PDF = b"%PDF-1.7 relances"


def member_of(contract, make_user, role):
    user = make_user(role, contract)
    return Membership.objects.get(user=user, contract=contract)


def claim(reference="L001", proposed="met", kind="contestation", ground="pause", **more):
    values = {"code": "E06", "month": MARCH, "text": WHY, "files": ()} | more
    return Claim(kind=kind, reference=reference, ground=ground, proposed=proposed, **values)


def exclusion(reference="L001", ground="client", **more):
    return claim(reference, proposed="", kind="exclusion", ground=ground, **more)


def opened(contract, member, asked=None, at=OPENED, key=None):
    return open_dispute(
        contract=contract, claim=asked or claim(), member=member, form_key=key or next(KEYS), at=at
    )


def answer(act, dispute, text="Vu les relances jointes.", **more):
    values = {"seen": dispute.revision, "form_key": next(KEYS), "files": ()} | more
    return Answer(Act(act), text, **values)


def loaded(contract):
    """The journal's line of a contract file, for promises changed row by row."""
    record(
        contract_id=contract.pk,
        action="contract_loaded",
        subject=contract.reference,
        details={"promises": promises_digest(contract)},
    )


def journal():
    """What the journal says of disputes, line by line."""
    rows = JournalEntry.objects.filter(action__startswith="dispute.").order_by("sequence")
    return [(row.action, row.subject, row.actor_role, row.details, row.reason) for row in rows]
