"""The catalogue of upload files: one line of `cases.csv` each, with the outcome it must have.

Names of `names` must be found in what the person is told; files that are the reference in another form must
give the reference's tickets, to the second.
"""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.engine.months import Month
from reports.engine.context import Context
from reports.engine.reading import File, read_delivery_files
from reports.engine.rows import instant_texts

UPLOADS = Path(__file__).resolve().parent.parent / "uploads"
NOW = datetime(2026, 11, 22, tzinfo=UTC)
CASES = list(csv.DictReader(io.StringIO((UPLOADS / "cases.csv").read_bytes().decode(), newline="")))
STORED = [case for case in CASES if (UPLOADS / case["file"]).exists()]
STATUSES = {
    "new": "Nouveau",
    "in_progress": "En cours",
    "waiting": "En attente",
    "resolved": "Résolu",
    "closed": "Clos",
    "cancelled": "Annulé",
}
TYPES = {"incident": "Incident", "request": "Demande"}


def read(case):
    context = Context(Month.parse(case["period"]), "Europe/Paris", NOW)
    content = (UPLOADS / case["file"]).read_bytes()
    return read_delivery_files([File("tickets", case["upload_as"], content)], context)


def canonical(reading):
    """Tickets as the catalogue writes them: French words, UTC minutes, sorted by reference."""
    found = []
    for tickets in reading.tickets:
        c = tickets.columns
        dates = [
            [f"{text[:10]}T{text[11:16]}Z" if text else None for text in instant_texts(c[name])]
            for name in ("opened_at", "picked_up_at", "resolved_at", "closed_at")
        ]
        for row in range(len(tickets)):
            pause = c["declared_pause_seconds"][row]
            score = c["satisfaction"][row]
            found.append(
                [
                    *(c["reference"][row], TYPES[c["type"][row]], c["title"][row], c["priority"][row]),
                    *(STATUSES[c["status"][row]], *(column[row] for column in dates), pause // 60),
                    *(
                        c[name][row] or None
                        for name in ("pause_reason", "category", "site", "service", "requester", "group")
                    ),
                    *(c["reopen_count"][row], None if score is None else float(score)),
                ]
            )
    return sorted(found)


def test_the_catalogue_is_there():
    assert len(STORED) >= 108


@pytest.mark.parametrize("case", STORED, ids=lambda case: case["file"])
def test_outcome_and_words(case):
    reading = read(case)
    outcome = reading.findings.outcome
    if not case["prior"]:  # a second version is compared when it is published
        assert outcome in case["expect"].split("|"), reading.findings.items[:3]
        told = " ".join(
            f"ligne {f.line} {f.column} {f.value} {f.message} {f.reference} {f.sheet}"
            for f in reading.findings.items
        )
        assert [name for name in case["names"].split("|") if name not in told] == []
    assert all(f.message and f.remedy for f in reading.findings.items)
    if case["rows"] and outcome in {"ACCEPT", "WARN"}:
        assert sum(map(len, reading.tickets)) == int(case["rows"])


@pytest.mark.parametrize("case", [c for c in STORED if c["same_as"] == "001"], ids=lambda case: case["file"])
def test_equal_content_gives_equal_tickets(case):
    reading = read(case)
    if reading.findings.stops:
        assert reading.findings.outcome in case["expect"].split("|")
        return
    reference = json.loads((UPLOADS / "reference_rows.json").read_text(encoding="utf-8"))
    assert canonical(reading) == sorted(reference["rows"])
