"""Saying an obligation done, accepting or refusing it. Each act signed and dated; what was decided stays."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from contracts.models import Contract, ContractDocument, Obligation, ObligationAct, ObligationFile
from contracts.services.kept_files import FileRefused, KeptFile, OfferedFile, kept_if_any
from contracts.services.signing import Signer
from core.engine import formats
from core.scope import Audience, Side
from journal.services import record

REASON_LENGTH = 10


class ObligationRefused(Exception):
    """The act cannot be done as asked; the message is in French, with the remedy. `field`: the entry at fault."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True)
class Said:
    """What a person says was done: when, with which proof, in which document if any, with which file if any."""

    done_on: date
    proof: str
    document: ContractDocument | None = None
    file: OfferedFile | None = None


def say_done(*, obligation: Obligation, said: Said, signer: Signer, today: date) -> ObligationAct:
    """Record that an obligation was done. The client's word counts at once, the provider's once accepted."""
    try:
        with kept_if_any(said.file) as kept, transaction.atomic():
            return _say_done(obligation, said, kept, signer, today)
    except FileRefused as refusal:
        raise ObligationRefused(str(refusal), "file") from refusal


def _say_done(
    obligation: Obligation, said: Said, kept: KeptFile | None, signer: Signer, today: date
) -> ObligationAct:
    contract = Contract.objects.select_for_update().get(pk=obligation.contract_id)
    _check(obligation, said, signer, contract, today)
    act = ObligationAct(
        contract=contract, obligation=obligation, audience=obligation.audience, done_on=said.done_on,
        proof=said.proof.strip(), document=said.document, said_by=signer.user, said_side=signer.side.value,
        said_at=timezone.now(),
    )  # fmt: skip
    if signer.side is Side.CLIENT:
        act.state, act.decided_by, act.decided_at = ObligationAct.State.ACCEPTED, signer.user, act.said_at
    act.save()
    if kept is not None:
        ObligationFile.objects.create(contract=contract, act=act, audience=act.audience, **asdict(kept))
    if signer.side is Side.CLIENT:
        _count(obligation, act)
    _record(obligation, act, signer, "obligation.said_done", kept)
    return act


@transaction.atomic
def settle_act(*, act: ObligationAct, accepted: bool, reason: str, signer: Signer) -> ObligationAct:
    """Accept what the provider said it did, or refuse it for a reason."""
    obligation = act.obligation
    Contract.objects.select_for_update().get(pk=act.contract_id)
    act.refresh_from_db()
    if act.state != ObligationAct.State.PROPOSED:
        raise ObligationRefused(
            f"Cette exécution est déjà {act.get_state_display().lower()}. Relisez la page."
        )
    if not accepted and len(reason.strip()) < REASON_LENGTH:
        raise ObligationRefused(
            f"Un refus se motive, en {formats.number(REASON_LENGTH)} caractères au moins."
        )
    act.state = ObligationAct.State.ACCEPTED if accepted else ObligationAct.State.REFUSED
    act.decided_by, act.decided_at, act.reason = signer.user, timezone.now(), reason.strip()
    act.save()
    if accepted:
        _count(obligation, act)
    _record(obligation, act, signer, "obligation.accepted" if accepted else "obligation.refused")
    return act


def _check(obligation: Obligation, said: Said, signer: Signer, contract: Contract, today: date) -> None:
    if signer.side is Side.PROVIDER and obligation.side != Side.PROVIDER.value:
        raise ObligationRefused("Cette obligation est celle du client : lui seul la déclare faite.")
    if said.done_on > today:
        raise ObligationRefused("Le jour est à venir. Écrivez le jour où l’obligation a été exécutée.")
    if said.done_on < contract.starts_on:
        raise ObligationRefused(
            f"Le contrat commence le {formats.date_short(contract.starts_on)} : écrivez ce jour ou un jour qui le suit."
        )
    if not said.proof.strip():
        raise ObligationRefused("La preuve est à nommer : un document, une référence, un compte rendu.")
    if ObligationAct.objects.filter(obligation=obligation, state=ObligationAct.State.PROPOSED).exists():
        raise ObligationRefused(
            "Une exécution attend déjà la réponse du client. Une autre se déclare après cette réponse."
        )


def _count(obligation: Obligation, act: ObligationAct) -> None:
    """The obligation bears its last accepted act; an older one is kept in its history alone."""
    if obligation.done_on is None or act.done_on >= obligation.done_on:
        obligation.done_on, obligation.proof = act.done_on, act.proof
        obligation.save(update_fields=["done_on", "proof"])


def _record(
    obligation: Obligation, act: ObligationAct, signer: Signer, action: str, kept: KeptFile | None = None
) -> None:
    told = {"sha256": kept.sha256, "size": kept.size} if kept else {}
    record(
        contract_id=obligation.contract_id,
        action=action if obligation.audience == Audience.BOTH else "obligation.reserved",
        subject=obligation.title,
        actor=signer.user,
        role=signer.role,
        details={"on": str(act.done_on), "evidence": act.proof, "state": act.state} | told,
        reason=act.reason,
    )
