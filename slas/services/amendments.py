"""Amendments: proposed by one person, approved by another, in force from a day no closed month contains.

What an amendment changes is written once, when it is approved: a version of the contract, for each changed
commitment a new row of the same code, the one before it ending the day before, and the lines of the scope, their
quantities dated from its effect.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from contracts.engine.dates import term
from contracts.engine.reading import FileRefused, Problem
from contracts.models import Amendment, Contract, ContractVersion, ServiceCalendar, ServiceWindow
from contracts.services.scope import amend_scope
from core.engine import formats
from core.jobs import enqueue
from core.scope import Audience, Side
from journal.services import record
from slas.engine.candidate import Candidate
from slas.engine.terms import Promise
from slas.models import Commitment, CommitmentTarget, PenaltyRule
from slas.selectors.amendments import difference_of, first_open_day
from slas.services.ground.promising import PromiseBook
from slas.services.prices.replaying import candidate_for

State = Amendment.State
REASON_LENGTH = 10


class AmendmentRefused(Exception):
    """The amendment cannot be taken as asked; the message is in French, with the remedy."""


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
    """Put a candidate version to the approval of a second person. Raises FileRefused for a wrong change."""
    _long_enough(reason)
    candidate = _checked(contract, change, effective_on)
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
def approve_amendment(*, amendment: Amendment, signer: Signer) -> Amendment:
    """A second person, of the client, brings the amendment to force; it is checked again as things stand now."""
    amendment = _waiting(amendment)
    if signer.side is not Side.CLIENT:
        raise AmendmentRefused("Un avenant s’approuve du côté du client.")
    if amendment.proposed_by_id == signer.user.pk:
        raise AmendmentRefused("Vous avez proposé cet avenant : une seconde personne l’approuve.")
    contract = amendment.contract
    candidate = _checked(contract, amendment.change, amendment.effective_on)
    amendment.difference = difference_of(contract, candidate, amendment.effective_on)
    amendment.version = _write_version(contract, amendment, candidate)
    _write_hours(contract, candidate)
    _write_commitments(contract, candidate.promises, amendment.effective_on)
    _renumber(contract)
    amend_scope(contract=contract, changes=candidate.scope)
    amendment.audience = Audience.BOTH
    _decide(amendment, State.APPROVED, signer, "")
    _record(amendment, "amendment.approved", signer, "")
    enqueue(contract_id=contract.pk, kind="month", key=f"amendment-{amendment.pk}")
    return amendment


@transaction.atomic
def close_amendment(*, amendment: Amendment, reason: str, signer: Signer) -> Amendment:
    """Refused by the client, or withdrawn by whoever proposed it; the reason stays."""
    amendment = _waiting(amendment)
    _long_enough(reason)
    own = amendment.proposed_by_id == signer.user.pk
    if not own and signer.side is not Side.CLIENT:
        raise AmendmentRefused("Seul le client refuse un avenant ; qui l’a proposé peut le retirer.")
    _decide(amendment, State.WITHDRAWN if own else State.REFUSED, signer, reason.strip())
    _record(amendment, "amendment.withdrawn" if own else "amendment.refused", signer, reason.strip())
    return amendment


def _waiting(amendment: Amendment) -> Amendment:
    """The amendment as it is now, held until the end of the transaction."""
    found = Amendment.objects.select_for_update(of=("self",)).select_related("contract").get(pk=amendment.pk)
    if found.state != State.PROPOSED:
        raise AmendmentRefused(f"Cet avenant est déjà {found.get_state_display().lower()}. Relisez la page.")
    return found


def _long_enough(reason: str) -> None:
    if len(reason.strip()) < REASON_LENGTH:
        raise AmendmentRefused(f"Le motif est à écrire, en {REASON_LENGTH} caractères au moins.")


def _checked(contract: Contract, change: str, effective_on: date) -> Candidate:
    """The change read against the contract, and its day against what is closed or already agreed."""
    _check_day(contract, effective_on)
    candidate = candidate_for(contract, PromiseBook.of(contract), change, effective_on)
    known = set(ServiceCalendar.objects.filter(contract=contract).values_list("code", flat=True))
    rewritten = [
        Problem(
            f"plage {one.code}",
            "elle existe déjà : la changer récrirait les mois passés.",
            "Donnez un nouveau code à la nouvelle plage, et citez-le dans les engagements qui la prennent.",
        )
        for one in candidate.hours
        if one.code in known
    ]
    if rewritten:
        raise FileRefused(rewritten)
    return candidate


def _check_day(contract: Contract, day: date) -> None:
    """Every refusal names the first day that would do."""
    last = ContractVersion.objects.filter(contract=contract).order_by("effective_on").last()
    agreed = last.effective_on if last is not None else contract.starts_on
    opened = first_open_day(contract)
    earliest = max(contract.starts_on + timedelta(days=1), agreed + timedelta(days=1), opened or day.min)
    there = term(contract.clause, day)
    if there.expired:
        raise AmendmentRefused(
            f"Le contrat finit au plus tard le {formats.date_short(there.current_end)} :"
            " un avenant prend effet avant."
        )
    if day >= earliest:
        return
    if day <= contract.starts_on:
        why = "Un avenant prend effet après le début du contrat."
    elif day <= agreed:
        why = f"Une version vaut déjà depuis le {formats.date_short(agreed)} : deux versions ne se recouvrent pas."
    else:
        why = "Un avenant ne change pas un mois clos."
    which = ", premier jour du premier mois ouvert" if earliest == opened else ""
    raise AmendmentRefused(f"{why} Écrivez le {formats.date_short(earliest)} au plus tôt{which}.")


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
        raise AmendmentRefused("Le contrat n’a pas de version. Chargez son fichier d’abord.")
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
    """The row in force on the day ends the day before; the new promise runs to where the old one did."""
    calendars = dict(ServiceCalendar.objects.filter(contract=contract).values_list("code", "pk"))
    rows = {(row.code, row.effective_from): row for row in Commitment.objects.filter(contract=contract)}
    for promise in promises:
        row = rows[promise.code, promise.effective_from]
        if row.effective_to is not None and row.effective_to < day:
            continue  # a former promise: what was promised then stays
        values = asdict(promise)
        targets, prices = values.pop("targets"), values.pop("prices")
        values["calendar_id"] = calendars.get(values.pop("calendar"))
        values |= {"effective_from": max(day, promise.effective_from), "position": row.position}
        if row.effective_from < day:
            Commitment.objects.filter(pk=row.pk).update(effective_to=day - timedelta(days=1))
        else:
            row.delete()
        fresh = Commitment.objects.create(contract=contract, **values)
        CommitmentTarget.objects.bulk_create(
            CommitmentTarget(contract=contract, commitment=fresh, **one) for one in targets
        )
        PenaltyRule.objects.bulk_create(
            PenaltyRule(contract=contract, commitment=fresh, **one) for one in prices
        )


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


def _record(amendment: Amendment, action: str, signer: Signer, reason: str) -> None:
    record(
        contract_id=amendment.contract_id,
        action=action,
        subject=f"avenant {amendment.number}",
        actor=signer.user,
        role=signer.role,
        details={"title": amendment.title, "effect_on": str(amendment.effective_on)},
        reason=reason,
    )
