"""Receiving a delivery: what can be refused at the door is, the rest is kept before anything is read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from contracts.models import Contract
from core.engine.filetypes import safe_name
from core.engine.months import Month
from core.scope import Side, current
from core.storage import FileTooLarge, StoredFile, discard_file, store_file
from journal.services import record
from reports.models import Delivery, DeliveryFile
from reports.services.door import (
    DepositRefused,
    IncomingFile,
    check_door,
    leaving_finding,
    require_open,
    too_large,
)
from reports.services.submitting import DEAD_STATES, ask_for_reading, submit


@dataclass
class _Kept:
    incoming: IncomingFile
    name: str
    stored: StoredFile = field(default_factory=lambda: StoredFile("", "", 0))


def deposit(
    *,
    contract: Contract,
    month: Month,
    files: Sequence[IncomingFile],
    user: Any = None,
    profile: str = "",
    no_outage_stated: bool = False,
    draft: bool = False,
) -> Delivery:
    """Keep the files of one month and ask for their reading; returns the delivery.

    The same files for the same month are the same delivery: nothing is kept twice, and it is read again only
    where it had been refused, left waiting or withdrawn; `was_there` tells those that changed nothing, which a closed
    month admits too. A `draft` is read and checked, seen by the depositing
    side alone, and publishes nothing. Raises DepositRefused for what is wrong at first sight, NoSpaceLeft for a
    full disk.
    """
    kept = [_Kept(file, safe_name(file.name)) for file in files]
    check_door(contract, month, [(item.incoming, item.name) for item in kept], profile)
    try:
        for item in kept:
            item.stored = store_file(item.incoming.content, most=settings.UPLOAD_MAX_BYTES)
    except FileTooLarge as error:
        _discard(kept)
        raise DepositRefused([too_large(item.name, settings.UPLOAD_MAX_BYTES + 1)]) from error
    with _kept_or_discarded(kept), transaction.atomic():
        Contract.objects.select_for_update().get(pk=contract.pk)
        delivery, is_new = _find_or_write(
            contract, month, kept, user, profile=profile, no_outage_stated=no_outage_stated, is_draft=draft
        )
        delivery.was_there = not (is_new or delivery.is_draft or delivery.state in DEAD_STATES)
        if delivery.is_draft and not draft:
            submit(delivery, user)
        ask_for_reading(delivery)
        if is_new and not draft:
            _record(delivery, kept, user)
    if not is_new:
        _discard(kept)
    return delivery


@contextmanager
def _kept_or_discarded(kept: Sequence[_Kept]) -> Iterator[None]:
    """Leave no file behind where the month or its versions refuse the deposit."""
    try:
        yield
    except DepositRefused:
        _discard(kept)
        raise


def _digest(kept: Sequence[_Kept], profile: str, no_outage_stated: bool) -> str:
    """Fingerprint of the whole deposit: kinds and contents, not names, plus what changes its reading."""
    parts = sorted(f"{item.incoming.kind}:{item.stored.sha256}" for item in kept)
    return hashlib.sha256("\n".join([*parts, profile, str(no_outage_stated)]).encode()).hexdigest()


def _find_or_write(
    contract: Contract, month: Month, kept: Sequence[_Kept], user: Any, **told: Any
) -> tuple[Delivery, bool]:
    digest = _digest(kept, told["profile"], told["no_outage_stated"])
    side = current().side_of(contract.pk) or Side.CLIENT
    same_month = Delivery.objects.filter(contract=contract, month=month)
    hidden = Q(is_draft=True) & ~Q(side=side.value)
    known = same_month.filter(digest=digest).exclude(hidden).order_by("is_draft").first()
    if known is None or known.is_draft or known.state in DEAD_STATES:
        require_open(contract, month)
    if known:
        if known.state == Delivery.State.LEAVING:
            raise DepositRefused([leaving_finding(known.version)])
        return known, False
    latest = same_month.aggregate(last=Max("version"))["last"] or 0
    delivery = Delivery.objects.create(
        contract=contract,
        month=month,
        version=latest + 1,
        digest=digest,
        received_at=timezone.now().replace(microsecond=0),
        received_by=user,
        side=side.value,
        **told,
    )
    for item in kept:
        DeliveryFile.objects.create(
            contract=contract,
            delivery=delivery,
            kind=item.incoming.kind,
            name=item.name,
            storage_name=item.stored.name,
            sha256=item.stored.sha256,
            size=item.stored.size,
        )
    return delivery, True


def _record(delivery: Delivery, kept: Sequence[_Kept], user: Any) -> None:
    record(
        contract_id=delivery.contract_id,
        action="report.deposited",
        subject=f"{delivery.month} v{delivery.version}",
        actor=user,
        details={
            "files": [
                {"kind": str(k.incoming.kind), "sha256": k.stored.sha256, "size": k.stored.size} for k in kept
            ]
        },
    )


def _discard(kept: Sequence[_Kept]) -> None:
    for item in kept:
        if item.stored.name:
            discard_file(item.stored.name)
