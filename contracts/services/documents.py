"""Depositing the files of documents: kept as received, version after version, never replaced."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from datetime import date
from typing import BinaryIO

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.text import slugify

from contracts.engine.paper_words import PROVIDER_KINDS
from contracts.models import Contract, ContractDocument, DocumentVersion
from contracts.services.kept_files import FileRefused, KeptFile, kept_file
from contracts.services.signing import Signer
from core.scope import Audience, Side
from core.storage import discard_file
from journal.services import record

OVER_BEFORE = "Le document cesse d’être valable avant sa date. Corrigez l’une des deux dates."


class DocumentRefused(FileRefused):
    """The document cannot be kept as asked; the message is in French, with the remedy. Nothing was kept."""


@dataclass(frozen=True)
class DocumentHead:
    """What is said of a new document."""

    kind: str
    title: str
    dated_on: date | None = None
    valid_until: date | None = None
    pages: int | None = None
    audience: str = Audience.BOTH.value


@dataclass(frozen=True)
class Deposited:
    """The version that holds the file, and whether this deposit made it."""

    version: DocumentVersion
    is_new: bool


def add_document(
    *, contract: Contract, head: DocumentHead, name: str, content: BinaryIO, signer: Signer
) -> Deposited:
    """A new document with its first version. The same title and bytes again are the same document."""
    _check_right(head.kind, signer)
    if signer.side is Side.PROVIDER and head.audience != Audience.BOTH:
        raise DocumentRefused("Seul le client dépose un document qui lui est réservé. Décochez la case.")
    if head.dated_on and head.valid_until and head.valid_until < head.dated_on:
        raise DocumentRefused(OVER_BEFORE)
    with kept_file(name, content) as kept, transaction.atomic():
        Contract.objects.select_for_update().get(pk=contract.pk)
        code = _code_of(head, kept.sha256)
        document = ContractDocument.objects.filter(contract=contract, code=code).first()
        if document is None:
            document = ContractDocument.objects.create(contract=contract, code=code, **asdict(head))
        return _keep_version(document, kept, signer)


def add_version(*, document: ContractDocument, name: str, content: BinaryIO, signer: Signer) -> Deposited:
    """The next version of a document. Bytes already kept for it change nothing: their version is given back."""
    _check_right(document.kind, signer)
    with kept_file(name, content) as kept, transaction.atomic():
        Contract.objects.select_for_update().get(pk=document.contract_id)
        return _keep_version(document, kept, signer)


def may_deposit(kind: str, side: Side) -> bool:
    """The client deposits everything, the provider what it owes: plans, certificates, reports, minutes."""
    return side is Side.CLIENT or kind in PROVIDER_KINDS


def _check_right(kind: str, signer: Signer) -> None:
    if not may_deposit(kind, signer.side):
        raise DocumentRefused(
            "Le contrat, ses annexes, avenants et conventions sont déposés par le client."
            " Choisissez un autre type, ou transmettez-lui le fichier."
        )


def _code_of(head: DocumentHead, sha256: str) -> str:
    """A code that no other document has, and that tells nothing of those the depositor does not see."""
    mark = hashlib.sha256(f"{head.audience}{head.title}{sha256}".encode()).hexdigest()[:6]
    return f"{slugify(head.title)[:32].strip('-') or 'document'}-{mark}"


def _keep_version(document: ContractDocument, kept: KeptFile, signer: Signer) -> Deposited:
    known = DocumentVersion.objects.filter(document=document, sha256=kept.sha256).first()
    if known is not None:
        discard_file(kept.storage_name)
        return Deposited(known, is_new=False)
    last = DocumentVersion.objects.filter(document=document).aggregate(last=Max("number"))["last"] or 0
    version = DocumentVersion.objects.create(
        contract_id=document.contract_id, document=document, audience=document.audience, number=last + 1,
        uploaded_by=signer.user, uploaded_side=signer.side.value, uploaded_at=timezone.now(), **asdict(kept),
    )  # fmt: skip
    record(
        contract_id=document.contract_id,
        action="document.deposited" if document.audience == Audience.BOTH else "document.reserved",
        subject=f"{document.title} v{version.number}",
        actor=signer.user,
        role=signer.role,
        details={"sha256": version.sha256, "size": version.size},
    )
    return Deposited(version, is_new=True)
