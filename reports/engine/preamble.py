"""Title lines above the header: found, and skipped only where a person says so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reports.engine.findings import Findings, Option
from reports.engine.headers import header_key

ENOUGH = 3
"""Known names that make a header of a line."""


def find_header(rows: Sequence[Sequence[Any]], known: frozenset[str]) -> int:
    """How many rows stand above the header, 0 when it comes first or none is recognised."""
    scores = [sum(header_key(str(cell)) in known for cell in row[:300] if cell is not None) for row in rows]
    best = max(range(len(scores)), key=lambda k: scores[k], default=0)
    return best if best and scores[best] >= ENOUGH and scores[0] < ENOUGH else 0


def ask_header(file: str, sheet: str, line: int, above: int, findings: Findings) -> str:
    """Ask whether the reading starts at the line of the recognised header; returns the answer, if given."""
    lines = "la ligne qui le précède" if above == 1 else f"les {above} lignes qui le précèdent"
    return findings.ask(
        "header_not_first",
        f"L’en-tête est à la ligne {line} au lieu de la ligne 1.",
        f"Supprimez {lines}, puis déposez le fichier de nouveau.",
        [Option("skip", f"Commencer la lecture à la ligne {line}")],
        file=file,
        sheet=sheet,
        line=line,
    )
