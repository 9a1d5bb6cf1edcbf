"""Answers to satisfaction surveys, about a ticket or about the service in general."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from reports.engine.cells import Sheet
from reports.engine.instants import read_instants
from reports.engine.rows import instant_texts


def read_satisfaction(sheet: Sheet) -> list[dict[str, Any]]:
    """Answers as rows: ticket_reference, score (text), answered_at, comment. A comment is told in no finding."""
    references, comments = sheet.short_texts("ticket_reference"), sheet.short_texts("comment")
    scores = sheet.decimals("score", sheet.decimal_sign("score"))
    for row, score in enumerate(scores):
        if score is not None and not 1 <= score <= 5:
            sheet.findings.error(
                "out_of_range",
                "Satisfaction hors de l’échelle de 1 à 5.",
                "Ramenez la note sur l’échelle de 1 (mauvais) à 5 (excellent), ou retirez la ligne.",
                **sheet.place("score", row),
            )
    answered = instant_texts(read_instants(sheet, "answered_at")["answered_at"])
    _hide_comments(sheet)
    return [
        {"ticket_reference": reference, "score": str(score), "answered_at": at or None, "comment": comment}
        for reference, score, at, comment in zip(references, scores, answered, comments, strict=True)
    ]


def _hide_comments(sheet: Sheet) -> None:
    """Findings are read by both sides, the words of users by the client alone."""
    if not sheet.has("comment"):
        return
    column = sheet.table.header[sheet.index["comment"]]
    sheet.findings.items = [
        replace(item, value="") if item.file == sheet.table.file and item.column == column else item
        for item in sheet.findings.items
    ]
