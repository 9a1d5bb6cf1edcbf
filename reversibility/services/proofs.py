"""Proofs: asked of the provider, declared, accepted or refused; or recorded by the client who holds the document.

A declared proof counts nothing until the client accepted it. Each act waits for the deliverable's row.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from contracts.services.kept_files import KeptFile, OfferedFile
from core.scope import Audience
from reversibility.engine.proofs import ProofRefused, check_day
from reversibility.models import ExitDeliverable, ExitProof, ExitRequest
from reversibility.services.acts import Actor, ExitActRefused, note
from reversibility.services.plan import subject_of
from reversibility.services.proof_files import join_to_proof, joined_file, told
from reversibility.services.ranks import next_number, next_rank

REASON_LENGTH = 10


@transaction.atomic
def ask_proof(
    *, row: ExitDeliverable, message: str = "", wanted_on: date | None = None, actor: Actor, today: date
) -> ExitRequest:
    """Ask the provider for the proof of one deliverable; it then sees that line alone."""
    ExitDeliverable.objects.select_for_update().get(pk=row.pk)
    if ExitRequest.objects.filter(deliverable=row, closed_at=None).exists():
        raise ExitActRefused(
            "La preuve de ce livrable est déjà demandée. Retirez la demande pour en faire une autre."
        )
    if wanted_on is not None and wanted_on < today:
        raise ExitActRefused(
            "La date attendue est déjà passée. Choisissez aujourd’hui ou un jour à venir.", "wanted_on"
        )
    asked = ExitRequest.objects.create(
        contract_id=row.contract_id, number=next_number(ExitRequest, row.contract), deliverable=row,
        name=row.name, criterion=row.criterion, message=message.strip(), wanted_on=wanted_on,
        asked_by=actor.user, asked_at=timezone.now(),
    )  # fmt: skip
    note(actor, row.contract_id, "exit.proof_asked", str(asked), title=row.name, due_on=wanted_on)
    return asked


@transaction.atomic
def withdraw_request(*, row: ExitDeliverable, actor: Actor) -> ExitRequest:
    """Take back the open request of a deliverable; a proof that waits must be decided first."""
    asked = ExitRequest.objects.select_for_update().filter(deliverable=row, closed_at=None).first()
    if asked is None:
        raise ExitActRefused("Aucune demande n’est ouverte pour ce livrable : rien n’est à retirer.")
    if asked.proofs.filter(state=ExitProof.State.DECLARED).exists():
        raise ExitActRefused(
            "Une preuve déclarée attend votre décision. Acceptez-la ou refusez-la, puis retirez la demande."
        )
    _close(asked, ExitRequest.Outcome.WITHDRAWN)
    note(actor, row.contract_id, "exit.request_withdrawn", str(asked), title=asked.name)
    return asked


def declare_proof(
    *,
    asked: ExitRequest,
    what: str,
    dated: date,
    file: OfferedFile | None = None,
    actor: Actor,
    today: date,
) -> ExitProof:
    """Answer a request by a proof; the client then accepts or refuses it."""
    with joined_file(file) as kept:
        return _declare_proof(asked, what, dated, kept, actor, today)


def _declare_proof(
    asked: ExitRequest, what: str, dated: date, kept: KeptFile | None, actor: Actor, today: date
) -> ExitProof:
    asked = ExitRequest.objects.select_for_update().get(pk=asked.pk)
    if asked.closed_at is not None:
        raise ExitActRefused("Cette demande est close : aucune preuve n’y est plus attendue.")
    if asked.proofs.filter(state=ExitProof.State.DECLARED).exists():
        raise ExitActRefused("Une preuve déclarée attend la décision du client. Attendez-la avant une autre.")
    proof = _new_proof(
        asked.contract_id, asked.deliverable_id, what, dated, actor, today,
        request=asked, audience=Audience.BOTH, state=ExitProof.State.DECLARED,
    )  # fmt: skip
    join_to_proof(proof=proof, kept=kept)
    note(
        actor, asked.contract_id, "exit.proof_declared", str(asked),
        title=proof.what, on=dated, **told(kept),
    )  # fmt: skip
    return proof


def record_proof(
    *,
    row: ExitDeliverable,
    what: str,
    dated: date,
    signed: bool,
    file: OfferedFile | None = None,
    actor: Actor,
    today: date,
) -> ExitProof:
    """The client records a document it holds: it counts at once, and stays the client's alone."""
    with joined_file(file) as kept:
        proof = _new_proof(
            row.contract_id, row.pk, what, dated, actor, today,
            signed=signed, audience=Audience.CLIENT, state=ExitProof.State.ACCEPTED,
            decided_by=actor.user, decided_at=timezone.now(),
        )  # fmt: skip
        join_to_proof(proof=proof, kept=kept)
        note(
            actor, row.contract_id, "exit.proof_recorded", subject_of(row),
            title=proof.what, on=dated, **told(kept),
        )  # fmt: skip
        return proof


@transaction.atomic
def accept_proof(*, proof: ExitProof, signed: bool, actor: Actor) -> ExitProof:
    """The declared proof counts from now on, and its request is closed."""
    proof = _waiting(proof)
    proof.state, proof.signed = ExitProof.State.ACCEPTED, signed
    asked = _decide(proof, actor)
    _close(asked, ExitRequest.Outcome.ACCEPTED)
    note(actor, proof.contract_id, "exit.proof_accepted", str(asked), title=proof.what, on=proof.dated)
    return proof


@transaction.atomic
def refuse_proof(*, proof: ExitProof, reason: str, actor: Actor) -> ExitProof:
    """The declared proof does not count; the provider reads why, and its request stays open."""
    proof = _waiting(proof)
    if len(reason.strip()) < REASON_LENGTH:
        raise ExitActRefused(
            f"Le motif est à écrire, en {REASON_LENGTH} caractères au moins : le prestataire le lit.",
            "reason",
        )
    proof.state, proof.reason = ExitProof.State.REFUSED, reason.strip()
    asked = _decide(proof, actor)
    note(actor, proof.contract_id, "exit.proof_refused", str(asked), proof.reason, title=proof.what)
    return proof


def _new_proof(
    contract_id: int, deliverable_id: int, what: str, dated: date, actor: Actor, today: date, **more: object
) -> ExitProof:
    try:
        check_day(dated, today)
    except ProofRefused as refusal:
        raise ExitActRefused(str(refusal), "dated") from refusal
    return ExitProof.objects.create(
        contract_id=contract_id, deliverable_id=deliverable_id, rank=next_rank(contract_id, deliverable_id),
        what=what.strip(), dated=dated, side=actor.side, declared_by=actor.user, declared_at=timezone.now(),
        **more,
    )  # fmt: skip


def _waiting(proof: ExitProof) -> ExitProof:
    row = ExitProof.objects.select_for_update().get(pk=proof.pk)
    if row.state != ExitProof.State.DECLARED:
        raise ExitActRefused("Cette preuve est déjà décidée. Relisez la page : l’historique le montre.")
    return row


def _decide(proof: ExitProof, actor: Actor) -> ExitRequest:
    proof.decided_by, proof.decided_at = actor.user, timezone.now()
    proof.save(update_fields=["state", "signed", "reason", "decided_by", "decided_at"])
    return ExitRequest.objects.select_for_update().get(pk=proof.request_id)


def _close(asked: ExitRequest, outcome: ExitRequest.Outcome) -> None:
    asked.outcome, asked.closed_at = outcome, timezone.now()
    asked.save(update_fields=["outcome", "closed_at"])
