"""Opening a dispute, and writing each of its acts with its journal line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Max

from accounts.models import Membership
from contracts.models import Contract
from contracts.selectors.versions import rules_at
from core.engine import formats
from core.engine.months import Month
from journal import services as journal
from slas.engine.disputing import LEAST_TEXT, Act, Hand
from slas.engine.verdicts import Verdict, life_words
from slas.models import CommitmentMonth, Dispute, DisputeAct, MonthRecord, TicketVerdict
from slas.models.disputes import GROUNDS, PENDING
from slas.selectors.contesting import PROPOSED, hand_of, last_day_to_contest, local_day, observation_days
from slas.services.disputes.files import IncomingEvidence, attach_files, drop_files, kept_files
from slas.services.disputes.following import follow

JOURNAL = {
    Act.OPEN: "dispute.opened",
    Act.EVIDENCE: "dispute.evidence_added",
    Act.COMMENT: "dispute.commented",
    Act.ACCEPT: "dispute.accepted",
    Act.REFUSE: "dispute.refused",
    Act.REFER: "dispute.referred",
    Act.WITHDRAW: "dispute.withdrawn",
    Act.LAPSE: "dispute.lapsed",
}


class DisputeRefused(Exception):
    """What is asked about a dispute is not possible; the message is in French. Nothing was written."""


class DisputeStale(DisputeRefused):
    """The dispute changed since the form was shown."""


@dataclass(frozen=True)
class Claim:
    """What one side asks: a verdict (or nothing) in place of the one computed, for a month or one life of a ticket."""

    kind: str
    code: str
    month: Month
    reference: str
    ground: str
    text: str
    proposed: str = ""
    life: int = 1
    files: Sequence[IncomingEvidence] = field(default=())


def open_dispute(
    *, contract: Contract, claim: Claim, member: Membership, form_key: str, at: datetime
) -> Dispute:
    """Open a dispute on a verdict of the month, with its evidence. Asked twice by one form, it is opened once.

    Raises DisputeRefused (who, when, what), EvidenceRefused (files).
    """
    if (asked_before := _asked_by(contract, form_key)) is not None:
        return asked_before
    _check_claim(claim, hand_of(member))
    with kept_files(claim.files) as kept, transaction.atomic():
        # The contract's row is the lock: two disputes opened at once take two numbers.
        Contract.objects.select_for_update().get(pk=contract.pk)
        if (meanwhile := _asked_by(contract, form_key)) is not None:
            drop_files(kept)
            return meanwhile
        dispute = _write(contract, claim, member, form_key, at)
        act = write_act(dispute=dispute, kind=Act.OPEN, member=member, at=at, text=claim.text)
        attach_files(dispute=dispute, act=act, kept=kept)
        _record_opening(dispute, claim, member, [stored.sha256 for _, stored in kept])
        follow(dispute, dispute.state)
    return dispute


def _asked_by(contract: Contract, form_key: str) -> Dispute | None:
    return Dispute.objects.filter(contract=contract, form_key=form_key).first()


def _check_claim(claim: Claim, hand: Hand) -> None:
    if not hand.contests:
        raise DisputeRefused("Votre rôle lit les contestations, il n’en ouvre pas.")
    if claim.kind not in Dispute.Kind.values or claim.ground not in GROUNDS[claim.kind]:
        raise DisputeRefused("Ce motif n’est pas admis pour cette demande. Choisissez-en un de la liste.")
    if len(claim.text.strip()) < LEAST_TEXT:
        raise DisputeRefused(f"L’exposé compte {LEAST_TEXT} caractères au moins.")
    if claim.proposed not in {"", *PROPOSED}:
        raise DisputeRefused("Ce verdict ne peut pas être proposé.")
    if claim.kind == Dispute.Kind.EXCLUSION and not claim.reference:
        raise DisputeRefused("Une demande d’exclusion porte sur un ticket.")


def _write(contract: Contract, claim: Claim, member: Membership, form_key: str, at: datetime) -> Dispute:
    record = _open_month(contract, claim.month, at)
    verdict = _contested_verdict(contract, claim)
    exclusion = claim.kind == Dispute.Kind.EXCLUSION
    last = Dispute.objects.filter(contract=contract).aggregate(last=Max("number"))["last"] or 0
    return Dispute.objects.create(
        contract=contract,
        number=last + 1,
        kind=claim.kind,
        commitment_code=claim.code,
        month=record.month,
        ticket=verdict.ticket if verdict else None,
        life=verdict.life if verdict else None,
        ground=claim.ground,
        text=claim.text.strip(),
        proposed=Verdict.NOT_APPLICABLE if exclusion else claim.proposed,
        opened_side=member.side,
        opened_by=member.user,
        opened_at=at,
        answer_due_on=answer_day(contract, claim.month, at),
        form_key=form_key,
    )


def answer_day(contract: Contract, month: Month, at: datetime) -> date:
    """The last day to answer what is opened at an instant: the contract's days of observation."""
    return local_day(contract, at) + timedelta(days=observation_days(contract, month))


