"""Signals: asked by the series, answered by people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import Membership, User
from contracts.models import Contract
from core.engine.months import Month
from journal.services import record
from kpis.engine import signals as engine
from kpis.models import Signal
from kpis.selectors.following import Following
from kpis.selectors.readings import Values, reading_of

SHORTEST_ANSWER = 10
Key = tuple[str, str, Month]


class AnswerRefused(Exception):
    """An explanation that explains nothing; the message is in French, with what to do."""


def replace_signals(
    contract: Contract, followed: Iterable[Following], rows: Mapping[str, Values], months: Sequence[Month]
) -> None:
    """The signals of some months, each as known at the end of its month. Answers stay; a signal that no longer
    holds goes unless a person answered it."""
    asked: dict[Key, engine.Signal] = {}
    for following in followed:
        for month in months:
            reading = reading_of(following, rows.get(following.code, {}), month)
            for signal in reading.at(month) if reading else ():
                asked[(signal.code, signal.kind, month)] = signal
    stored = {
        (row.code, row.kind, row.month): row
        for row in Signal.objects.filter(contract=contract, month__in=[str(month) for month in months])
    }
    gone = [row.pk for key, row in stored.items() if key not in asked and not row.answer]
    Signal.objects.filter(pk__in=gone).delete()
    Signal.objects.bulk_create(
        Signal(contract=contract, code=code, kind=kind, month=month, **_facts(asked[(code, kind, month)]))
        for code, kind, month in asked
        if (code, kind, month) not in stored
    )
    for key in asked.keys() & stored.keys():
        _refresh(stored[key], _facts(asked[key]))


def answer_signal(*, signal: Signal, user: User, text: str) -> Signal:
    """Write what a person knows of a signal, and who said so in the journal, with the facts of that day.

    Raises AnswerRefused for fewer than 10 characters.
    """
    answer = text.strip()
    if len(answer) < SHORTEST_ANSWER:
        raise AnswerRefused(
            f"Explication trop courte : écrivez au moins {SHORTEST_ANSWER} caractères, "
            "par exemple la cause et ce qui est fait."
        )
    member = Membership.objects.filter(contract_id=signal.contract_id, user=user).first()
    with transaction.atomic():
        before = signal.answer
        signal.answer, signal.answered_at = answer, timezone.now().replace(microsecond=0)
        signal.save(update_fields=["answer", "answered_at"])
        record(
            contract_id=signal.contract_id,
            action="signal.answered",
            subject=f"{signal.code} {signal.month} {signal.kind}",
            actor=user,
            role=member.role if member else "",
            details={"before": before, "after": answer, "evidence": signal.evidence},
        )
    return signal


def _facts(signal: engine.Signal) -> dict[str, Any]:
    numbers = {
        name: value if isinstance(value, int) or value is None else round(float(value), 6)
        for name, value in signal.evidence.items()
    }
    evidence = numbers | {"since": str(signal.since)}
    return {"direction": signal.direction, "alarm": signal.alarm, "evidence": evidence}


def _refresh(row: Signal, facts: dict[str, Any]) -> None:
    if facts != {name: getattr(row, name) for name in facts}:
        for name, value in facts.items():
            setattr(row, name, value)
        row.save(update_fields=list(facts))
