"""What earlier committees left to this one: decisions put off, matters whose watch ends."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from core.engine import formats
from governance.models import Committee, Decision, MatterOutcome


@dataclass(frozen=True)
class Carried:
    """One point taken up again: its words, why it comes back, where it was said."""

    text: str
    why: str
    url: str


def carried_to(committee: Committee, decisions: Iterable[Decision]) -> list[Carried]:
    """The points that come back to a committee, oldest first (1 query).

    `decisions`: those of the contract, with their committees. A watched matter comes back at the first committee
    on or after its day, unless a later one gave it another outcome.
    """
    day = committee.held_on
    postponed = [
        row for row in decisions if row.state == Decision.State.POSTPONED and row.committee.held_on < day
    ]
    outcomes = MatterOutcome.objects.filter(contract_id=committee.contract_id, committee__held_on__lt=day)
    latest = {
        row.origin: row for row in outcomes.select_related("committee").order_by("committee__held_on", "pk")
    }
    watched = [row for row in latest.values() if row.until is not None and row.until <= day]
    dated = [(row.committee.held_on, _postponed(committee, row)) for row in postponed]
    dated += [(row.committee.held_on, _watched(committee, row)) for row in watched]
    return [point for _, point in sorted(dated, key=lambda pair: pair[0])]


def _postponed(committee: Committee, row: Decision) -> Carried:
    return Carried(
        row.question,
        f"reportée au {row.committee.get_kind_display()} du {formats.date_short(row.committee.held_on)}",
        reverse("governance:decision", args=[committee.contract.slug, row.pk]),
    )


def _watched(committee: Committee, row: MatterOutcome) -> Carried:
    return Carried(
        row.title,
        f"surveillé jusqu’au {formats.date_short(row.until)}",
        reverse("governance:minutes", args=[committee.contract.slug, row.committee.slug]),
    )
