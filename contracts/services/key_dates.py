"""What people do about a date: decide, record the letter of notice. Each act signed and dated."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from contracts.engine.notice import Letter, LetterRefused, check_letter, end_after
from contracts.engine.unsaid import kept_effect
from contracts.models import Contract, DateAnswer, ExtensionOption, NoticeLetter
from contracts.selectors.date_books import DateState
from contracts.selectors.key_dates import ANSWERS, kinds_for, state_for
from contracts.selectors.promises import told_promises
from core.engine import formats
from core.scope import Side
from journal.services import record

REASON_LENGTH = 10


class DateRefused(Exception):
    """The act cannot be done as asked; the message is in French, with the remedy."""


@dataclass(frozen=True)
class Actor:
    """Who acts, in which role."""

    user: Any
    role: str


@transaction.atomic
def answer_date(
    *, contract: Contract, key: str, day: date, kind: str, reason: str, actor: Actor, today: date
) -> DateAnswer:
    """Record the decision about a date; its reminders stop, until the date moves."""
    contract.ended_on = Contract.objects.select_for_update().get(pk=contract.pk).ended_on
    state = _open_state(contract, key, day, today)
    if kind not in dict(kinds_for(key)):
        raise DateRefused("Cette décision ne convient pas à cette échéance. Choisissez-en une de la liste.")
    if len(reason.strip()) < REASON_LENGTH:
        raise DateRefused(f"Le motif est à écrire, en {REASON_LENGTH} caractères au moins.")
    answer = DateAnswer.objects.create(
        contract=contract, key=key, day=day, kind=kind, reason=reason.strip(),
        author=actor.user, role=actor.role, at=timezone.now(),
    )  # fmt: skip
    promised = {}
    if kind == DateAnswer.Kind.TAKE:
        _take_option(contract, int(key.partition(":")[2]), today)
        promised = told_promises(contract)
    record(
        contract_id=contract.pk,
        action="date.answered",
        subject=state.dated.title,
        actor=actor.user,
        role=actor.role,
        details={"due_on": str(day), "outcome": kind} | promised,
        reason=answer.reason,
    )
    return answer


def _open_state(contract: Contract, key: str, day: date, today: date) -> DateState:
    """The date that waits for a decision; DateRefused, with the remedy, where none does."""
    if contract.ended_on and key.partition(":")[0] in ANSWERS:
        raise DateRefused(
            f"Un préavis a fixé la fin du contrat au {formats.date_short(contract.ended_on)} : il n’y a plus rien à"
            " décider ici. Pour continuer ensuite, préparez un nouveau contrat."
        )
    state = state_for(contract, key, day, today)
    if state is None:
        raise DateRefused(
            "Cette échéance a changé de date. Relisez la page, puis décidez pour la nouvelle date."
        )
    if state.answer is not None:
        raise DateRefused("Cette échéance est déjà décidée. Relisez la décision sur sa ligne.")
    if state.standing.state in {"missed", "past"}:
        raise DateRefused("Cette échéance est passée. Décidez pour la suivante, si elle en a une.")
    if not state.open:
        raise DateRefused("Cette échéance n’attend pas de décision. Choisissez-en une de la page.")
    return state


def _take_option(contract: Contract, number: int, today: date) -> None:
    """The months of an option are added to the firm period."""
    option = ExtensionOption.objects.get(contract=contract, number=number)
    option.exercised_on = today
    option.save(update_fields=["exercised_on"])
    Contract.objects.filter(pk=contract.pk).update(extended_months=F("extended_months") + option.months)
    contract.refresh_from_db(fields=["extended_months"])


@transaction.atomic
def record_letter(
    *, contract: Contract, side: Side, letter: Letter, tracking: str, actor: Actor, today: date
) -> NoticeLetter:
    """Keep the days of the registered letter; once it takes effect, the end of the contract is fixed."""
    try:
        check_letter(letter, today, contract.starts_on, contract.clause)
    except LetterRefused as refusal:
        raise DateRefused(str(refusal)) from refusal
    present = NoticeLetter.objects.filter(contract=contract).first()
    if present is not None and present.effective_on:
        raise DateRefused(
            f"Le préavis a pris effet le {formats.date_short(present.effective_on)} : il ne se change plus. "
            "Si les parties conviennent d’une fin plus tardive, proposez-la par un avenant ([contrat], fin)."
        )
    effective = letter.effective_on(kept_effect(contract.notice_effective_on))
    clause = contract.clause if side is Side.CLIENT else contract.provider_clause
    ends = end_after(clause, effective) if effective else None
    row, _ = NoticeLetter.objects.update_or_create(
        contract=contract, defaults={
            **vars(letter), "side": side.value, "tracking": tracking.strip(), "effective_on": effective,
            "ends_on": ends, "recorded_by": actor.user, "recorded_at": timezone.now(),
        },
    )  # fmt: skip
    Contract.objects.filter(pk=contract.pk).update(ended_on=ends)
    record(
        contract_id=contract.pk,
        action="notice.recorded" if effective or side is Side.PROVIDER else "notice.sent",
        subject=contract.reference,
        actor=actor.user,
        role=actor.role,
        details={
            "origin": side.value,
            "on": str(letter.sent_on),
            "effect_on": str(effective or ""),
            "ends_on": str(ends or ""),
        }
        | told_promises(contract),
    )
    return row
