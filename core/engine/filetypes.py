"""Files that people send: a harmless name, and what the first bytes say they are."""

from __future__ import annotations

import re
import unicodedata

MAGIC = (
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
"""First bytes, what they are in French, the code of the refusal where something else was due."""
_MARKUP = re.compile(rb"\s*(?:<!doctype|<html|<\?xml|<table|<svg)", re.IGNORECASE)
_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
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


def describe(content: bytes) -> str | None:
    """What a file is in words when it is a known kind that is not separated text."""
    for magic, words, _ in MAGIC:
        if content.startswith(magic):
            return words
    return "une page HTML ou un document XML" if _MARKUP.match(content[:200]) else None
