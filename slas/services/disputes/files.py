"""Files that support a dispute: what may be kept, and keeping it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from django.conf import settings

from core.engine.filetypes import extension_of, safe_name
from core.storage import FileTooLarge, StoredFile, discard_file, store_file
from slas.models import Dispute, DisputeAct, DisputeEvidence

MOST_FILES = 10
HEAD = 4096
ACCEPTED = {
    ".pdf": b"%PDF-",
    ".png": b"\x89PNG\r\n\x1a\n",
    ".jpg": b"\xff\xd8\xff",
    ".jpeg": b"\xff\xd8\xff",
    ".xlsx": b"PK\x03\x04",
    ".docx": b"PK\x03\x04",
    ".csv": b"",
    ".txt": b"",
    ".eml": b"",
}
"""Extensions with the bytes their content begins with; texts begin with anything and hold no zero byte."""


class EvidenceRefused(Exception):
    """A file cannot be kept; the message says which and what to do, in French. Nothing was kept."""


@dataclass(frozen=True)
class IncomingEvidence:
    """One file as sent: the name given by the sender, its bytes or an open file."""

    name: str
    content: BinaryIO | bytes


@contextmanager
def kept_files(files: Sequence[IncomingEvidence]) -> Iterator[list[tuple[str, StoredFile]]]:
    """Check every file, then keep them: safe names with what was stored. Raises EvidenceRefused.

    What is raised inside drops them: no row names them then.
    """
    if len(files) > MOST_FILES:
        raise EvidenceRefused(f"{len(files)} pièces pour {MOST_FILES} admises. Réunissez-les en un PDF.")
    named = [(safe_name(file.name), file) for file in files]
    for name, file in named:
        _check(name, _head(file.content))
    kept: list[tuple[str, StoredFile]] = []
    try:
        for name, file in named:
            kept.append((name, _store(name, file)))
        yield kept
    except BaseException:
        drop_files(kept)
        raise


def _store(name: str, file: IncomingEvidence) -> StoredFile:
    try:
        return store_file(file.content, most=settings.UPLOAD_MAX_BYTES)
    except FileTooLarge as error:
        most = settings.UPLOAD_MAX_BYTES // (1024 * 1024)
        raise EvidenceRefused(
            f"Pièce trop lourde\u00a0: «\u00a0{name}\u00a0». {most}\u00a0Mo au plus\u00a0; découpez-la."
        ) from error


def drop_files(kept: Sequence[tuple[str, StoredFile]]) -> None:
    """Forget files that no row will name."""
    for _, stored in kept:
        discard_file(stored.name)


def attach_files(*, dispute: Dispute, act: DisputeAct, kept: Sequence[tuple[str, StoredFile]]) -> None:
    """One row per file kept, numbered after those of the dispute. Raises EvidenceRefused beyond the most allowed."""
    known = DisputeEvidence.objects.filter(dispute=dispute).count()
    if known + len(kept) > MOST_FILES:
        raise EvidenceRefused(
            f"{known + len(kept)} pièces pour {MOST_FILES} admises. Réunissez-les en un PDF."
        )
    for rank, (name, stored) in enumerate(kept, start=known + 1):
        DisputeEvidence.objects.create(
            contract_id=dispute.contract_id,
            dispute=dispute,
            act=act,
            rank=rank,
            name=name,
            storage_name=stored.name,
            sha256=stored.sha256,
            size=stored.size,
        )


def _head(content: BinaryIO | bytes) -> bytes:
    if isinstance(content, bytes):
        return content[:HEAD]
    content.seek(0)
    head = content.read(HEAD)
    content.seek(0)
    return head


def _check(name: str, head: bytes) -> None:
    begins = ACCEPTED.get(extension_of(name))
    if begins is None:
        kinds = ", ".join(extension.removeprefix(".").upper() for extension in ACCEPTED)
        raise EvidenceRefused(f"Format non admis\u00a0: «\u00a0{name}\u00a0». Formats admis\u00a0: {kinds}.")
    if not head:
        raise EvidenceRefused(f"La pièce «\u00a0{name}\u00a0» est vide. Joignez le fichier rempli.")
    sound = head.startswith(begins) if begins else b"\0" not in head
    if not sound:
        raise EvidenceRefused(
            f"Le contenu de «\u00a0{name}\u00a0» n’est pas celui de son extension. Enregistrez-la de nouveau, puis joignez-la."
        )
