"""The papers and registers of a contract as the tables of its file."""

from __future__ import annotations

from typing import Any

from contracts.engine.paper_words import KINDS, PARTIES, THEMES
from contracts.engine.registers import ANSWERS, REGISTERS, Register
from contracts.engine.registers_file import file_value
from contracts.engine.scope_words import file_words
from contracts.engine.vocabulary import french_of
from contracts.engine.writing import filled
from contracts.models import Clause, Contract, ContractDocument, Obligation, RegisterEntry


def export_papers(contract: Contract) -> dict[str, Any]:
    """Sections document, clause, obligation and registre (4 queries)."""
    documents = list(ContractDocument.objects.filter(contract=contract).order_by("code"))
    clauses = list(Clause.objects.filter(contract=contract).order_by("position", "code"))
    codes = {clause.pk: clause.code for clause in clauses}
    return {
        "document": [_document(row) for row in documents],
        "clause": _clauses(clauses, {row.pk: row.code for row in documents}),
        "obligation": [
            _obligation(row, codes) for row in Obligation.objects.filter(contract=contract).order_by("number")
        ],
        "registre": _registers(contract, codes),
    }


def _document(row: ContractDocument) -> dict[str, Any]:
    return filled(
        code=row.code,
        type=french_of(file_words(KINDS), row.kind),
        titre=row.title,
        date=row.dated_on,
        valable_jusquau=row.valid_until,
        pages=row.pages,
        reserve_au_client=row.audience == "client",
    )


def _clauses(rows: list[Clause], documents: dict[int, str]) -> list[dict[str, Any]]:
    words = file_words(THEMES)
    return [
        filled(
            code=row.code,
            theme=french_of(words, row.theme),
            titre=row.title,
            texte=row.text,
            document=documents.get(row.document_id or 0),
            page=row.page,
        )
        for row in rows
    ]


def _obligation(row: Obligation, clauses: dict[int, str]) -> dict[str, Any]:
    return filled(
        numero=row.number,
        partie=french_of(file_words(PARTIES), row.side),
        objet=row.title,
        clause=clauses.get(row.clause_id or 0),
        tous_les_mois=row.every_months or None,
        echeance=row.due_on,
        fin=row.ended_on,
        preuve_attendue=row.expected_proof,
        fait_le=row.done_on,
        preuve=row.proof,
        reservee_au_client=row.audience == "client",
    )


def _registers(contract: Contract, clauses: dict[int, str]) -> dict[str, Any]:
    """Facts first, then answers, in the order of each register."""
    rows = {(row.register, row.item): row for row in RegisterEntry.objects.filter(contract=contract)}
    tables = {one.code: _register(one, rows, clauses) for one in REGISTERS.values()}
    return {code: table for code, table in tables.items() if table}


def _register(
    register: Register, rows: dict[tuple[str, str], RegisterEntry], clauses: dict[int, str]
) -> dict[str, Any]:
    words = file_words(ANSWERS)
    facts = {
        fact.code: file_value(fact.kind, row.value)
        for fact in register.facts
        if (row := rows.get((register.code, fact.code)))
    }
    answers = {
        question.code: filled(
            reponse=french_of(words, row.answer),
            clause=clauses.get(row.clause_id or 0),
            preuve=row.proof,
            le=row.answered_on,
        )
        for question in register.questions
        if (row := rows.get((register.code, question.code)))
    }
    return facts | answers
