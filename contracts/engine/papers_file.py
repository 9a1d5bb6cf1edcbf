"""What the contract file says of its papers: `[[document]]`, `[[clause]]`, `[[obligation]]`."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from contracts.engine.paper_words import KINDS, PARTIES, THEMES
from contracts.engine.reading import NO_DAY, Entry, complain_of_repeats
from contracts.engine.scope_words import file_words
from core.engine import formats

MAX_MONTHS = 120
CODE, TITLE, TEXT, PROOF = 40, 160, 4_000, 200
"""Most characters of a code, a title, the text of a clause, a proof."""


@dataclass(frozen=True)
class DocumentSaid:
    """One `[[document]]`: a paper of the contract; its files are kept by the portal, not by the contract file."""

    code: str
    kind: str
    title: str
    dated_on: date | None
    valid_until: date | None
    pages: int | None
    audience: str


@dataclass(frozen=True)
class ClauseSaid:
    """One `[[clause]]`; `document` is the code of the document whose page holds it, empty when not said."""

    code: str
    theme: str
    title: str
    text: str
    document: str
    page: int | None


@dataclass(frozen=True)
class ObligationSaid:
    """One `[[obligation]]`: who owes what, when; `clause` is a code, empty when not said."""

    number: int
    side: str
    title: str
    clause: str
    every_months: int
    due_on: date | None
    done_on: date | None
    proof: str
    audience: str


@dataclass(frozen=True)
class SaidPapers:
    """The three sections together."""

    documents: tuple[DocumentSaid, ...] = ()
    clauses: tuple[ClauseSaid, ...] = ()
    obligations: tuple[ObligationSaid, ...] = ()

    @property
    def clause_codes(self) -> frozenset[str]:
        return frozenset(one.code for one in self.clauses)


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
            pages=entry.whole("pages", low=1, high=9_999, required=False, default=None),
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
            page=entry.whole("page", low=1, high=9_999, required=False, default=None),
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
    if one.page and not one.document:
        entry.complain("« page » est donnée sans document.", "Ajoutez document = le code du document.")
        return
    pages = documents[one.document].pages if one.document else None
    if one.page and pages and one.page > pages:
        entry.complain(
            f"page {formats.number(one.page)} d’un document qui en compte {formats.number(pages)}.",
            "Corrigez « page », ou « pages » du document.",
        )


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
            done_on=read_plain_day(entry, "fait_le"),
            proof=entry.text("preuve", limit=PROOF, required=False),
            audience="client" if entry.flag("reservee_au_client") else "both",
        )
        entry.close()
        if one.proof and one.done_on is None:
            entry.complain(
                "« preuve » est donnée sans « fait_le ».", "Ajoutez fait_le = le jour de la preuve."
            )
        if one.every_months and one.due_on is None:
            entry.complain(
                "elle revient, sans première échéance.", "Ajoutez echeance = la première date attendue."
            )
        found.append(one)
    complain_of_repeats(zip(entries, (one.number for one in found), strict=True), "le numéro")
    return tuple(sorted(found, key=lambda one: one.number))
