"""What earlier committees left to this one: decisions put off, matters whose watch ends."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from core.engine import formats
from governance.models import Committee, Decision, MatterOutcome
from governance.selectors.takings import taken_at


@dataclass(frozen=True)
class Carried:
    """One point taken up again: its words, why it comes back, where it was said; its decision if it is one."""

    text: str
    why: str
    url: str
    decision: Decision | None = None


def carried_to(committee: Committee, decisions: Iterable[Decision]) -> list[Carried]:
    """The points that come back to a committee, oldest first; one line for a subject, its latest (1 query).

    `decisions`: those of the contract, with their committees. A question that this committee is asked again, or that
    a later one answered, does not come back. A watched matter comes back at the first committee on or after its day,
    unless a later one gave it another outcome. The week's COMOP takes nothing up.
    """
    if committee.kind == Committee.Kind.OPERATIONAL:
        return []
    day, last = committee.held_on, {}
    for row in sorted(decisions, key=lambda row: (row.committee.held_on, row.pk)):
        if row.committee.held_on <= day:
            last[row.origin] = row
    postponed = [
        row
        for row in last.values()
        if row.state == Decision.State.POSTPONED and row.committee_id != committee.pk
    ]
    outcomes = MatterOutcome.objects.filter(contract_id=committee.contract_id, committee__held_on__lt=day)
    told = {
        row.origin: row for row in outcomes.select_related("committee").order_by("committee__held_on", "pk")
    }
    watched = [row for row in told.values() if row.until is not None and row.until <= day]
    dated = [(row.committee.held_on, _postponed(committee, row)) for row in postponed]
    dated += [(row.committee.held_on, _watched(committee, row)) for row in watched]
    return [point for _, point in sorted(dated, key=lambda pair: pair[0])]


def _postponed(committee: Committee, row: Decision) -> Carried:
    return Carried(
        row.question,
        f"{row.label}, {_put_off(committee, row)}",
        reverse("governance:decision", args=[committee.contract.slug, row.pk]),
        row,
    )


def _put_off(committee: Committee, row: Decision) -> str:
    """Which committee put the question off last, as seen by the one to which it comes back."""
    asked = f"par le {row.committee.get_kind_display()} du {formats.date_short(row.committee.held_on)}"
    if taken_at(row, committee):
        return f"posée {asked}, reportée à nouveau par ce comité"
    last = row.takings[-1]["committee"] if row.takings else row.committee.slug
    return f"reportée {asked}" if last == row.committee.slug else f"posée {asked}, reportée depuis"


def _watched(committee: Committee, row: MatterOutcome) -> Carried:
    return Carried(
        row.title,
        f"surveillé jusqu’au {formats.date_short(row.until)}",
        reverse("governance:minutes", args=[committee.contract.slug, row.committee.slug]),
    )
