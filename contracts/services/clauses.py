"""What the referent says of the clauses of the contract, one at a time."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Max

from contracts.engine.papers import ClauseSaid, clause_faults
from contracts.engine.people import Fault
from contracts.engine.registers import REGISTERS
from contracts.models import Clause, Contract, Obligation, RegisterEntry
from contracts.selectors.papers import clause_book
from contracts.services.lines import hold, refuse, tell
from contracts.services.papers_rows import write_clause
from core.engine import formats
from journal.services import record

LABELS = {
    "code": "référence", "theme": "thème", "title": "titre", "text": "texte", "document": "document",
    "page": "page",
}  # fmt: skip


@transaction.atomic
def save_clause(*, contract: Contract, said: ClauseSaid, key: int | None, user: Any, role: str) -> bool:
    """Add a clause after the others, or change the one of that key; False when nothing moved.

    Raises LineRefused for a reference taken by another one, or a page that its document does not have.
    """
    hold(contract)
    book = clause_book(contract)
    before = book.clauses[key] if key is not None else None
    taken = {one.code for pk, one in book.clauses.items() if pk != key}
    if said.code in taken:
        refuse([Fault("code", f"«\u00a0{said.code}\u00a0» est déjà une clause.", "Changez cette ligne-là.")])
    refuse(clause_faults(said, book.pages))
    if said == before:
        return False
    write_clause(
        contract=contract,
        said=said,
        position=_position(contract, key),
        documents={code: row.pk for code, row in book.documents.items()},
        known=before.code if before else "",
    )
    tell(contract, "clause", _subject(said), before, said, labels=LABELS, user=user, role=role)
    return True


@transaction.atomic
def remove_clause(*, contract: Contract, key: int, user: Any, role: str) -> None:
    """Remove a clause. Raises LineRefused while an obligation or a register rests on it."""
    hold(contract)
    said = clause_book(contract).clauses[key]
    if cited := _citing(contract, key):
        refuse(
            [
                Fault(
                    "code",
                    f"la clause {said.code} est citée\u00a0: {', '.join(cited)}.",
                    "Donnez-leur d’abord une autre clause, ou aucune.",
                )
            ]
        )
    Clause.objects.filter(contract=contract, pk=key).delete()
    record(
        contract_id=contract.pk, action="clause.removed", subject=_subject(said), actor=user, role=role
    )  # fmt: skip


def _subject(said: ClauseSaid) -> str:
    return f"{said.code} {said.title}".strip()


def _position(contract: Contract, key: int | None) -> int:
    """The place of a clause that is there; that after the last one for a new clause."""
    rows = Clause.objects.filter(contract=contract)
    if key is not None:
        return rows.get(pk=key).position
    return (rows.aggregate(last=Max("position"))["last"] or 0) + 1


def _citing(contract: Contract, key: int) -> list[str]:
    """What rests on a clause, in words."""
    owed = Obligation.objects.filter(contract=contract, clause=key).order_by("number")
    asked = RegisterEntry.objects.filter(contract=contract, clause=key).order_by("register", "item")
    return [
        *(f"obligation {formats.number(row.number)}" for row in owed),
        *dict.fromkeys(f"registre {REGISTERS[row.register].name}" for row in asked),
    ]
