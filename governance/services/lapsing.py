"""A committee whose quorum fails: nothing is decided, the fact is recorded (relevé de carence), another day is called."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from django.db import transaction

from core.engine import formats
from governance.models import OPEN_DECISIONS, ActionItem, Committee, Decision, MatterOutcome
from governance.selectors.attendance import room_of
from governance.services.convening import reconvene
from governance.services.sitting import SittingRefused, open_minutes, unread
from journal import services as journal


def record_lapse(
    *,
    committee: Committee,
    held_on: date,
    starts_at: time | None = None,
    place: str = "",
    today: date,
    user: Any,
    role: str = "",
) -> Committee:
    """Record that the quorum failed and call the committee again, on the same month, to another day.

    What was still to answer, and what was only prepared, goes to the committee called again, which is returned. The
    record is then read and signed as minutes are. Raises SittingRefused before its day, once its quorum is reached
    or its minutes signed, and ConveningRefused for a day on which it cannot sit.
    """
    with transaction.atomic():
        row = (
            Committee.objects.select_for_update(of=("self",)).select_related("contract").get(pk=committee.pk)
        )
        _refuse(row, today)
        minutes = open_minutes(row)
        Committee.objects.filter(pk=row.pk).update(state=Committee.State.LAPSED)
        called = reconvene(
            committee=row,
            held_on=held_on,
            starts_at=starts_at,
            place=place,
            today=today,
            user=user,
            role=role,
        )
        _hand_over(row, called)
        unread(minutes)
        minutes.save()
        details = {"present": list(minutes.present), "called": called.slug}
        _record(row, user, role, details)
    return called


def _hand_over(row: Committee, called: Committee) -> None:
    """What was to be answered, and what was prepared, goes to the committee called again."""
    Decision.objects.filter(committee=row, state__in=OPEN_DECISIONS).update(committee=called)
    for kind in (MatterOutcome, ActionItem):
        kind.objects.filter(committee=row).update(committee=called)


def _record(row: Committee, user: Any, role: str, details: dict[str, Any]) -> None:
    journal.record(
        contract_id=row.contract_id,
        action="committee.lapsed",
        subject=row.slug,
        actor=user,
        role=role,
        details=details,
    )


def _refuse(row: Committee, today: date) -> None:
    """A lapse is recorded on the day or after, of a committee whose quorum is short. Raises SittingRefused."""
    if row.state == Committee.State.LAPSED:
        raise SittingRefused("La carence de ce comité est déjà constatée : lisez son relevé.")
    if today < row.held_on:
        day = formats.date_short(row.held_on)
        raise SittingRefused(f"Le comité se tient le {day} : sa carence se constate à partir de ce jour.")
    if not room_of(row).short:
        raise SittingRefused("Le quorum est atteint, ou le contrat n’en fixe aucun : le comité peut décider.")
