"""Amendments: proposed by one person, approved by another, in force from a day no closed month contains.

What an amendment changes is written once, when it is approved: a version of the contract, for each changed
commitment a new row of the same code, the one before it ending the day before, for each price of a unit its line from
a day on. What it changes of the scope and of the terms, whose rows tell what is in force now, waits for its day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from contracts.models import Amendment, Contract, ContractVersion, ServiceCalendar, ServiceWindow
from contracts.selectors.lifetime import local_today
from contracts.services.scope_to_come import apply_due_scope, keep_scope
from contracts.services.terms_to_come import apply_due_terms, keep_terms, write_prices
from core.jobs import enqueue
from core.scope import Audience, Side
from journal.services import record
from slas.engine.amending import digest_of
from slas.engine.candidate import Candidate, parse_candidate
from slas.engine.terms import Promise
from slas.models import Commitment, CommitmentTarget, PenaltyRule
from slas.selectors.amendments import difference_of
from slas.services.amendment_checks import (
    AmendmentRefused,
    about_reason,
    about_signer,
    checked,
    refuse_reserved,
    refused,
)
from slas.services.closing.promises import promises_digest

State = Amendment.State


@dataclass(frozen=True)
class Signer:
    """Who acts, in which role, for which side."""

    user: Any
    role: str
    side: Side


@transaction.atomic
def propose_amendment(
    *, contract: Contract, title: str, effective_on: date, change: str, reason: str, signer: Signer
) -> Amendment:
    """Put a candidate version to the approval of a second person. Raises AmendmentRefused with all that is wrong."""
    candidate = checked(contract, change=change, effective_on=effective_on, reason=reason)
    refuse_reserved(candidate, signer.side)
    amendment = Amendment.objects.create(
        contract=contract,
        number=_next_number(contract),
        title=title.strip(),
        effective_on=effective_on,
        change=change,
        difference=difference_of(contract, candidate, effective_on),
        reason=reason.strip(),
        proposed_by=signer.user,
        proposed_side=signer.side.value,
        proposed_at=timezone.now(),
        audience=Audience.BOTH if signer.side is Side.PROVIDER else Audience.CLIENT,
    )
    _record(amendment, "amendment.proposed", signer, amendment.reason)
    return amendment


@transaction.atomic
def approve_amendment(
    *, amendment: Amendment, signer: Signer, seen: str | None = None, today: date | None = None
) -> Amendment:
    """A second person, of the client, brings the amendment to force; it is checked again as things stand now.

    `seen`: digest of the difference that the person was shown; another one now stops the approval. What it changes of the
    scope and terms waits for its day; one that has come by `today`, by default the current day, is brought at once.
    """
    amendment = _waiting(amendment)
    if found := about_signer(amendment, signer.user.pk, signer.side):
        raise AmendmentRefused(*found)
    contract = amendment.contract
    candidate = checked(contract, change=amendment.change, effective_on=amendment.effective_on)
    amendment.difference = difference_of(contract, candidate, amendment.effective_on)
    if seen is not None and seen != digest_of(amendment.difference):
        raise refused("Le contrat a changé depuis l’affichage : relisez ce qui change, puis approuvez.")
    amendment.version = _write_version(contract, amendment, candidate)
    _write_hours(contract, candidate)
    _write_commitments(contract, candidate.promises, amendment.effective_on)
    _renumber(contract)
    keep_scope(version=amendment.version, tables=parse_candidate(amendment.change))
    keep_terms(version=amendment.version, tables=parse_candidate(amendment.change))
    write_prices(contract=contract, changes=candidate.unit_prices)
    amendment.audience = Audience.BOTH
    _decide(amendment, State.APPROVED, signer, "")
    _record(amendment, "amendment.approved", signer, "", promises_digest(contract))
    apply_due_scope(contract=contract, today=today or local_today(contract))
    apply_due_terms(contract=contract, today=today or local_today(contract))
    enqueue(contract_id=contract.pk, kind="month", key=f"amendment-{amendment.pk}")
    return amendment


@transaction.atomic
def close_amendment(*, amendment: Amendment, reason: str, signer: Signer) -> Amendment:
    """Refused by the client, or withdrawn by whoever proposed it; the reason stays."""
    amendment = _waiting(amendment)
    if found := about_reason(reason):
        raise AmendmentRefused(*found)
    own = amendment.proposed_by_id == signer.user.pk
    if not own and signer.side is not Side.CLIENT:
        raise refused("Seul le client refuse un avenant ; qui l’a proposé peut le retirer.")
    _decide(amendment, State.WITHDRAWN if own else State.REFUSED, signer, reason.strip())
    _record(amendment, "amendment.withdrawn" if own else "amendment.refused", signer, reason.strip())
    return amendment


def _waiting(amendment: Amendment) -> Amendment:
    """The amendment as it is now, held until the end of the transaction."""
    found = Amendment.objects.select_for_update(of=("self",)).select_related("contract").get(pk=amendment.pk)
    if found.state != State.PROPOSED:
        raise refused(f"Cet avenant est déjà {found.get_state_display().lower()}. Relisez la page.")
    return found


def _next_number(contract: Contract) -> int:
    """After every version and every proposal, so that a number names one thing for ever."""
    taken = [
        *ContractVersion.objects.filter(contract=contract).values_list("number", flat=True),
        *Amendment.objects.filter(contract=contract).values_list("number", flat=True),
    ]
    return max(taken, default=0) + 1


def _write_version(contract: Contract, amendment: Amendment, candidate: Candidate) -> ContractVersion:
    before = ContractVersion.objects.filter(contract=contract).order_by("effective_on").last()
    if before is None:
        raise refused("Le contrat n’a pas de version. Chargez son fichier d’abord.")
    fee = before.monthly_fee if candidate.monthly_fee is None else candidate.monthly_fee
    return ContractVersion.objects.create(
        contract=contract,
        number=amendment.number,
        effective_on=amendment.effective_on,
        title=amendment.title,
        monthly_fee=fee,
        settings=before.settings | candidate.settings,
        matrix=before.matrix,
    )


def _write_hours(contract: Contract, candidate: Candidate) -> None:
    for one in candidate.hours:
        calendar = ServiceCalendar.objects.create(
            contract=contract, code=one.code, name=one.name, always_open=one.always_open
        )
        ServiceWindow.objects.bulk_create(
            ServiceWindow(contract=contract, calendar=calendar, **asdict(window)) for window in one.windows
        )


def _write_commitments(contract: Contract, promises: Sequence[Promise], day: date) -> None:
    """The row in force on the day ends the day before; the new promise runs to where it says; one that is new comes last."""
    calendars = dict(ServiceCalendar.objects.filter(contract=contract).values_list("code", "pk"))
    rows = {(row.code, row.effective_from): row for row in Commitment.objects.filter(contract=contract)}
    last = max((row.position for row in rows.values()), default=0)
    for promise in promises:
        row = rows.get((promise.code, promise.effective_from))
        if row is not None and row.effective_to is not None and row.effective_to < day:
            continue  # a former promise: what was promised then stays
        values = asdict(promise)
        targets, prices = values.pop("targets"), values.pop("prices")
        values["calendar_id"] = calendars.get(values.pop("calendar"))
        values |= {
            "effective_from": max(day, promise.effective_from),
            "position": row.position if row else last + 1,
        }
        if row is not None:
            _end(row, day)
        fresh = Commitment.objects.create(contract=contract, **values)
        CommitmentTarget.objects.bulk_create(
            CommitmentTarget(contract=contract, commitment=fresh, **one) for one in targets
        )
        PenaltyRule.objects.bulk_create(
            PenaltyRule(contract=contract, commitment=fresh, **one) for one in prices
        )


def _end(row: Commitment, day: date) -> None:
    if row.effective_from < day:
        Commitment.objects.filter(pk=row.pk).update(effective_to=day - timedelta(days=1))
    else:
        row.delete()


def _renumber(contract: Contract) -> None:
    """Ranks as the contract file counts them: one a row, a new promise after the one it follows."""
    rows = Commitment.objects.filter(contract=contract).order_by("position", "code", "effective_from")
    for rank, row in enumerate(rows, 1):
        if row.position != rank:
            Commitment.objects.filter(pk=row.pk).update(position=rank)


def _decide(amendment: Amendment, state: str, signer: Signer, reason: str) -> None:
    amendment.state = state
    amendment.decided_by, amendment.decided_side = signer.user, signer.side.value
    amendment.decided_at, amendment.decision_reason = timezone.now(), reason
    amendment.save()


def _record(amendment: Amendment, action: str, signer: Signer, reason: str, promises: str = "") -> None:
    record(
        contract_id=amendment.contract_id,
        action=action,
        subject=f"avenant {amendment.number}",
        actor=signer.user,
        role=signer.role,
        details={"title": amendment.title, "effect_on": str(amendment.effective_on)}
        | ({"promises": promises} if promises else {}),
        reason=reason,
    )
