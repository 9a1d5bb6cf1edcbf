"""Waves of a survey and their one-use links: opened, handed out, revoked. Each act signed and dated."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from accounts.models import Membership
from contracts.models import Contract
from contracts.selectors.calendar_feed import digest_of
from core.engine import formats
from journal.services import record
from kpis.engine.questions import QUESTIONS
from kpis.models import Survey, SurveyInvitation

LONGEST_DAYS = 92
MOST_LINKS = 5_000


class SurveyRefused(Exception):
    """The act cannot be done as asked; the message is in French, with the remedy."""


@dataclass(frozen=True)
class Link:
    """One link, told this once: only the digest of its token is kept."""

    number: int
    url: str
    group: str
    expires_on: date


@transaction.atomic
def create_survey(
    *,
    contract: Contract,
    kind: str,
    title: str,
    addressed_to: str,
    opens_on: date,
    closes_on: date,
    member: Membership,
) -> Survey:
    """Open a wave with the questions of its kind, as they read today.

    Raises SurveyRefused for days out of order or more than 92 days.
    """
    if closes_on < opens_on:
        raise SurveyRefused("Le dernier jour précède l’ouverture. Corrigez l’une des deux dates.")
    if (closes_on - opens_on).days > LONGEST_DAYS:
        raise SurveyRefused(
            f"Une enquête dure {LONGEST_DAYS} jours au plus. Rapprochez le dernier jour de l’ouverture."
        )
    record(
        contract_id=contract.pk,
        action="survey.opened",
        subject=title.strip(),
        actor=member.user,
        role=member.role,
        details={"kind": kind, "on": str(opens_on), "due_on": str(closes_on)},
    )  # first: acts on one contract wait for each other here, and numbers follow
    last = Survey.objects.filter(contract=contract).order_by("-number").values_list("number", flat=True)
    return Survey.objects.create(
        contract=contract,
        number=(last.first() or 0) + 1,
        kind=kind,
        title=title.strip(),
        addressed_to=addressed_to.strip(),
        questions=[question.text for question in QUESTIONS[kind]],
        opens_on=opens_on,
        closes_on=closes_on,
    )


@transaction.atomic
def issue_links(*, survey: Survey, quantity: int, group: str, member: Membership, today: date) -> list[Link]:
    """Make one-use links, in a lot of their own; they are returned this once.

    Raises SurveyRefused on a wave that is over, or beyond 5 000 links a wave.
    """
    check_running(survey, today)
    lot = next_lot(survey)
    present = SurveyInvitation.objects.filter(survey=survey).count()
    if present + quantity > MOST_LINKS:
        raise SurveyRefused(
            f"Une enquête porte {formats.number(MOST_LINKS)} liens au plus, {formats.number(present)} existent"
            " déjà. Demandez-en moins, ou ouvrez une autre enquête."
        )
    tokens = make_links(survey, lot, group.strip(), quantity)
    _record(survey, "survey.links", member, {"lot": lot, "quantity": quantity})
    return [
        Link(rank, link_url(token), group.strip(), survey.closes_on)
        for rank, token in enumerate(tokens, start=1)
    ]


def check_running(survey: Survey, today: date) -> None:
    """Raises SurveyRefused on a wave that is closed or past its last day."""
    if survey.closed_at or survey.closes_on < today:
        raise SurveyRefused("Cette enquête est terminée : ouvrez-en une autre.")


def next_lot(survey: Survey) -> int:
    """The number of the lot to come."""
    last = SurveyInvitation.objects.filter(survey=survey).order_by("-lot").values_list("lot", flat=True)
    return (last.first() or 0) + 1


def make_links(survey: Survey, lot: int, group: str, quantity: int) -> Sequence[str]:
    """Tokens of 256 random bits; their digests alone are written."""
    tokens = [secrets.token_urlsafe(32) for _ in range(quantity)]
    SurveyInvitation.objects.bulk_create(
        SurveyInvitation(
            contract_id=survey.contract_id,
            survey=survey,
            lot=lot,
            group=group,
            token_hash=digest_of(token),
            expires_on=survey.closes_on,
        )
        for token in tokens
    )
    return tokens


def link_url(token: str) -> str:
    """The public address of a link, on the installation's own name."""
    return f"{settings.PORTAL_URL}{reverse('survey_answer', args=[token])}"


@transaction.atomic
def revoke_lot(*, survey: Survey, lot: int, member: Membership) -> int:
    """The unused links of a lot stop answering; returns how many. Answers given stay."""
    unused = SurveyInvitation.objects.filter(survey=survey, lot=lot, answered=False, revoked=False)
    revoked = int(unused.update(revoked=True))
    if revoked:
        _record(survey, "survey.revoked", member, {"lot": lot, "quantity": revoked})
    return revoked


def _record(survey: Survey, action: str, member: Membership, details: dict[str, Any]) -> None:
    record(
        contract_id=survey.contract_id,
        action=action,
        subject=survey.title,
        actor=member.user,
        role=member.role,
        details=details,
    )
