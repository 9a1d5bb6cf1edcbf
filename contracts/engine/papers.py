"""The papers of a contract as values, typed or told by its file, and what cannot be said of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from contracts.engine.people import Fault
from core.engine import formats

MAX_MONTHS, MAX_PAGE = 120, 9_999
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
    """One `[[obligation]]`: who owes what, when, until when; `clause` is a code, empty when not said."""

    number: int
    side: str
    title: str
    clause: str
    every_months: int
    due_on: date | None
    done_on: date | None
    proof: str
    audience: str
    ended_on: date | None = None
    expected_proof: str = ""


@dataclass(frozen=True)
class SaidPapers:
    """The three sections together."""

    documents: tuple[DocumentSaid, ...] = ()
    clauses: tuple[ClauseSaid, ...] = ()
    obligations: tuple[ObligationSaid, ...] = ()

    @property
    def clause_codes(self) -> frozenset[str]:
        return frozenset(one.code for one in self.clauses)


def clause_faults(clause: ClauseSaid, pages: Mapping[str, int | None]) -> Iterator[Fault]:
    """What cannot be said of a clause; `pages`: code of each document -> how many pages it has, when known."""
    if not (clause.title or clause.text or clause.document):
        yield Fault(
            "title", "la clause est vide.", "Écrivez son titre, son texte ou le document qui la porte."
        )
    if clause.page is None:
        return
    if not clause.document:
        yield Fault("page", "la page est donnée sans document.", "Nommez le document, ou videz la page.")
        return
    last = pages[clause.document]
    if last and clause.page > last:
        yield Fault(
            "page",
            f"page {formats.number(clause.page)} d’un document qui en compte {formats.number(last)}.",
            "Corrigez la page, ou le nombre de pages du document.",
        )


def obligation_faults(one: ObligationSaid) -> Iterator[Fault]:
    """What cannot be said of an obligation."""
    if one.every_months and one.due_on is None:
        yield Fault("due_on", "elle revient, sans première échéance.", "Donnez la première date attendue.")
