"""The papers that a committee may have: which pages each one is made of, for whom it is printed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["copil", "costrat", "audit"]


@dataclass(frozen=True)
class Edition:
    """One paper for one reader. `provider`: the provider reads it too, so that it holds nothing of the client alone.

    `secrecy` names whoever the portal lets read it: every member of the client's side, or both parties.

    `copy` names it in its head and in the journal; `front_only`: its first two pages, without attached file.
    """

    kind: Kind
    copy: str
    secrecy: str
    provider: bool = False
    front_only: bool = False


CLIENT_ONLY = "Confidentiel : réservé au client"
BOTH_PARTIES = "Confidentiel : client et prestataire"
_CLIENT = ("exemplaire client", CLIENT_ONLY)
_SHARED = ("exemplaire partagé", BOTH_PARTIES)
_EXECUTIVE = ("exemplaire direction", CLIENT_ONLY)
EDITIONS = {
    "client": Edition("copil", *_CLIENT),
    "partage": Edition("copil", *_SHARED, provider=True),
    "executif": Edition("copil", *_EXECUTIVE, front_only=True),
    "costrat-client": Edition("costrat", *_CLIENT),
    "costrat-partage": Edition("costrat", *_SHARED, provider=True),
    "costrat-executif": Edition("costrat", *_EXECUTIVE, front_only=True),
    "audit-client": Edition("audit", "exemplaire client", "Confidentiel : client et son auditeur"),
    "audit-partage": Edition("audit", *_SHARED, provider=True),
}
"""Variant -> what it is, in the order in which they are offered. An audit has no two pages to sum it up."""
PAPERS: dict[Kind, str] = {"copil": "", "costrat": "dossier stratégique", "audit": "dossier d’audit"}
"""What precedes the copy of a paper that is not the usual one."""


def named(variant: str) -> str:
    """« exemplaire client », « dossier d’audit, exemplaire partagé »."""
    edition = EDITIONS[variant]
    return ", ".join(part for part in (PAPERS[edition.kind], edition.copy) if part)


def usual(strategic: bool) -> dict[str, str]:
    """The variants that a committee sends, by reader: « client », « partage », « executif »."""
    prefix = "costrat-" if strategic else ""
    return {reader: f"{prefix}{reader}" for reader in ("client", "partage", "executif")}
