"""Private files: kept under random names outside the web root, written whole or not at all."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO

from django.conf import settings

CHUNK = 1 << 20


class FileTooLarge(Exception):
    """More bytes than allowed were offered; nothing is kept."""


@dataclass(frozen=True)
class StoredFile:
    """A file just kept: its random name, its SHA-256 in hexadecimal, its size in bytes."""

    name: str
    sha256: str
    size: int


def private_path(name: str) -> Path:
    """Where a stored name lies. Raises ValueError for a name this module did not make."""
    if not name.isalnum():
        raise ValueError(f"not a stored name: {name!r}")
    return Path(settings.PRIVATE_STORAGE_ROOT) / name[:2] / name


def store_file(content: IO[bytes] | bytes, *, most: int | None = None) -> StoredFile:
    """Keep a file: temporary name in its folder, hash while copying, fsync, rename. Raises FileTooLarge."""
    name = secrets.token_hex(20)
    path = private_path(name)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    temporary = path.with_suffix(".part")
    digest, size = hashlib.sha256(), 0
    try:
        with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
            for chunk in _chunks(content):
                size += len(chunk)
                if most is not None and size > most:
                    raise FileTooLarge
                digest.update(chunk)
                target.write(chunk)
            target.flush()
            os.fsync(target.fileno())
        os.rename(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
    _sync_folder(path.parent)
    return StoredFile(name, digest.hexdigest(), size)


def discard_file(name: str) -> None:
    """Forget a stored file; one that is already gone is no error."""
    private_path(name).unlink(missing_ok=True)


def is_stored(name: str) -> bool:
    """Whether the storage still has a file."""
    return private_path(name).is_file()


def open_file(name: str) -> BinaryIO:
    """A stored file, open for reading."""
    return private_path(name).open("rb")


def _chunks(content: IO[bytes] | bytes) -> Iterator[bytes]:
    if isinstance(content, bytes):
        yield content
        return
    while chunk := content.read(CHUNK):
        yield chunk


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
