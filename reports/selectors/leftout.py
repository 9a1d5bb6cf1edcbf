"""What a new version does not bring of the version in force, and what it would replace."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import QuerySet

from contracts.models import Contract
from core.engine.months import Month
from reports.engine.leftout import NO_OUTAGE, WORDS, LeftOut
from reports.models import Delivery

SETTLED = {Delivery.State.PUBLISHED, Delivery.State.LEAVING, Delivery.State.WITHDRAWN}


def left_out_of(delivery: Delivery) -> LeftOut | None:
    """What a delivery not published yet lacks of the version in force; None once it is settled (1 query, or 3)."""
    if delivery.state in SETTLED:
        return None
    former = in_force(delivery.contract, delivery.month).exclude(pk=delivery.pk).first()
    return LeftOut.between(former.version, held_by(former), held_by(delivery)) if former else None


def left_out_by(contract: Contract, month: Month, brought: Collection[str]) -> LeftOut | None:
    """The same for files that are not a delivery yet, by their kinds."""
    former = in_force(contract, month).first()
    return LeftOut.between(former.version, held_by(former), brought) if former else None


def in_force(contract: Contract, month: Month) -> QuerySet[Delivery]:
    """The version in force of a month, if any."""
    return Delivery.objects.filter(contract=contract, month=month, is_current=True)


def held_by(delivery: Delivery) -> set[str]:
    """The kinds a delivery holds, its statement on outages included."""
    kinds = set(delivery.files.values_list("kind", flat=True))
    return kinds | {NO_OUTAGE} if delivery.no_outage_stated else kinds


@dataclass(frozen=True)
class Replacing:
    """What sending a draft replaces: the version in force, the tickets before and after, the kinds each holds."""

    version: int
    before: int
    after: int
    kinds: list[tuple[str, bool, bool]]


def replaced_by(draft: Delivery) -> Replacing | None:
    """None for the first version of a month (3 queries)."""
    former = in_force(draft.contract, draft.month).exclude(pk=draft.pk).first()
    if former is None:
        return None
    held, brought = held_by(former), held_by(draft)
    kinds = [
        (words, kind in held, kind in brought) for kind, words in WORDS.items() if kind in held | brought
    ]
    return Replacing(former.version, former.ticket_count, draft.ticket_count, kinds)
