"""The papers of a contract as a side may see them: list, versions, clauses. Reserved ones are left out by the scope."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date

from contracts.engine.obligations import SOON_DAYS
from contracts.engine.paper_words import KINDS, PARTIES, THEMES
from contracts.engine.scope_words import labels
from contracts.models import Clause, Contract, ContractDocument, DocumentVersion
from core.engine import formats
from core.engine.typography import NBSP
from core.exports import Sheet

ORDER = {word.code: rank for rank, word in enumerate(KINDS)}
THEME_LABELS = labels(THEMES)
VALIDITY = {
    "valid": ("met", "En cours de validité"),
    "soon": ("watch", "Expire bientôt"),
    "expired": ("breached", "Expiré"),
}
"""How long a document is still valid: its look and its word; nothing for one without an end."""


@dataclass(frozen=True)
class DocumentLine:
    """One document: its last file, how many it had, whether it is still valid, how many clauses it holds."""

    document: ContractDocument
    last: DocumentVersion | None
    versions: int
    clauses: int
    validity: str

    @property
    def state(self) -> str:
        return VALIDITY[self.validity][0] if self.validity else ""

    @property
    def word(self) -> str:
        return VALIDITY[self.validity][1] if self.validity else ""

    @property
    def size(self) -> str:
        return formats.file_size(self.last.size) if self.last else ""


@dataclass(frozen=True)
class DocumentsPage:
    """Documents by type, and the two counts of the title."""

    groups: list[tuple[str, list[DocumentLine]]]
    total: int
    without_file: int
    expired: int

    @property
    def lines(self) -> list[DocumentLine]:
        return [line for _, lines in self.groups for line in lines]


@dataclass(frozen=True)
class VersionLine:
    """One stored file: its number, who sent it, its size, whether it is the last."""

    version: DocumentVersion
    who: str
    size: str
    is_last: bool


@dataclass(frozen=True)
class DocumentPage:
    """One document: itself, its files from the last, the clauses found in it."""

    line: DocumentLine
    versions: list[VersionLine]
    clauses: list[Clause]


@dataclass(frozen=True)
class ClauseLine:
    """One clause, with its theme in words and the document that holds it, if it may be seen."""

    clause: Clause
    theme: str
    document: ContractDocument | None

    @property
    def where(self) -> str:
        """« Contrat signé, page 4 »."""
        if self.document is None:
            return ""
        page = f", page{NBSP}{formats.number(self.clause.page)}" if self.clause.page else ""
        return f"{self.document.title}{page}"


@dataclass(frozen=True)
class ClausesPage:
    """The clauses in the order of the contract, and the themes that none of them treats."""

    lines: list[ClauseLine]
    absent: list[str]


def documents_page(contract: Contract, today: date) -> DocumentsPage:
    """Every document, by type (3 queries)."""
    last: dict[int, DocumentVersion] = {}
    counts: Counter[int] = Counter()
    for version in DocumentVersion.objects.filter(contract=contract).order_by("number"):
        last[version.document_id] = version
        counts[version.document_id] += 1
    held = Counter(Clause.objects.filter(contract=contract).values_list("document_id", flat=True))
    groups: dict[str, list[DocumentLine]] = defaultdict(list)
    documents = ContractDocument.objects.filter(contract=contract).order_by("-dated_on", "title", "pk")
    for row in sorted(documents, key=lambda row: ORDER[row.kind]):
        line = DocumentLine(
            row, last.get(row.pk), counts[row.pk], held[row.pk], validity_of(row.valid_until, today)
        )
        groups[row.get_kind_display()].append(line)
    lines = [line for group in groups.values() for line in group]
    return DocumentsPage(
        groups=list(groups.items()),
        total=len(lines),
        without_file=sum(line.last is None for line in lines),
        expired=sum(line.validity == "expired" for line in lines),
    )


def validity_of(valid_until: date | None, today: date) -> str:
    """A key of `VALIDITY`; empty for a document without an end. The last day is a valid one."""
    if valid_until is None:
        return ""
    if valid_until < today:
        return "expired"
    return "soon" if (valid_until - today).days <= SOON_DAYS else "valid"


def find_document(contract: Contract, pk: int) -> ContractDocument | None:
    """A document that the open scope lets see."""
    return ContractDocument.objects.filter(contract=contract, pk=pk).first()


def find_version(contract: Contract, pk: int, number: int) -> DocumentVersion | None:
    """A stored file that the open scope lets see."""
    document = find_document(contract, pk)
    if document is None:
        return None
    return DocumentVersion.objects.filter(contract=contract, document=document, number=number).first()


def document_page(contract: Contract, document: ContractDocument, today: date) -> DocumentPage:
    """One document with its files and clauses (2 queries)."""
    versions = list(
        DocumentVersion.objects.filter(contract=contract, document=document)
        .select_related("uploaded_by")
        .order_by("-number")
    )
    clauses = list(
        Clause.objects.filter(contract=contract, document=document).order_by("page", "position", "code")
    )
    line = DocumentLine(
        document, versions[0] if versions else None, len(versions), len(clauses),
        validity_of(document.valid_until, today),
    )  # fmt: skip
    return DocumentPage(
        line,
        [
            VersionLine(
                one,
                signature(one.uploaded_by.title, one.uploaded_side),
                formats.file_size(one.size),
                not rank,
            )
            for rank, one in enumerate(versions)
        ],
        clauses,
    )


def signature(title: str, side: str) -> str:
    """« Responsable de compte, prestataire »: a function and a side, never an address."""
    party = labels(PARTIES)[side].lower()
    return f"{title}, {party}" if title else f"une personne du {party}"


def clauses_page(contract: Contract) -> ClausesPage:
    """Every clause with its place (2 queries)."""
    documents = {row.pk: row for row in ContractDocument.objects.filter(contract=contract)}
    lines = [
        ClauseLine(row, THEME_LABELS[row.theme], documents.get(row.document_id or 0))
        for row in Clause.objects.filter(contract=contract).order_by("position", "code")
    ]
    present = {line.clause.theme for line in lines}
    return ClausesPage(
        lines, [word.label for word in THEMES if word.code != "other" and word.code not in present]
    )


def documents_sheet(page: DocumentsPage) -> Sheet:
    """One line per document."""
    head = (
        "Code", "Type", "Titre", "Date", "Valable jusqu’au", "Pages", "Réservé au client", "Versions",
        "Dernier fichier", "Empreinte SHA-256",
    )  # fmt: skip
    return Sheet(
        head,
        [
            (
                row.code, row.get_kind_display(), row.title, row.dated_on, row.valid_until, row.pages,
                "oui" if row.audience == "client" else "non", line.versions, line.last.name if line.last else None,
                line.last.sha256 if line.last else None,
            )
            for line in page.lines
            for row in (line.document,)
        ],
    )  # fmt: skip


def clauses_sheet(page: ClausesPage) -> Sheet:
    """One line per clause."""
    head = ("Clause", "Thème", "Titre", "Texte", "Document", "Page")
    return Sheet(
        head,
        [
            (
                line.clause.code, line.theme, line.clause.title, line.clause.text,
                line.document.title if line.document else None, line.clause.page if line.document else None,
            )
            for line in page.lines
        ],
    )  # fmt: skip
