"""What committees leave to decide: questions asked or proposed, and those of a committee that was held."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.urls import reverse

from accounts.capabilities import Capability
from accounts.models import Membership
from core.engine import formats
from core.scope import current
from governance.engine.deciding import speaks, takes
from governance.engine.wording import listing
from governance.models import ActionItem, Committee, Decision
from governance.selectors.unsettled import Left
from infogerance.selectors.todo_line import Todo

Able = Mapping[Capability, list[int]]


def decision_lines(
    questions: Sequence[Decision],
    open_ones: Sequence[Committee],
    every: Sequence[Committee],
    memberships: Mapping[int, Membership],
    able: Able,
    held: Mapping[int, Left],
) -> list[Todo]:
    """Questions that a coming committee is asked, for who prepares it and whom they name; those proposed to the visitor.

    Of a committee that was held, what is left is one line, whatever its age; `held`: what each left (no query).
    """
    known = {row.pk: row for row in every}
    preparing = set(able[Capability.PREPARE_COMMITTEE])
    planned = {row.pk for row in open_ones if row.state == Committee.State.PLANNED}
    asked: dict[int, list[Decision]] = {}
    for row in questions:
        if row.committee_id not in planned or row.state != Decision.State.ASKED:
            continue
        if row.contract_id in preparing or _named(row, memberships, able):
            asked.setdefault(row.committee_id, []).append(row)
    deciding = set(able[Capability.DECIDE])
    proposed = [
        row
        for row in questions
        if row.proposed_at
        and row.contract_id in deciding
        and takes(row.decider, memberships[row.contract_id].role)
    ]
    return [
        *(_asked(known[key], rows, able) for key, rows in asked.items()),
        *(_proposed(row, known[row.committee_id]) for row in proposed),
        *(_left(known[key], left) for key, left in held.items() if known[key].contract_id in deciding),
    ]


def _named(row: Decision, memberships: Mapping[int, Membership], able: Able) -> bool:
    """Whether the question is the visitor's to answer: it names their role."""
    return row.contract_id in able[Capability.DECIDE] and speaks(
        row.decider, memberships[row.contract_id].role
    )


def _asked(row: Committee, asked: Sequence[Decision], able: Able) -> Todo:
    """Whoever prepares is led to the committee; whoever only decides, to the question, or to the list of them."""
    count, slug = len(asked), row.contract.slug
    prepares = row.contract_id in able[Capability.PREPARE_COMMITTEE]
    if prepares:
        url = reverse("governance:committee", args=[slug, row.slug])
    elif count == 1:
        url = reverse("governance:decision", args=[slug, asked[0].pk])
    else:
        url = f"{reverse('governance:decisions', args=[slug])}#demandees"
    return Todo(
        icon="calendar",
        title=f"{formats.count(count, 'décision demandée|décisions demandées')} "
        f"au {row.get_kind_display()} du {formats.date_short(row.held_on)}",
        detail=row.contract.reference,
        due=row.held_on,
        url=url,
        action="Préparer" if prepares else "Décider",
    )


def _proposed(row: Decision, committee: Committee) -> Todo:
    return Todo(
        icon="edit",
        title=f"Décision {row.label} proposée\u00a0: {row.question}",
        detail=f"{committee.contract.reference}, {committee.get_kind_display()} du"
        f" {formats.date_short(committee.held_on)}",
        due=committee.held_on,
        url=reverse("governance:decision", args=[committee.contract.slug, row.pk]),
        action="Décider",
    )


def _left(row: Committee, left: Left) -> Todo:
    """« COPIL du 16/04/2026 tenu : 1 décision et 2 points sans issue »."""
    words = [formats.count(left.decisions, "décision")] if left.decisions else []
    words += [formats.count(left.matters, "point")] if left.matters else []
    return Todo(
        icon="calendar",
        title=f"{row.get_kind_display()} du {formats.date_short(row.held_on)} tenu\u00a0: {listing(words)} sans issue",
        detail=f"{row.contract.reference}, le relevé ne se signe pas avant",
        due=row.held_on,
        url=f"{reverse('governance:session', args=[row.contract.slug, row.slug])}"
        + ("#decisions" if left.decisions else "#points"),
        action="Trancher",
    )


def action_lines(rows: Sequence[ActionItem], contracts: Sequence[int]) -> list[Todo]:
    """Open actions of the visitor's own side; for the client, those that the provider abandoned (no query)."""
    scope, able = current(), set(contracts)
    mine = [row for row in rows if row.contract_id in able]
    given_up = [
        row for row in mine if row.state == ActionItem.State.DROPPED and row.contract_id in scope.client
    ]
    return [
        *(_given_up(row) for row in given_up),
        *(
            _action(row)
            for row in mine
            if row.state != ActionItem.State.DROPPED and scope.side_of(row.contract_id) == row.owner_side
        ),
    ]


def _action(row: ActionItem) -> Todo:
    return Todo(
        icon="edit",
        title=f"Action A-{row.number}\u00a0: {row.title}",
        detail=f"{row.contract.reference}, {row.owner_role}",
        due=row.due_on,
        url=reverse("governance:actions", args=[row.contract.slug]),
        action="Mettre à jour",
    )


def _given_up(row: ActionItem) -> Todo:
    """« Action A-31 abandonnée par le prestataire : Renforcer le N2 », with its reason."""
    return Todo(
        icon="edit",
        title=f"Action A-{row.number} abandonnée par le prestataire\u00a0: {row.title}",
        detail=f"{row.contract.reference}. Motif\u00a0: {row.reason}",
        due=row.due_on,
        url=f"{reverse('governance:actions', args=[row.contract.slug])}#A-{row.number}",
        action="Confirmer ou reprendre",
    )
