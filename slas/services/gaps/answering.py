"""Answering gaps, and settling the answers. No measure moves: only what the parties say of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils import timezone

from accounts.models import Membership, User
from contracts.models import Contract
from core.engine.months import Month
from core.scope import Side
from journal.services import record
from slas.engine.answers import LEAST_TEXT
from slas.engine.reconciliation import GapStatus
from slas.models import CommitmentMonth, GapAnswer, GapReply, MonthRecord
from slas.selectors.gap_answers import GapAnswers, reply_to
from slas.services.gaps.reconciling import status_after

SEPARATOR = ":"
AWAITED = {MonthRecord.State.SUBMITTED, MonthRecord.State.RECONCILING}


class AnswerRefused(Exception):
    """The answer or the reply cannot be taken; the message says why and what to do, in French."""


def answer_gaps(
    *, contract: Contract, month: Month, lines: Sequence[str], kind: str, text: str, user: User
) -> list[GapAnswer]:
    """Answer one line, one of its causes (`E06:omitted`), or several at once for one reason.

    The provider alone answers for its report. `add` accepts the recomputed figure; `justify` asks for ten
    characters at least.
    Raises AnswerRefused, with nothing written.
    """
    said = text.strip()
    with transaction.atomic():
        member, found = _open_month(contract, month, user)
        _check_answer(kind, said, member, lines)
        known = GapAnswers.of(contract, month)
        rows = [_answer(known, found, line, kind, said, member) for line in dict.fromkeys(lines)]
        _restate(contract, month, {row.commitment_code for row in rows})
    return rows


def settle_gaps(
    *, contract: Contract, month: Month, answers: Iterable[str], outcome: str, reason: str, user: User
) -> list[GapReply]:
    """Accept, refuse or refer justifications to the committee; a refusal or a referral says why.

    Raises AnswerRefused, with nothing written.
    """
    why, chosen = reason.strip(), [int(pk) for pk in dict.fromkeys(answers) if pk.isdigit()]
    with transaction.atomic():
        member, _ = _open_month(contract, month, user)
        if outcome not in GapReply.Outcome.values:
            raise AnswerRefused("Choisissez une suite\u00a0: accepter, refuser ou porter en comité.")
        if outcome != GapReply.Outcome.ACCEPT and len(why) < LEAST_TEXT:
            raise AnswerRefused(f"Écrivez le motif en {LEAST_TEXT} caractères au moins.")
        known = GapAnswers.of(contract, month)
        rows = [row for row in known.rows if row.pk in chosen and row.kind == GapAnswer.Kind.JUSTIFY]
        if not rows or len(rows) != len(chosen) or any(reply_to(row) for row in rows):
            raise AnswerRefused("Cette réponse a déjà une suite, ou n’existe plus. Rechargez la page.")
        replies = [_reply(row, outcome, why, member) for row in rows]
        _restate(contract, month, {row.commitment_code for row in rows})
    return replies


def _open_month(
    contract: Contract, month: Month, user: User
) -> tuple[Membership, dict[str, CommitmentMonth]]:
    """The author's membership and the month's lines by code; refuses a month that is closed or not computed."""
    held = MonthRecord.objects.select_for_update().filter(contract=contract, month=month).first()
    if held is None or held.state == MonthRecord.State.EXPECTED:
        raise AnswerRefused("Ce mois n’a pas encore d’écart\u00a0: son rapport n’est pas déposé.")
    if held.state == MonthRecord.State.CLOSED:
        raise AnswerRefused("Le mois est clos. Une correction passe par une révision du mois.")
    rows = CommitmentMonth.objects.filter(contract=contract, month=month).select_related("commitment")
    return Membership.objects.get(contract=contract, user=user), {row.commitment.code: row for row in rows}


def _check_answer(kind: str, said: str, member: Membership, lines: Sequence[str]) -> None:
    if not lines:
        raise AnswerRefused("Choisissez au moins un écart.")
    if kind not in GapAnswer.Kind.values:
        raise AnswerRefused(
            "Choisissez une réponse\u00a0: accepter le chiffre recalculé, ou justifier l’écart."
        )
    if member.side != Side.PROVIDER:
        raise AnswerRefused(
            "Seul le prestataire répond à un écart de son rapport\u00a0; le client donne une suite à sa réponse."
        )
    if kind == GapAnswer.Kind.JUSTIFY and len(said) < LEAST_TEXT:
        raise AnswerRefused(
            f"Écrivez la justification en {LEAST_TEXT} caractères au moins, par exemple la cause de l’écart."
        )


def _answer(
    known: GapAnswers,
    results: dict[str, CommitmentMonth],
    line: str,
    kind: str,
    said: str,
    member: Membership,
) -> GapAnswer:
    code, _, cause = line.partition(SEPARATOR)
    result = results.get(code)
    causes = {entry["cause"] for entry in result.causes} if result else set()
    if result is None or not result.gap_status or (cause and cause not in causes):
        raise AnswerRefused(f"L’écart «\u00a0{line}\u00a0» n’existe plus. Rechargez la page.")
    row = GapAnswer.objects.create(
        contract=known.contract, month=known.month, commitment_code=code, cause=cause, kind=kind, text=said,
        about=known.about(result), side=member.side, author=member.user, at=timezone.now().replace(microsecond=0),
    )  # fmt: skip
    record(
        contract_id=known.contract.pk,
        action="gap.answered",
        subject=f"{line} {known.month}",
        actor=member.user,
        role=member.role,
        details={"kind": kind, "figures": row.about},
        reason=said,
    )
    return row


def _reply(answer: GapAnswer, outcome: str, why: str, member: Membership) -> GapReply:
    reply = GapReply.objects.create(
        contract_id=answer.contract_id, answer=answer, outcome=outcome, reason=why, author=member.user,
        at=timezone.now().replace(microsecond=0),
    )  # fmt: skip
    record(
        contract_id=answer.contract_id,
        action="gap.settled",
        subject=f"{answer.commitment_code}{SEPARATOR if answer.cause else ''}{answer.cause} {answer.month}",
        actor=member.user,
        role=member.role,
        details={"outcome": outcome, "answer": answer.pk, "figures": answer.about},
        reason=why,
    )
    return reply


def _restate(contract: Contract, month: Month, codes: set[str]) -> None:
    """The status of the answered lines, and of the month, as the answers now leave them."""
    answers = GapAnswers.of(contract, month)
    rows = list(CommitmentMonth.objects.filter(contract=contract, month=month).select_related("commitment"))
    for row in rows:
        if row.commitment.code in codes:
            row.gap_status = status_after(row, answers)
            row.save(update_fields=["gap_status"])
    waiting = any(row.gap_status == GapStatus.TO_JUSTIFY for row in rows)
    state = MonthRecord.State.RECONCILING if waiting else MonthRecord.State.SUBMITTED
    records = MonthRecord.objects.filter(contract=contract, month=month, state__in=AWAITED)
    records.exclude(state=state).update(state=state)
