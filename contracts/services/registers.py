"""Typing the answers and the plain facts of a register."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from contracts.engine.register_shape import Question, Register
from contracts.models import Clause, Contract, RegisterEntry
from contracts.services.signing import Signer
from journal.services import record


@dataclass(frozen=True)
class Answered:
    """An answer of a register: its code, the clause and the proof it rests on, its day."""

    answer: str
    clause: Clause | None = None
    proof: str = ""
    answered_on: date | None = None


@transaction.atomic
def answer_question(
    *, contract: Contract, register: Register, question: Question, answered: Answered, signer: Signer
) -> RegisterEntry:
    """Keep the answer to one question, in place of the former one."""
    row, _ = RegisterEntry.objects.update_or_create(
        contract=contract,
        register=register.code,
        item=question.code,
        defaults={**vars(answered), "recorded_by": signer.user, "recorded_at": timezone.now()},
    )
    _record(contract, "register.answered", register, signer, {"answer": row.answer, "text": question.text})
    return row


@transaction.atomic
def record_facts(
    *, contract: Contract, register: Register, values: Mapping[str, str], signer: Signer
) -> None:
    """Bring the facts of a register to these values, as they are kept; an empty one is forgotten."""
    for fact in register.facts:
        key = {"contract": contract, "register": register.code, "item": fact.code}
        if value := values.get(fact.code, ""):
            signed = {"recorded_by": signer.user, "recorded_at": timezone.now()}
            RegisterEntry.objects.update_or_create(**key, defaults={"value": value, **signed})
        else:
            RegisterEntry.objects.filter(**key).delete()
    told = {fact.label: values.get(fact.code, "") for fact in register.facts}
    _record(contract, "register.facts", register, signer, told)


def _record(
    contract: Contract, action: str, register: Register, signer: Signer, details: Mapping[str, str]
) -> None:
    record(
        contract_id=contract.pk, action=action, subject=register.name, actor=signer.user, role=signer.role,
        details=dict(details),
    )  # fmt: skip
