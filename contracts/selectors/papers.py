"""The clauses and obligations of a contract as values, for those who change them."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.engine.papers import ClauseSaid, ObligationSaid
from contracts.models import Clause, Contract, ContractDocument, Obligation


@dataclass(frozen=True)
class ClauseBook:
    """The clauses by their keys in the order of the contract, and the documents that may hold one, by code."""

    clauses: dict[int, ClauseSaid]
    documents: dict[str, ContractDocument]

    @property
    def pages(self) -> dict[str, int | None]:
        """How many pages each document has, when known."""
        return {code: row.pages for code, row in self.documents.items()}


@dataclass(frozen=True)
class ObligationBook:
    """The obligations by their numbers, and the clauses that one may rest on: code -> « art. 5 Délais »."""

    obligations: dict[int, ObligationSaid]
    clauses: dict[str, str]


def clause_book(contract: Contract) -> ClauseBook:
    """Every clause (2 queries)."""
    rows = ContractDocument.objects.filter(contract=contract).order_by("title", "pk")
    documents = {row.code: row for row in rows}
    codes = {row.pk: code for code, row in documents.items()}
    clauses = Clause.objects.filter(contract=contract).order_by("position", "code")
    return ClauseBook(
        {
            row.pk: ClauseSaid(
                row.code, row.theme, row.title, row.text, codes.get(row.document_id or 0, ""), row.page
            )
            for row in clauses
        },
        documents,
    )


def obligation_book(contract: Contract) -> ObligationBook:
    """Every obligation (2 queries)."""
    clauses = {row.pk: row for row in Clause.objects.filter(contract=contract).order_by("position", "code")}
    codes = {pk: row.code for pk, row in clauses.items()}
    return ObligationBook(
        {
            row.number: ObligationSaid(
                number=row.number,
                side=row.side,
                title=row.title,
                clause=codes.get(row.clause_id or 0, ""),
                every_months=row.every_months,
                due_on=row.due_on,
                done_on=row.done_on,
                proof=row.proof,
                audience=row.audience,
                ended_on=row.ended_on,
                expected_proof=row.expected_proof,
            )
            for row in Obligation.objects.filter(contract=contract).order_by("number")
        },
        {row.code: f"{row.code} {row.title}".strip() for row in clauses.values()},
    )
