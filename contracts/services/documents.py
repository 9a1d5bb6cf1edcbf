"""Depositing the files of documents: kept as received, version after version, never replaced."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from typing import BinaryIO

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.text import slugify

from contracts.engine.document_types import (
    ODF_DECLARATION,
    FileType,
    Member,
    TypeRefused,
    check_container,
    check_head,
    is_container,
)
from contracts.engine.paper_words import PROVIDER_KINDS
from contracts.models import Contract, ContractDocument, DocumentVersion
from contracts.services.signing import Signer
from core.engine import formats
from core.engine.filetypes import safe_name
from core.scope import Audience, Side
from core.storage import FileTooLarge, StoredFile, discard_file, store_file
from journal.services import record

HEAD = 65_536
"""First bytes that are looked at; a text shows its zero bytes there."""


class DocumentRefused(Exception):
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


@dataclass(frozen=True)
class _Kept:
    name: str
    type: FileType
    stored: StoredFile


def add_document(
    *, contract: Contract, head: DocumentHead, name: str, content: BinaryIO, signer: Signer
) -> Deposited:
    """A new document with its first version. The same title and bytes again are the same document."""
    _check_right(head.kind, signer)
    if signer.side is Side.PROVIDER and head.audience != Audience.BOTH:
        raise DocumentRefused("Seul le client dépose un document qui lui est réservé. Décochez la case.")
    if head.dated_on and head.valid_until and head.valid_until < head.dated_on:
        raise DocumentRefused(
            "Le document cesse d’être valable avant sa date. Corrigez l’une des deux dates."
        )
    with _kept_file(name, content) as kept, transaction.atomic():
        Contract.objects.select_for_update().get(pk=contract.pk)
        code = _code_of(head, kept.stored.sha256)
        document = ContractDocument.objects.filter(contract=contract, code=code).first()
        if document is None:
            document = ContractDocument.objects.create(contract=contract, code=code, **asdict(head))
        return _keep_version(document, kept, signer)


def add_version(*, document: ContractDocument, name: str, content: BinaryIO, signer: Signer) -> Deposited:
    """The next version of a document. Bytes already kept for it change nothing: their version is given back."""
    _check_right(document.kind, signer)
    with _kept_file(name, content) as kept, transaction.atomic():
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


def _keep_version(document: ContractDocument, kept: _Kept, signer: Signer) -> Deposited:
    known = DocumentVersion.objects.filter(document=document, sha256=kept.stored.sha256).first()
    if known is not None:
        discard_file(kept.stored.name)
        return Deposited(known, is_new=False)
    last = DocumentVersion.objects.filter(document=document).aggregate(last=Max("number"))["last"] or 0
    version = DocumentVersion.objects.create(
        contract_id=document.contract_id, document=document, audience=document.audience, number=last + 1,
        name=kept.name, storage_name=kept.stored.name, sha256=kept.stored.sha256, size=kept.stored.size,
        media_type=kept.type.media, uploaded_by=signer.user, uploaded_side=signer.side.value,
        uploaded_at=timezone.now(),
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


@contextmanager
def _kept_file(name: str, content: BinaryIO) -> Iterator[_Kept]:
    """Check the file, then keep it; what is raised inside lets it go. Raises DocumentRefused."""
    shown = safe_name(name)
    try:
        kind = _type_of(shown, content)
        stored = store_file(content, most=settings.UPLOAD_MAX_BYTES)
    except TypeRefused as refusal:
        raise DocumentRefused(str(refusal)) from refusal
    except FileTooLarge as error:
        most = formats.number(settings.UPLOAD_MAX_BYTES // (1024 * 1024))
        raise DocumentRefused(
            f"Le fichier « {shown} » est trop lourd : {most} Mo au plus. Découpez-le, ou réduisez ses images."
        ) from error
    try:
        yield _Kept(shown, kind, stored)
    except BaseException:
        discard_file(stored.name)
        raise


def _type_of(name: str, content: BinaryIO) -> FileType:
    kind = check_head(name, content.read(HEAD))
    content.seek(0)
    if is_container(kind):
        _check_parts(name, kind, content)
        content.seek(0)
    return kind


def _check_parts(name: str, kind: FileType, content: BinaryIO) -> None:
    """Read the directory of a container, and its own declaration, and nothing else of it."""
    try:
        with zipfile.ZipFile(content) as archive:
            members = [
                Member(one.filename, one.file_size, one.compress_size, bool(one.flag_bits & 1))
                for one in archive.infolist()
            ]
            declared = ""
            if any(one.name == ODF_DECLARATION and not one.ciphered for one in members):
                with archive.open(ODF_DECLARATION) as part:
                    declared = part.read(100).decode("ascii", "replace").strip()
    except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError) as error:
        raise TypeRefused(
            f"Le fichier « {name} » est abîmé. Ouvrez-le, enregistrez-le de nouveau, puis joignez-le."
        ) from error
    check_container(name, kind, members, declared)
