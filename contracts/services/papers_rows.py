"""Bringing the stored clauses and obligations to what was said of them; whoever calls has checked it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from contracts.engine.papers import ClauseSaid, ObligationSaid
from contracts.models import Clause, Contract, Obligation, ObligationAct, ObligationFile
from contracts.services.rows import Counts, upsert_row


def write_clause(
    *, contract: Contract, said: ClauseSaid, position: int, documents: Mapping[str, int], known: str = ""
) -> Counts:
    """Create a clause, or change the one known by that code; `documents`: code -> key of those it may name."""
    values: dict[str, Any] = asdict(said)
    code, document = values.pop("code"), values.pop("document")
    values |= {"position": position, "document_id": documents.get(document)}
    if known:
        values["code"] = code
    return upsert_row(model=Clause, key={"contract": contract, "code": known or code}, values=values)[1]


def write_obligation(
    *, contract: Contract, said: ObligationSaid, clauses: Mapping[str, int], keeps_done: bool = False
) -> Counts:
    """Create an obligation, or change the one of that number; `keeps_done` leaves its last execution as it is."""
    values: dict[str, Any] = asdict(said)
    number, clause = values.pop("number"), values.pop("clause")
    values["clause_id"] = clauses.get(clause)
    if keeps_done:
        del values["done_on"], values["proof"]
    row, counts = upsert_row(model=Obligation, key={"contract": contract, "number": number}, values=values)
    if counts.updated:
        ObligationAct.objects.filter(obligation=row).update(audience=row.audience)
        ObligationFile.objects.filter(act__obligation=row).update(audience=row.audience)
    return counts
