"""The files embedded in a pack: the rows behind its figures, readable by any spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.engine.cells import csv_cell
from core.engine.formats import month_long
from governance.engine.facts import PackFacts


@dataclass(frozen=True)
class EvidenceFile:
    """A CSV: UTF-8 with byte order mark, « ; », CRLF, every cell quoted, formulas neutralised."""

    name: str
    description: str
    rows: int
    content: bytes


def evidence_files(facts: PackFacts) -> tuple[EvidenceFile, ...]:
    """Late tickets and gaps; a file without row is left out."""
    month = month_long(facts.month.month)
    late = [
        (
            row.reference,
            row.code,
            row.priority,
            row.opened_at,
            row.resolved_at,
            row.elapsed // 60,
            row.target // 60,
            (row.elapsed - row.target) // 60,
            row.paused // 60,
            row.category,
            row.declared,
        )
        for row in facts.late
    ]
    gaps = [
        (row.code, row.name, row.declared, row.percent, row.gap, row.gap_status, row.flipped)
        for row in facts.commitments
        if row.gap is not None
    ]
    found = (
        _file("tickets-hors-delai.csv", f"Tickets hors délai, {month}", LATE_HEAD, late, facts.zone),
        _file("ecarts.csv", f"Écarts déclaré et recalculé, {month}", GAP_HEAD, gaps, facts.zone),
    )
    return tuple(file for file in found if file.rows)


LATE_HEAD = (
    "ticket",
    "engagement",
    "priorite",
    "ouvert_le",
    "resolu_le",
    "delai_ouvre_min",
    "limite_min",
    "depassement_min",
    "suspendu_min",
    "categorie",
    "rapport",
)
GAP_HEAD = (
    "engagement",
    "libelle",
    "declare_pct",
    "recalcule_pct",
    "ecart_pt",
    "rapprochement",
    "verdict_inverse",
)


def _file(
    name: str, description: str, head: Sequence[str], rows: Sequence[Sequence[object]], zone: str
) -> EvidenceFile:
    lines = [";".join(_quoted(csv_cell(cell, zone)) for cell in row) for row in (head, *rows)]
    return EvidenceFile(name, description, len(rows), ("\ufeff" + "\r\n".join(lines) + "\r\n").encode())


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
