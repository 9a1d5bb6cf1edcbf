"""What is written while a committee sits: who is there, the notes, what becomes of each breach and signal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from contracts.models import Contract
from contracts.selectors.lifetime import local_today
from core.engine import formats
from governance.engine.deciding import attendance_remedy
from governance.engine.outcomes import Matter, outcome
from governance.models import Committee, MatterOutcome, Minutes
from governance.models.guards import SIGNED
from governance.selectors.attendance import room_of
from governance.selectors.sitting import matters_of
from journal import services as journal

REMEDY = "Portez ce qui change au comité suivant."
LAPSED = "La carence de ce comité est constatée : décidez au comité convoqué à nouveau."
MOST_PRESENT, LONGEST_NAME, LONGEST_NOTES = 60, 120, 20_000


class SittingRefused(Exception):
    """What was typed cannot be kept; the message is in French."""


def save_sitting(
    *,
    committee: Committee,
    present: Sequence[str],
    notes: str,
    user: Any,
    role: str = "",
    no_action: bool = False,
) -> Minutes:
    """Keep who is there, the notes, that no action is asked for; typing again after a reading asks for it again.

    Raises SittingRefused.

    Saved as one types: only a change of those present is an act of the journal.
    """
    names = list(dict.fromkeys(name.strip() for name in present if name.strip()))
    if len(names) > MOST_PRESENT or any(len(name) > LONGEST_NAME for name in names):
        raise SittingRefused(f"Au plus {MOST_PRESENT} présents, de {LONGEST_NAME} caractères chacun.")
    if len(notes) > LONGEST_NOTES:
        raise SittingRefused(
            f"Les notes dépassent {formats.number(LONGEST_NOTES)} caractères : raccourcissez-les."
        )
    if committee.state == Committee.State.LAPSED:
        raise SittingRefused(LAPSED)
    with transaction.atomic():
        minutes = open_minutes(committee)
        before, written = list(minutes.present), (minutes.notes, minutes.no_action)
        minutes.present, minutes.notes, minutes.no_action = names, notes.strip(), no_action
        if before != names or written != (minutes.notes, minutes.no_action):
            unread(minutes)
            minutes.saved_at = timezone.now().replace(microsecond=0)
            minutes.save()
            hold(committee)
        if before != names:
            _record("committee.attended", committee, user, role, {"present": names})
    return minutes


def settle_matter(
    *,
    contract: Contract,
    committee: Committee,
    origin: str,
    choice: str,
    until: date | None,
    note: str,
    user: Any,
    role: str = "",
) -> MatterOutcome:
    """Say what the committee does of a breach or a signal; saying it again replaces it until the signature.

    It needs the quorum, as a decision does. Raises SittingRefused (unknown matter, short room, signed minutes) and
    OutcomeRefused (choice, day, reason).
    """
    matter = _matter(contract, committee, origin, role)
    said = outcome(choice, until, note, committee.held_on)
    with transaction.atomic():
        minutes = open_minutes(committee)
        row, _ = MatterOutcome.objects.update_or_create(
            contract_id=committee.contract_id,
            committee=committee,
            origin=origin,
            defaults={
                "title": matter.title, "choice": said.choice, "until": said.until, "note": said.note,
                "settled_at": timezone.now().replace(microsecond=0), "settled_by": user,
            },
        )  # fmt: skip
        unread(minutes)
        minutes.save()
        hold(committee)
        details = {"origin": origin, "outcome": said.words}
        _record("matter.settled", committee, user, role, details, reason=said.note)
    return row


def _matter(contract: Contract, committee: Committee, origin: str, role: str) -> Matter:
    """A matter that the committee may settle now. Raises SittingRefused."""
    matter = next((one for one in matters_of(contract, committee) if one.origin == origin), None)
    if matter is None:
        raise SittingRefused(
            "Ce point n’est plus à l’ordre du jour : les chiffres du mois ont changé. Rechargez la page."
        )
    if short := room_of(committee).short:
        raise SittingRefused(f"{short} : aucune issue ne se donne avant. {attendance_remedy(role)}.")
    return matter


def open_minutes(committee: Committee) -> Minutes:
    """The minutes, locked, made when first needed. Raises SittingRefused once signed."""
    Minutes.objects.get_or_create(committee=committee, contract_id=committee.contract_id)
    minutes = Minutes.objects.select_for_update().get(committee=committee)
    if minutes.signed_at is not None:
        raise SittingRefused(f"{SIGNED} {REMEDY}")
    return minutes


def is_signed(committee: Committee) -> bool:
    """Whether its minutes are signed; unsigned ones stay so until the end of the transaction."""
    rows = Minutes.objects.select_for_update().filter(committee=committee)
    return any(minutes.signed_at is not None for minutes in rows)


def unread(minutes: Minutes) -> None:
    """What was read is no longer what is written: both sides read again."""
    minutes.client_read_at = minutes.client_read_by = None
    minutes.provider_read_at = minutes.provider_read_by = None
    minutes.by_silence = False


def unread_of(committee: Committee | None) -> None:
    """The same, when a decision or an action changes what the minutes tell; signed ones keep what was signed."""
    for minutes in Minutes.objects.select_for_update().filter(committee=committee, signed_at=None):
        if minutes.read_by:
            unread(minutes)
            minutes.save()


def hold(committee: Committee) -> None:
    """A committee is held from its day on, once someone is noted present: what is written earlier only prepares it."""
    rows = Committee.objects.filter(pk=committee.pk, state=Committee.State.PLANNED)
    attended = Minutes.objects.filter(committee=committee).exclude(present=[])
    rows.filter(held_on__lte=local_today(committee.contract), minutes__in=attended).update(
        state=Committee.State.HELD
    )


def _record(
    action: str, committee: Committee, user: Any, role: str, details: dict[str, Any], reason: str = ""
) -> None:
    journal.record(
        contract_id=committee.contract_id,
        action=action,
        subject=committee.slug,
        actor=user,
        role=role,
        details=details,
        reason=reason,
    )
