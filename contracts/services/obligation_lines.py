"""What the referent says that each side owes, one obligation at a time; what was done of it is told elsewhere."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db import transaction

from contracts.engine.papers import ObligationSaid, obligation_faults
from contracts.engine.people import Fault
from contracts.models import Clause, Contract, Obligation, ObligationAct
from contracts.selectors.papers import obligation_book
from contracts.services.lines import hold, refuse, tell
from contracts.services.papers_rows import write_obligation
from core.scope import Audience
from journal.services import record

LABELS = {
    "side": "partie", "title": "obligation", "clause": "clause", "every_months": "périodicité",
    "due_on": "première échéance", "ended_on": "dernier jour", "expected_proof": "preuve attendue",
    "audience": "diffusion",
}  # fmt: skip
RESERVED = "obligation.reserved_edited"


@transaction.atomic
def save_obligation(
    *, contract: Contract, said: ObligationSaid, number: int | None, user: Any, role: str
) -> int | None:
    """Add an obligation, or change the one of that number; its number, None when nothing moved.

    Raises LineRefused for what cannot be, such as another party for one that was already said done.
    """
    hold(contract)
    known = obligation_book(contract).obligations
    before = known[number] if number is not None else None
    said = (
        replace(said, number=before.number, done_on=before.done_on, proof=before.proof)
        if before
        else replace(said, number=max(known, default=0) + 1)
    )
    refuse(obligation_faults(said))
    if before and before.side != said.side and _acted(contract, before.number):
        refuse(
            [
                Fault(
                    "side",
                    "elle a déjà été déclarée faite par cette partie.",
                    "Datez son dernier jour, puis ajoutez celle de l’autre partie.",
                )
            ]
        )
    if said == before:
        return None
    clauses = dict(Clause.objects.filter(contract=contract).values_list("code", "pk"))
    write_obligation(contract=contract, said=said, clauses=clauses)
    if _reserved(said) or (before and _reserved(before)):
        record(contract_id=contract.pk, action=RESERVED, subject=said.title, actor=user, role=role)
    else:
        tell(contract, "obligation", said.title, before, said, labels=LABELS, user=user, role=role)
    return said.number


@transaction.atomic
def remove_obligation(*, contract: Contract, number: int, user: Any, role: str) -> None:
    """Remove an obligation. Raises LineRefused for one that was said done: it is closed, and its history stays."""
    hold(contract)
    said = obligation_book(contract).obligations[number]
    if _acted(contract, number):
        refuse(
            [
                Fault(
                    "ended_on",
                    "elle a été déclarée faite, et son historique reste.",
                    "Datez son dernier jour\u00a0: rien ne sera plus dû ensuite.",
                )
            ]
        )
    Obligation.objects.filter(contract=contract, number=number).delete()
    action = RESERVED if _reserved(said) else "obligation.removed"
    record(contract_id=contract.pk, action=action, subject=said.title, actor=user, role=role)


def _reserved(said: ObligationSaid) -> bool:
    """Whether the provider must not learn of it, even from the journal."""
    return said.audience != Audience.BOTH.value


def _acted(contract: Contract, number: int) -> bool:
    return ObligationAct.objects.filter(contract=contract, obligation__number=number).exists()
