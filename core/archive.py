"""An archive that anybody can check: members written as they come, then a manifest of their SHA-256.

The same members give the same bytes, and no member is ever held whole in memory.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterable, Iterator
from tempfile import TemporaryFile
from typing import IO, Any

from core.storage import open_file

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The date of every member: the same content gives the same bytes."""
CHUNK = 1 << 20
MANIFEST = "manifeste.json"
MISSING = "fichier absent"

Members = Iterable[tuple[str, Iterable[bytes]]]
"""Name and bytes of each member, in order."""


def archive_of_members(members: Members) -> IO[bytes]:
    """The archive as an open file on disk that is gone once closed, ready to be read."""
    return _written(TemporaryFile(), members)


def _written(target: IO[bytes], members: Members) -> IO[bytes]:
    write_archive(target, members)
    target.seek(0)
    return target


def write_archive(target: Any, members: Members) -> None:
    """Write the members and their manifest into an open file."""
    digests = {}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, chunks in members:
            digest = hashlib.sha256()
            with archive.open(_member(name), "w", force_zip64=True) as member:
                for chunk in chunks:
                    digest.update(chunk)
                    member.write(chunk)
            digests[name] = digest.hexdigest()
        archive.writestr(_member(MANIFEST), json.dumps(digests, indent=1, sort_keys=True))


def _member(name: str) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo(name, EPOCH)
    made.compress_type, made.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
    return made


def manifest_faults(archive: zipfile.ZipFile) -> Iterator[tuple[str, str, str]]:
    """Name, digest found and digest due of each member that differs from the manifest, lacks, or is too many."""
    names = set(archive.namelist())
    manifest = json.loads(archive.read(MANIFEST))
    for name in sorted((names | set(manifest)) - {MANIFEST}):
        found = digest_of(archive, name) if name in names else MISSING
        if found != manifest.get(name, ""):
            yield name, found, manifest.get(name, "non prévu")


def digest_of(archive: zipfile.ZipFile, name: str) -> str:
    """SHA-256 of a member, read piece by piece."""
    digest = hashlib.sha256()
    with archive.open(name) as member:
        while chunk := member.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def stored_bytes(name: str) -> Iterator[bytes]:
    """A stored file, piece by piece. Raises FileNotFoundError at the first piece."""
    with open_file(name) as stored:
        while chunk := stored.read(CHUNK):
            yield chunk
