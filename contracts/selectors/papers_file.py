"""The papers and registers of a contract as the tables of its file."""

from __future__ import annotations

from typing import Any

from contracts.engine.paper_words import KINDS, PARTIES, THEMES
from contracts.engine.register_shape import Register
from contracts.engine.registers import ANSWERS, REGISTERS
from contracts.engine.registers_file import file_value
from contracts.engine.scope_words import file_words
from contracts.engine.vocabulary import french_of
from contracts.engine.writing import filled
from contracts.models import Clause, Contract, ContractDocument, Obligation, RegisterEntry


def export_documents(contract: Contract) -> list[dict[str, Any]]:
    """The `[[document]]` tables."""
    return [_document(row) for row in ContractDocument.objects.filter(contract=contract).order_by("code")]


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


def export_clauses(contract: Contract) -> list[dict[str, Any]]:
    """The `[[clause]]` tables."""
    words = file_words(THEMES)
    rows = Clause.objects.filter(contract=contract).select_related("document").order_by("position", "code")
    return [
        filled(
            code=row.code,
            theme=french_of(words, row.theme),
            titre=row.title,
            texte=row.text,
            document=row.document.code if row.document else "",
            page=row.page,
        )
        for row in rows
    ]


def export_obligations(contract: Contract) -> list[dict[str, Any]]:
    """The `[[obligation]]` tables."""
    rows = Obligation.objects.filter(contract=contract).select_related("clause").order_by("number")
    return [_obligation(row) for row in rows]


def _obligation(row: Obligation) -> dict[str, Any]:
    return filled(
        numero=row.number,
        partie=french_of(file_words(PARTIES), row.side),
        objet=row.title,
        clause=row.clause.code if row.clause else "",
        tous_les_mois=row.every_months or None,
        echeance=row.due_on,
        fin=row.ended_on,
        preuve_attendue=row.expected_proof,
        fait_le=row.done_on,
        preuve=row.proof,
        reservee_au_client=row.audience == "client",
    )


def export_registers(contract: Contract) -> dict[str, Any]:
    """The `[registre]` tables: facts first, then answers, in the order of each register."""
    entries = RegisterEntry.objects.filter(contract=contract).select_related("clause")
    rows = {(row.register, row.item): row for row in entries}
    tables = {one.code: _register(one, rows) for one in REGISTERS.values()}
    return {code: table for code, table in tables.items() if table}


def _register(register: Register, rows: dict[tuple[str, str], RegisterEntry]) -> dict[str, Any]:
    words = file_words(ANSWERS)
    facts = {
        fact.code: file_value(fact.kind, row.value)
        for fact in register.facts
        if (row := rows.get((register.code, fact.code)))
    }
    answers = {
        question.code: filled(
            reponse=french_of(words, row.answer),
            clause=row.clause.code if row.clause else "",
            preuve=row.proof,
            le=row.answered_on,
        )
        for question in register.questions
        if (row := rows.get((register.code, question.code)))
    }
    return facts | answers
