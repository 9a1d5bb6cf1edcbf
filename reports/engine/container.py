"""What a file is, by its content: the extension only has to agree."""

from __future__ import annotations

import re
import unicodedata

from reports.engine.findings import Findings

TEXT, WORKBOOK, PDF = "text", "workbook", "pdf"
EXTENSIONS = {".csv": TEXT, ".tsv": TEXT, ".txt": TEXT, ".xlsx": WORKBOOK, ".pdf": PDF}
_MAGIC = (
    (b"%PDF-", "un PDF", "type_mismatch"),
    (b"PK\x03\x04", "une archive ZIP ou un classeur", "type_mismatch"),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "un ancien classeur (XLS) ou un fichier protégé par mot de passe",
        "encrypted_file",
    ),
    (b"\x1f\x8b", "une archive GZIP", "unsupported_type"),
    (b"\x89PNG", "une image PNG", "type_mismatch"),
    (b"GIF8", "une image GIF", "type_mismatch"),
    (b"\xff\xd8\xff", "une image JPEG", "type_mismatch"),
    (b"BZh", "une archive BZIP2", "unsupported_type"),
    (b"7z\xbc\xaf", "une archive 7-Zip", "unsupported_type"),
    (b"Rar!", "une archive RAR", "unsupported_type"),
    (b"SQLite format 3\x00", "une base SQLite", "unsupported_type"),
    (b"PAR1", "un fichier Parquet", "unsupported_type"),
    (b"ARROW1", "un fichier Feather", "unsupported_type"),
)
_MARKUP = re.compile(rb"\s*(?:<!doctype|<html|<\?xml|<table|<svg)", re.IGNORECASE)
_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
_FORMATS = "Déposez le rapport en CSV ou en XLSX (classeur Excel sans macro)."
LONGEST_NAME = 120


def safe_name(given: str) -> str:
    """The given file name as harmless text: no path, no control or direction mark, at most 120 characters."""
    name = unicodedata.normalize("NFC", _UNSAFE.sub("", given)).replace("\\", "/").rsplit("/", 1)[-1]
    name = re.sub(r'["<>:|?*;]', "_", name).strip()
    stem, dot, extension = name.rpartition(".")
    stem, extension = (stem, (dot + extension).lower()) if dot else (name, "")
    stem = stem.strip(". ") or "fichier"
    if _RESERVED.match(stem):
        stem = f"fichier {stem}"
    return stem[: LONGEST_NAME - len(extension[:12])] + extension[:12]


def extension_of(name: str) -> str:
    """The last extension, in lower case, with its dot; empty when there is none."""
    _, dot, extension = name.strip().rpartition(".")
    return f".{extension.lower()}" if dot else ""


def check_type(name: str, content: bytes, file: str, findings: Findings) -> str | None:
    """`text`, `workbook` or `pdf` when content and extension agree; None with the reason among the findings."""
    expected = EXTENSIONS.get(extension_of(name))
    if expected is None:
        found = describe(content) or "un fichier"
        findings.error(
            "unsupported_type",
            f"Format non reconnu ({found}, extension « {extension_of(name)} »).",
            _FORMATS,
            file=file,
        )
        return None
    if not content:
        findings.error(
            "empty_file",
            "Le fichier est vide (0 octet).",
            "Vérifiez l’export, puis déposez le fichier rempli.",
            file=file,
        )
        return None
    return expected if _agrees(expected, content, file, findings) else None


def _agrees(expected: str, content: bytes, file: str, findings: Findings) -> bool:
    if expected == WORKBOOK and content.startswith(b"PK\x03\x04"):
        return True
    if expected == PDF and content.startswith(b"%PDF-"):
        return True
    found = describe(content)
    if expected == TEXT and found is None:
        return True
    code = next((code for magic, _, code in _MAGIC if content.startswith(magic)), "type_mismatch")
    wanted = {TEXT: "un texte CSV", WORKBOOK: "un classeur XLSX", PDF: "un PDF"}[expected]
    findings.error(
        code,
        f"Le contenu n’est pas {wanted} : c’est {found or 'un texte'}.",
        _FORMATS if expected != PDF else "Déposez le rapport du prestataire en PDF.",
        file=file,
    )
    return False


def describe(content: bytes) -> str | None:
    """What a file is in words when it is a known kind that is not separated text."""
    for magic, words, _ in _MAGIC:
        if content.startswith(magic):
            return words
    return "une page HTML ou un document XML" if _MARKUP.match(content[:200]) else None
