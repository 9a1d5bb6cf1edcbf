"""What the contract file says of its papers: `[[document]]`, `[[clause]]`, `[[obligation]]`."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from contracts.engine.paper_words import KINDS, PARTIES, THEMES
from contracts.engine.papers import (
    CODE,
    MAX_MONTHS,
    MAX_PAGE,
    PROOF,
    TEXT,
    TITLE,
    ClauseSaid,
    DocumentSaid,
    ObligationSaid,
    SaidPapers,
    clause_faults,
    obligation_faults,
)
from contracts.engine.reading import NO_DAY, Entry, complain_of_repeats
from contracts.engine.scope_words import file_words


def read_papers(root: Entry) -> SaidPapers:
    """Problems go to `root.problems`."""
    documents = _read_documents(root)
    clauses = _read_clauses(root, {one.code: one for one in documents})
    codes = frozenset(one.code for one in clauses)
    return SaidPapers(documents, clauses, _read_obligations(root, codes))


def read_clause_code(entry: Entry, clauses: Collection[str]) -> str:
    """The code of a clause told elsewhere in the file; a problem when it is not."""
    code = entry.text("clause", limit=CODE, required=False)
    if code and code not in clauses:
        entry.complain(
            f"clause inconnue : « {code} ».", f"Ajoutez une [[clause]] de code « {code} », ou corrigez-le."
        )
    return code


def read_plain_day(entry: Entry, key: str) -> date | None:
    """A date, absent or plausible."""
    day: date | None = entry.day(key, required=False)
    return None if day == NO_DAY else day


def _read_documents(root: Entry) -> tuple[DocumentSaid, ...]:
    entries, found = root.tables("document"), []
    for entry in entries:
        one = DocumentSaid(
            code=entry.text("code", limit=CODE),
            kind=entry.choice("type", file_words(KINDS), default="other"),
            title=entry.text("titre", limit=TITLE),
            dated_on=read_plain_day(entry, "date"),
            valid_until=read_plain_day(entry, "valable_jusquau"),
            pages=entry.whole("pages", low=1, high=MAX_PAGE, required=False, default=None),
            audience="client" if entry.flag("reserve_au_client") else "both",
        )
        entry.place = f"document {one.code}"
        entry.close()
        if one.dated_on and one.valid_until and one.valid_until < one.dated_on:
            entry.complain(
                "« valable_jusquau » précède sa date.", "Corrigez « date » ou « valable_jusquau »."
            )
        found.append(one)
    complain_of_repeats(zip(entries, (one.code for one in found), strict=True), "le code")
    return tuple(sorted(found, key=lambda one: one.code))


def _read_clauses(root: Entry, documents: dict[str, DocumentSaid]) -> tuple[ClauseSaid, ...]:
    entries, found = root.tables("clause"), []
    for entry in entries:
        one = ClauseSaid(
            code=entry.text("code", limit=CODE),
            theme=entry.choice("theme", file_words(THEMES), default="other"),
            title=entry.text("titre", limit=TITLE, required=False),
            text=entry.text("texte", limit=TEXT, required=False),
            document=entry.text("document", limit=CODE, required=False),
            page=entry.whole("page", low=1, high=MAX_PAGE, required=False, default=None),
        )
        entry.place = f"clause {one.code}"
        entry.close()
        _check_page(entry, one, documents)
        found.append(one)
    complain_of_repeats(zip(entries, (one.code for one in found), strict=True), "le code")
    return tuple(found)


def _check_page(entry: Entry, one: ClauseSaid, documents: dict[str, DocumentSaid]) -> None:
    """A page is one of a document that the file names, and no further than its last."""
    if one.document and one.document not in documents:
        entry.complain(
            f"document inconnu : « {one.document} ».",
            f"Ajoutez un [[document]] de code « {one.document} », ou corrigez-le.",
        )
        return
    for fault in clause_faults(one, {code: document.pages for code, document in documents.items()}):
        entry.complain(fault.message, fault.remedy)


def _read_obligations(root: Entry, clauses: Collection[str]) -> tuple[ObligationSaid, ...]:
    entries, found = root.tables("obligation"), []
    for entry in entries:
        number = entry.whole("numero", low=1, high=9_999)
        entry.place = f"obligation {number}"
        one = ObligationSaid(
            number=number,
            side=entry.choice("partie", file_words(PARTIES), default="provider"),
            title=entry.text("objet", limit=TITLE),
            clause=read_clause_code(entry, clauses),
            every_months=entry.whole("tous_les_mois", high=MAX_MONTHS, required=False),
            due_on=read_plain_day(entry, "echeance"),
            ended_on=read_plain_day(entry, "fin"),
            expected_proof=entry.text("preuve_attendue", limit=PROOF, required=False),
            done_on=read_plain_day(entry, "fait_le"),
            proof=entry.text("preuve", limit=PROOF, required=False),
            audience="client" if entry.flag("reservee_au_client") else "both",
        )
        entry.close()
        if one.proof and one.done_on is None:
            entry.complain(
                "« preuve » est donnée sans « fait_le ».", "Ajoutez fait_le = le jour de la preuve."
            )
        for fault in obligation_faults(one):
            entry.complain(fault.message, fault.remedy)
        found.append(one)
    complain_of_repeats(zip(entries, (one.number for one in found), strict=True), "le numéro")
    return tuple(sorted(found, key=lambda one: one.number))