def _open_month(contract: Contract, month: Month, at: datetime) -> MonthRecord:
    """The month, still open to contestation. Raises DisputeRefused with the date after which it is firm."""
    record = MonthRecord.objects.filter(contract=contract, month=month).exclude(computed_at=None).first()
    if record is None:
        raise DisputeRefused(f"Aucun verdict n’est calculé pour {formats.month_long(month)}.")
    if record.state == MonthRecord.State.CLOSED:
        raise DisputeRefused(
            f"{formats.month_long(month).capitalize()} est clos\u00a0: les verdicts sont fermes. "
            "Une correction passe par une révision."
        )
    last_day = last_day_to_contest(contract, record, rules_at(contract, month.last_day))
    if last_day is not None and local_day(contract, at) > last_day:
        raise DisputeRefused(
            f"Le délai pour contester {formats.month_long(month)} est passé depuis le "
            f"{formats.date_short(last_day)}\u00a0: les verdicts sont fermes."
        )
    return record


def _contested_verdict(contract: Contract, claim: Claim) -> TicketVerdict | None:
    """The verdict on the life of the ticket named, judged in that month under that commitment; None for the month as a whole."""
    results = CommitmentMonth.objects.filter(
        contract=contract, month=claim.month, commitment__code=claim.code
    )
    result = results.first()
    if result is None:
        raise DisputeRefused(
            f"L’engagement {claim.code} n’a pas de verdict en {formats.month_long(claim.month)}."
        )
    pending = Dispute.objects.filter(contract=contract, commitment_code=claim.code, state__in=PENDING)
    if not claim.reference:
        _check_free(pending.filter(ticket=None, month=claim.month).first())
        _check_change(claim.proposed, result.verdict)
        return None
    verdict = (
        TicketVerdict.objects.filter(
            contract=contract,
            commitment__code=claim.code,
            month=claim.month,
            ticket__reference=claim.reference,
            life=claim.life,
        )
        .select_related("ticket")
        .first()
    )
    if verdict is None:
        raise DisputeRefused(
            f"{claim.reference}{life_words(claim.life)} n’a pas de verdict pour {claim.code} en {formats.month_long(claim.month)}."
        )
    _check_free(pending.filter(ticket=verdict.ticket, life=verdict.life).first())
    excluded = Verdict.NOT_APPLICABLE if claim.kind == Dispute.Kind.EXCLUSION else claim.proposed
    _check_change(excluded, verdict.state)
    return verdict


def _check_free(pending: Dispute | None) -> None:
    if pending is not None:
        raise DisputeRefused(f"{pending.title} porte déjà sur ce verdict. Complétez-la par un commentaire.")


def _check_change(proposed: str, computed: str) -> None:
    if proposed == computed:
        raise DisputeRefused(f"Le verdict est déjà «\u00a0{formats.verdict(computed)}\u00a0».")


def write_act(
    *,
    dispute: Dispute,
    kind: Act,
    member: Membership | None,
    at: datetime,
    text: str,
    form_key: str | None = None,
) -> DisputeAct:
    """Append one act, numbered after the last one."""
    last = DisputeAct.objects.filter(dispute=dispute).aggregate(last=Max("rank"))["last"] or 0
    return DisputeAct.objects.create(
        contract_id=dispute.contract_id,
        dispute=dispute,
        rank=last + 1,
        kind=kind,
        author=member.user if member else None,
        side=member.side if member else "",
        role=member.role if member else "",
        at=at,
        text=text.strip(),
        form_key=form_key,
    )


def record_act(
    *, dispute: Dispute, kind: Act, member: Membership | None, details: dict[str, Any], reason: str
) -> None:
    """The journal line of an act."""
    journal.record(
        contract_id=dispute.contract_id,
        action=JOURNAL[kind],
        subject=dispute.title,
        actor=member.user if member else None,
        role=member.role if member else "",
        details=details,
        reason=reason.strip(),
    )


def _record_opening(dispute: Dispute, claim: Claim, member: Membership, files: list[str]) -> None:
    details: dict[str, Any] = {
        "kind": dispute.kind,
        "commitment": dispute.commitment_code,
        "month": str(dispute.month),
        "ticket": claim.reference or None,
        "life": dispute.life,
        "ground": dispute.ground,
        "proposed": dispute.proposed,
        "answer_due_on": dispute.answer_due_on.isoformat(),
        "files": files,
    }
    record_act(dispute=dispute, kind=Act.OPEN, member=member, details=details, reason=dispute.text)


def bump(dispute: Dispute, seen: int | None, **changes: Any) -> bool:
    """Change a pending dispute unless it moved since `seen` (None: whatever was seen); False when it did."""
    rows = Dispute.objects.filter(pk=dispute.pk, state=dispute.state)
    rows = rows if seen is None else rows.filter(revision=seen)
    return bool(rows.update(revision=F("revision") + 1, **changes))
