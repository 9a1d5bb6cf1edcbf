"""When a committee sits: calling one, and moving it, to a day and an hour on which people work."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from django.db import transaction
from django.utils import timezone

from contracts.engine.lifetime import ends_before
from contracts.models import Contract
from contracts.selectors.calendars import days_off
from core.engine import formats
from core.engine.months import Month
from governance.engine.sittings import Span, refusal
from governance.engine.wording import listing
from governance.models import ActionItem, Committee
from governance.selectors.committee_terms import TERM_CODES
from governance.selectors.committees import OPEN_STATES
from journal import services as journal


class ConveningRefused(Exception):
    """The committee cannot sit then; the message is in French."""


@transaction.atomic
def call_committee(
    *,
    contract: Contract,
    kind: str,
    held_on: date,
    starts_at: time | None = None,
    place: str = "",
    today: date,
    user: Any,
    role: str = "",
) -> Committee:
    """Call a committee of a kind to a day, about the month before it. Raises ConveningRefused."""
    Contract.objects.select_for_update().get(pk=contract.pk)
    row = Committee(contract=contract, kind=kind, held_on=held_on, starts_at=starts_at, place=place.strip())
    row.month = _month_of(contract, held_on)
    _check(row, held_on, today)
    row.called_at, row.slug = timezone.now().replace(microsecond=0), free_slug(contract, kind, held_on)
    row.save()
    _record("committee.called", row, user, role, {"on": held_on.isoformat()})
    return row


@transaction.atomic
def reconvene(
    *,
    committee: Committee,
    held_on: date,
    starts_at: time | None,
    place: str,
    today: date,
    user: Any,
    role: str,
) -> Committee:
    """Call again, on the same month, a committee whose quorum failed. Raises ConveningRefused."""
    contract, kind = committee.contract, committee.kind
    row = Committee(
        contract=contract, kind=kind, month=committee.month, held_on=held_on, starts_at=starts_at,
        place=place.strip(), after=committee,
    )  # fmt: skip
    _check(row, held_on, today)
    row.called_at, row.slug = timezone.now().replace(microsecond=0), free_slug(contract, kind, held_on)
    row.save()
    _record("committee.called", row, user, role, {"on": held_on.isoformat(), "after": committee.slug})
    return row


@transaction.atomic
def convene(
    *,
    committee: Committee,
    held_on: date,
    starts_at: time | None,
    place: str = "",
    today: date,
    user: Any,
    role: str = "",
) -> Committee:
    """Move a committee that has not been held; its address stays. Raises ConveningRefused."""
    row = Committee.objects.select_for_update(of=("self",)).select_related("contract").get(pk=committee.pk)
    if row.state != Committee.State.PLANNED:
        raise ConveningRefused("Ce comité s’est tenu : sa date ne change plus.")
    if not row.has_pack:
        row.month = _month_of(row.contract, held_on)
    _check(row, held_on, today)
    if why := _due_before(row, held_on):
        raise ConveningRefused(why)
    before, row.held_on, row.starts_at, row.place = row.held_on, held_on, starts_at, place.strip()
    row.called_at, row.moves = timezone.now().replace(microsecond=0), row.moves + 1
    row.save()
    _record("committee.convened", row, user, role, {"before": before.isoformat(), "on": held_on.isoformat()})
    return row


def _due_before(committee: Committee, held_on: date) -> str:
    """Which open actions of the committee would be due before it sits; empty where none would."""
    rows = ActionItem.objects.filter(committee=committee, state__in=OPEN_STATES, due_on__lt=held_on)
    due = [f"A-{row.number} le {formats.date_short(row.due_on)}" for row in rows.order_by("due_on", "number")]
    if not due:
        return ""
    return (
        f"Le comité se tiendrait après l’échéance de ses actions : {listing(due)}."
        " Choisissez un jour plus tôt, ou terminez d’abord ces actions."
    )


def free_slug(contract: Contract, kind: str, day: date) -> str:
    """« comop-2026-12-07 »; a committee that moved away keeps that address, and the next one there is « …-2 »."""
    plain = f"{TERM_CODES[kind]}-{day.isoformat()}"
    taken = set(
        Committee.objects.filter(contract=contract, slug__startswith=plain).values_list("slug", flat=True)
    )
    return next(slug for slug in (plain, *(f"{plain}-{rank}" for rank in range(2, 99))) if slug not in taken)


def _month_of(contract: Contract, day: date) -> Month:
    """The month before a day, the first of the contract at the earliest."""
    return max(Month.of(day).shift(-1), Month.of(contract.starts_on))


def _check(row: Committee, day: date, today: date) -> None:
    """The day is open, and no other committee of the kind has it, or reads the same month where it steers."""
    contract = row.contract
    span = Span(today, contract.starts_on, ends_before(contract.clause, day))
    month = row.month if row.has_pack else None
    if why := refusal(day, month, span, days_off(contract, day.year, day.year + 1)):
        raise ConveningRefused(why)
    others = Committee.objects.filter(contract=contract, kind=row.kind).exclude(pk=row.pk)
    if row.kind == Committee.Kind.STEERING:
        other = others.filter(month=row.month).exclude(state=Committee.State.LAPSED).first()
        subject = f" sur {formats.month_long(row.month)}"
    else:
        other, subject = others.filter(held_on=day).first(), ""
    if other is not None:
        raise ConveningRefused(
            f"Un {row.get_kind_display()}{subject} est déjà convoqué le {formats.date_short(other.held_on)} :"
            " déplacez-le, ou choisissez une autre date."
        )


def _record(action: str, row: Committee, user: Any, role: str, details: dict[str, Any]) -> None:
    journal.record(
        contract_id=row.contract_id,
        action=action,
        subject=row.slug,
        actor=user,
        role=role,
        details=details,
    )
