"""Files that people attach: checked by their content, then kept as received under a random name, or not at all."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from django.conf import settings

from contracts.engine.document_types import (
    ODF_DECLARATION,
    FileType,
    Member,
    TypeRefused,
    check_container,
    check_head,
    is_container,
)
from core.engine import formats
from core.engine.filetypes import safe_name
from core.storage import FileTooLarge, discard_file, store_file

HEAD = 65_536
"""First bytes that are looked at; a text shows its zero bytes there."""


class FileRefused(Exception):
    """The file cannot be kept; the message is in French, with the remedy. Nothing was kept."""


@dataclass(frozen=True)
class OfferedFile:
    """A file as it was sent: the name its sender gave it, and its content."""

    name: str
    content: BinaryIO


@dataclass(frozen=True)
class KeptFile:
    """A file just kept, by the columns of the row that will name it."""

    name: str
    storage_name: str
    sha256: str
    size: int
    media_type: str


@contextmanager
def kept_file(name: str, content: BinaryIO) -> Iterator[KeptFile]:
    """Check the file, then keep it; what is raised inside lets it go. Raises FileRefused."""
    shown = safe_name(name)
    try:
        kind = _type_of(shown, content)
        stored = store_file(content, most=settings.UPLOAD_MAX_BYTES)
    except TypeRefused as refusal:
        raise FileRefused(str(refusal)) from refusal
    except FileTooLarge as error:
        most = formats.number(settings.UPLOAD_MAX_BYTES // (1024 * 1024))
        raise FileRefused(
            f"Le fichier « {shown} » est trop lourd : {most} Mo au plus. Découpez-le, ou réduisez ses images."
        ) from error
    try:
        yield KeptFile(shown, stored.name, stored.sha256, stored.size, kind.media)
    except BaseException:
        discard_file(stored.name)
        raise


@contextmanager
def kept_if_any(file: OfferedFile | None) -> Iterator[KeptFile | None]:
    """The same where a file may be missing: then nothing is kept, and None is given. Raises FileRefused."""
    if file is None:
        yield None
        return
    with kept_file(file.name, file.content) as kept:
        yield kept


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
