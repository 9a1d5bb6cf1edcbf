"""Which files a document may be kept as, and whether a content is what its extension says. Pure: bytes are given.

Types are those of the office: PDF, DOCX, XLSX, ODT, ODS, PNG, JPEG, TXT, CSV. A container is known by its own
declaration (`[Content_Types].xml`, `mimetype`), never by its extension, and must hold neither macro nor object.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.engine.filetypes import describe, extension_of

MEBI = 1024 * 1024
MOST_MEMBERS, MOST_UNPACKED, MOST_RATIO = 200, 200 * MEBI, 100
"""Members of a container, bytes once unpacked, bytes unpacked for one packed."""
OPEN_XML = "application/vnd.openxmlformats-officedocument."
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
DECLARATION = "[Content_Types].xml"
ODF_DECLARATION = "mimetype"
ACTIVE = ("vbaproject.bin", "oleobject", "/activex/", "/basic/", "/scripts/")
"""Parts of a container that may run: macros, OLE objects, controls, scripts."""


@dataclass(frozen=True)
class FileType:
    """A type that is kept: its name in words, its media type, its first bytes, its main part in a container."""

    name: str
    media: str
    begins: bytes = b""
    part: str = ""


TYPES = {
    ".pdf": FileType("PDF", "application/pdf", b"%PDF-"),
    ".docx": FileType("DOCX", f"{OPEN_XML}wordprocessingml.document", b"PK\x03\x04", "word/document.xml"),
    ".xlsx": FileType("XLSX", f"{OPEN_XML}spreadsheetml.sheet", b"PK\x03\x04", "xl/workbook.xml"),
    ".odt": FileType("ODT", f"{OPEN_DOCUMENT}text", b"PK\x03\x04"),
    ".ods": FileType("ODS", f"{OPEN_DOCUMENT}spreadsheet", b"PK\x03\x04"),
    ".png": FileType("PNG", "image/png", b"\x89PNG\r\n\x1a\n"),
    ".jpg": FileType("JPEG", "image/jpeg", b"\xff\xd8\xff"),
    ".jpeg": FileType("JPEG", "image/jpeg", b"\xff\xd8\xff"),
    ".txt": FileType("TXT", "text/plain; charset=utf-8"),
    ".csv": FileType("CSV", "text/csv; charset=utf-8"),
}
ACCEPTED = ", ".join(dict.fromkeys(kind.name for kind in TYPES.values()))
EXTENSIONS = ",".join(TYPES)
"""What a form offers to choose among."""


class TypeRefused(Exception):
    """The file cannot be kept; the message says what it is and what to do, in French."""


@dataclass(frozen=True)
class Member:
    """One part of a container, as its directory tells it: name, bytes unpacked and packed, whether it is ciphered."""

    name: str
    unpacked: int
    packed: int
    ciphered: bool = False


def check_head(name: str, head: bytes) -> FileType:
    """The type of a file by its name and its first bytes. Raises TypeRefused."""
    kind = TYPES.get(extension_of(name))
    if kind is None:
        raise TypeRefused(
            f"Format non admis : « {name} ». Formats admis : {ACCEPTED}. Enregistrez le document dans l’un d’eux."
        )
    if not head:
        raise TypeRefused(f"Le fichier « {name} » est vide. Joignez le fichier rempli.")
    sound = head.startswith(kind.begins) if kind.begins else b"\0" not in head and describe(head) is None
    if not sound:
        found = describe(head) or ("un fichier binaire" if b"\0" in head else "un texte")
        raise TypeRefused(
            f"Le contenu de « {name} » n’est pas celui d’un fichier {kind.name} : c’est {found}."
            " Donnez-lui sa vraie extension, ou enregistrez-le de nouveau."
        )
    return kind


def is_container(kind: FileType) -> bool:
    """Whether the type is a set of parts, to be looked at by `check_container`."""
    return kind.begins == b"PK\x03\x04"


def check_container(name: str, kind: FileType, members: Sequence[Member], declared: str) -> None:
    """Refuse a container that is of another type, too large once unpacked, ciphered, or that holds what runs.

    `declared`: the content of its `mimetype` part, empty when it has none. Raises TypeRefused.
    """
    names = [member.name for member in members]
    if any(member.ciphered for member in members):
        raise TypeRefused(f"Le fichier « {name} » est chiffré. Ôtez son mot de passe, puis joignez-le.")
    unpacked, packed = (sum(getattr(one, size) for one in members) for size in ("unpacked", "packed"))
    if len(members) > MOST_MEMBERS or unpacked > min(MOST_UNPACKED, MOST_RATIO * max(packed, 1)):
        raise TypeRefused(
            f"Le fichier « {name} » contient trop d’éléments ou grossit trop une fois ouvert."
            " Enregistrez-le en PDF, puis joignez-le."
        )
    if any(part in f"/{one.lower()}" for one in names for part in ACTIVE):
        raise TypeRefused(
            f"Le fichier « {name} » contient une macro ou un objet incorporé."
            " Enregistrez-le sans macro, ou en PDF, puis joignez-le."
        )
    is_open_xml = DECLARATION in names and kind.part in names
    if not (is_open_xml if kind.part else declared == kind.media):
        raise TypeRefused(
            f"Le contenu de « {name} » n’est pas celui d’un fichier {kind.name}."
            " Donnez-lui sa vraie extension, ou enregistrez-le de nouveau."
        )
