"""The minutes of a committee: read by both sides, then signed and frozen."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from contracts.models import Contract
from core.engine import formats
from core.scope import Side, for_contract
from governance.engine.minutes import digest_of
from governance.models import Committee, Minutes
from governance.selectors.marks import TAKEN, indicator_of
from governance.selectors.minutes_content import content_of
from governance.selectors.sitting import Sitting, sitting_of
from governance.services.sitting import SittingRefused, open_minutes
from journal import services as journal
from kpis.services.showings import record_showings


class MinutesRefused(SittingRefused):
    """The minutes cannot be read or signed yet; the message is in French."""


def read_minutes(*, committee: Committee, side: str, remark: str = "", user: Any, role: str = "") -> Minutes:
    """One side has read the minutes as they stand; the provider may add its remarks. Raises MinutesRefused."""
    now = timezone.now().replace(microsecond=0)
    with transaction.atomic():
        minutes = open_minutes(committee)
        if side == Side.PROVIDER:
            minutes.provider_read_at, minutes.provider_read_by, minutes.remark = now, user, remark.strip()
            minutes.by_silence = False
        else:
            minutes.client_read_at, minutes.client_read_by = now, user
        minutes.save()
        journal.record(
            contract_id=committee.contract_id,
            action="minutes.read",
            subject=committee.slug,
            actor=user,
            role=role,
            details={"side": side},
            reason=remark.strip() if side == Side.PROVIDER else "",
        )
    return minutes


def sign_minutes(*, contract: Contract, committee: Committee, user: Any, role: str = "") -> Minutes:
    """Freeze the minutes with their digest; nothing in them changes any more. Raises MinutesRefused.

    What is frozen is what both sides read: the closed session has its own decisions, which never change once taken.
    """
    with transaction.atomic():
        minutes = open_minutes(committee)
        sitting = sitting_of(contract, committee)
        if sitting.holding:
            raise MinutesRefused(f"Le relevé n’est pas prêt à signer. {'. '.join(sitting.holding)}.")
        with for_contract(contract.pk, Side.PROVIDER):
            content = content_of(sitting_of(contract, committee))
        minutes.content, minutes.digest = content, digest_of(content)
        minutes.signed_at, minutes.signed_by = timezone.now().replace(microsecond=0), user
        minutes.save()
        if not sitting.lapsed:
            Committee.objects.filter(pk=committee.pk).update(state=Committee.State.SIGNED)
            _tell_indicators(contract, sitting)
        journal.record(
            contract_id=contract.pk,
            action="minutes.signed",
            subject=committee.slug,
            actor=user,
            role=role,
            details={"sha256": minutes.digest},
        )
    return minutes


def _tell_indicators(contract: Contract, sitting: Sitting) -> None:
    """The steering committee looked at the indicators chosen for it, and made something of some."""
    committee = sitting.committee
    if committee.kind != Committee.Kind.STEERING:
        return
    decided = {
        code for row in sitting.decisions if row.state in TAKEN and (code := indicator_of(row.evidence))
    }
    decided |= {line.matter.origin.partition(":")[2] for line in sitting.matters if line.outcome is not None}
    label = f"{committee.get_kind_display()} du {formats.date_short(committee.held_on)}"
    record_showings(
        contract=contract, committee=committee.slug, label=label, held_on=committee.held_on, month=committee.month,
        decided=decided,
    )  # fmt: skip
