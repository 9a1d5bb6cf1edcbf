"""A head of the chain as paper, mail and pages print it, and whether a chain still passes through it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from journal.engine.chain import GENESIS, Break

PRINTED = re.compile(
    r"(?:.*\bn[°o]\s*|tête du journal\s*:\s*)?(?:(?P<sequence>\d+)\s*[,:]\s*)?(?:empreinte\s+)?(?P<hash>[0-9a-f]{12,64})…?",
    re.IGNORECASE,
)
"""`12:hash`, « Tête du journal : n° 12, hash », « Tête du journal : hash », or the hash alone; a footer prints its first 12 characters."""


class HeadUnreadable(Exception):
    """The text is not a head as it is printed; the message is in French."""

    def __init__(self, text: str) -> None:
        super().__init__(
            f"Tête illisible : « {text} ». Attendu : numéro:empreinte, ou l’empreinte seule, comme imprimée."
        )


@dataclass(frozen=True)
class Head:
    """A head as given: its number where it was told, its hash or the beginning of it."""

    sequence: int | None
    hash: str

    def __str__(self) -> str:
        return self.hash if self.sequence is None else f"{self.sequence}:{self.hash}"


def read_head(text: str) -> Head:
    """The head that a person copied. Raises HeadUnreadable."""
    found = PRINTED.fullmatch(text.strip())
    if found is None:
        raise HeadUnreadable(text)
    sequence = found["sequence"]
    return Head(None if sequence is None else int(sequence), found["hash"].lower())


def missed_head(links: Iterable[tuple[int, str]], head: Head) -> Break | None:
    """What the chain holds in place of the head; None when it passes through it. `links`: number and hash."""
    last = 0
    for sequence, link in ((0, GENESIS), *links):
        last = sequence
        if link.startswith(head.hash) and head.sequence in {None, sequence}:
            return None
        if sequence == head.sequence:
            return Break(sequence, "tête donnée", link, head.hash)
    held = f"absente\u00a0: le journal s’arrête à la ligne {last}"
    return Break(head.sequence or 0, "tête donnée", held, head.hash)
