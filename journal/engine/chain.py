"""The chain of hashes: pure, so that an archive is checked where its contract is unknown."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

GENESIS = "0" * 64
CONTENT = ("contract", "sequence", "at", "actor", "role", "action", "subject", "details", "reason")


@dataclass(frozen=True)
class Break:
    """The first place where a chain does not hold: the entry's number, the field, and both values."""

    sequence: int
    field: str
    found: str
    expected: str


def canonical(value: Any) -> str:
    """JSON with sorted keys, no blanks and plain characters: the same value gives the same text."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def sha256(text: str) -> str:
    """SHA-256 of a text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def link(previous: str, content: Mapping[str, Any]) -> str:
    """The hash of an entry: SHA-256 of the previous hash followed by the entry's canonical JSON."""
    return sha256(previous + canonical({name: content[name] for name in CONTENT}))


def first_break(entries: Iterable[Mapping[str, Any]]) -> Break | None:
    """The first entry that does not follow from the one before it; None when all do.

    An entry holds `CONTENT`, `previous` and `hash`. One that is withheld (`details` absent) is only checked
    by its place: the next one still rests on its hash.
    """
    previous, expected = GENESIS, 1
    for entry in entries:
        if entry["sequence"] != expected:
            return Break(expected, "numéro", str(entry["sequence"]), str(expected))
        if entry["previous"] != previous:
            return Break(expected, "empreinte précédente", entry["previous"], previous)
        if "details" in entry and entry["hash"] != (hash_due := link(previous, entry)):
            return Break(expected, "empreinte", entry["hash"], hash_due)
        previous, expected = entry["hash"], expected + 1
    return None
