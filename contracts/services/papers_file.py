"""Writing what the contract file says of its papers and registers.

What was done at the portal outlives a file that does not tell it: a document with a stored version, a clause that
something refers to, an obligation that was acted upon, an answer that a person typed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from contracts.engine.papers import ClauseSaid, DocumentSaid, ObligationSaid, SaidPapers
from contracts.engine.registers_file import EntrySaid
from contracts.models import (
    Clause,
    Contract,
    ContractDocument,
    DocumentVersion,
    Obligation,
    ObligationAct,
    RegisterEntry,
)
from contracts.services.papers_rows import write_clause, write_obligation
from contracts.services.rows import Counts, upsert_row


def load_papers(
    *, contract: Contract, papers: SaidPapers, entries: Sequence[EntrySaid] | None
) -> dict[str, Counts]:
    """Documents, clauses, obligations and registers as the file says them: section of the file -> what changed.

    `entries` None: the file is silent on the registers, which stay as they are.
    """
    counts = {
        "document": _load_documents(contract, papers.documents),
        "clause": _load_clauses(contract, papers.clauses),
        "obligation": _load_obligations(contract, papers.obligations),
        "registre": Counts() if entries is None else _load_registers(contract, entries),
    }
    counts["clause"] += _prune_clauses(contract, papers.clauses)
    counts["document"] += _prune_documents(contract, papers.documents)
    return counts


def _load_documents(contract: Contract, said: Iterable[DocumentSaid]) -> Counts:
    counts = Counts()
    for one in said:
        values = asdict(one)
        row, own = upsert_row(
            model=ContractDocument, key={"contract": contract, "code": values.pop("code")}, values=values
        )
        if own.updated:
            DocumentVersion.objects.filter(document=row).update(audience=row.audience)
        counts += own
    return counts


def _load_clauses(contract: Contract, said: Iterable[ClauseSaid]) -> Counts:
    documents = dict(ContractDocument.objects.filter(contract=contract).values_list("code", "pk"))
    counts = Counts()
    for position, one in enumerate(said, 1):
        counts += write_clause(contract=contract, said=one, position=position, documents=documents)
    return counts


def _load_obligations(contract: Contract, said: Sequence[ObligationSaid]) -> Counts:
    clauses, counts = _clauses(contract), Counts()
    acted = set(ObligationAct.objects.filter(contract=contract).values_list("obligation__number", flat=True))
    last = dict(Obligation.objects.filter(contract=contract).values_list("number", "done_on"))
    for one in said:
        known = last.get(one.number)
        # accepted at the portal since the file was written
        newer = one.number in acted and known and (one.done_on is None or one.done_on < known)
        counts += write_obligation(contract=contract, said=one, clauses=clauses, keeps_done=bool(newer))
    absent = Obligation.objects.filter(contract=contract).exclude(number__in=[one.number for one in said])
    return counts + _removed(absent.exclude(number__in=acted))


def _load_registers(contract: Contract, said: Sequence[EntrySaid]) -> Counts:
    clauses, counts, kept = _clauses(contract), Counts(), []
    for one in said:
        values = asdict(one) | {"clause_id": clauses.get(one.clause)}
        del values["clause"]
        key = {"contract": contract, "register": values.pop("register"), "item": values.pop("item")}
        row, own = upsert_row(model=RegisterEntry, key=key, values=values)
        if own.updated:
            RegisterEntry.objects.filter(pk=row.pk).update(recorded_by=None, recorded_at=None)
        kept.append(row.pk)
        counts += own
    absent = RegisterEntry.objects.filter(contract=contract, recorded_by=None).exclude(pk__in=kept)
    return counts + _removed(absent)


def _prune_clauses(contract: Contract, said: Iterable[ClauseSaid]) -> Counts:
    used = {
        pk
        for model in (Obligation, RegisterEntry)
        for pk in model.objects.filter(contract=contract).values_list("clause_id", flat=True)
    }
    absent = Clause.objects.filter(contract=contract).exclude(code__in=[one.code for one in said])
    return _removed(absent.exclude(pk__in=used - {None}))


def _prune_documents(contract: Contract, said: Iterable[DocumentSaid]) -> Counts:
    used = {
        pk
        for model in (DocumentVersion, Clause, ObligationAct)
        for pk in model.objects.filter(contract=contract).values_list("document_id", flat=True)
    }
    absent = ContractDocument.objects.filter(contract=contract).exclude(code__in=[one.code for one in said])
    return _removed(absent.exclude(pk__in=used - {None}))


def _removed(stale: Any) -> Counts:
    removed = stale.count()
    stale.delete()
    return Counts(removed=removed)


def _clauses(contract: Contract) -> dict[str, int]:
    return dict(Clause.objects.filter(contract=contract).values_list("code", "pk"))
