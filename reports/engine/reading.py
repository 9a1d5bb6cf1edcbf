"""The whole reading of a delivery: files in, normalised facts and findings out. Nothing else decides an outcome."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from reports.engine import companions, container, period, questions, updates
from reports.engine.cells import Sheet
from reports.engine.context import Context
from reports.engine.duplicates import check_between_files
from reports.engine.findings import Findings
from reports.engine.headers import keys_of, match_columns
from reports.engine.profiles import PROFILES, Profile
from reports.engine.rows import Move, Pause, Tickets, no_tickets
from reports.engine.separated import read_text_table
from reports.engine.tables import Table
from reports.engine.text import decode
from reports.engine.tickets import read_tickets


@dataclass(frozen=True)
class File:
    """One delivered file: its kind (`tickets`, `status_log`, …), the name shown, its bytes."""

    kind: str
    name: str
    content: bytes


@dataclass
class Reading:
    """What was read. Facts are only worth storing when `findings.stops` is false."""

    findings: Findings
    tickets: list[Tickets] = field(default_factory=list)
    pauses: list[Pause] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    facts: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    row_count: int = 0
    profile: str = ""
    has_status_log: bool = False
    assumptions: dict[str, Any] = field(default_factory=dict)


def read_delivery_files(files: Sequence[File], context: Context) -> Reading:
    """Read every file, so that all problems are reported together."""
    reading = Reading(Findings(choices=context.choices))
    for file in files:
        if file.kind == "report":
            container.check_type(file.name, file.content[:4096], file.name, reading.findings)
        elif file.kind == "tickets":
            _read_ticket_file(file, context, reading)
        else:
            _read_companion(file, context, reading)
    check_between_files(reading.tickets, reading.findings)
    period.check_month(reading.tickets, context, reading.findings)
    return reading


def open_table(file: File, known: frozenset[str], context: Context, reading: Reading) -> Table | None:
    """The table of a CSV or XLSX file, or None with the reason among the findings."""
    findings = reading.findings
    kind = container.check_type(file.name, file.content, file.name, findings)
    if kind == container.WORKBOOK:
        # Workbooks cost an import that text files spare.
        from reports.engine.workbooks import read_workbook_table

        return read_workbook_table(file.content, file.name, known, context.limits, findings)
    if kind != container.TEXT:
        if kind == container.PDF:
            findings.error(
                "unsupported_type",
                "Un PDF ne contient pas de tableau lisible.",
                "Déposez le tableau en CSV ou XLSX ; le PDF va dans « Rapport du prestataire ».",
                file=file.name,
            )
        return None
    decoded = decode(file.content, file.name, findings)
    if decoded is None:
        return None
    reading.assumptions[file.name] = {"encodage": decoded.encoding, "fuseau": context.timezone}
    return read_text_table(decoded.text, file.name, known, context.limits, findings)


def _read_ticket_file(file: File, context: Context, reading: Reading) -> None:
    known = frozenset().union(*(keys_of(p.columns) for p in PROFILES.values()))
    table = open_table(file, known, context, reading)
    if table is None:
        return
    profile = choose_profile(table, context.profile)
    reading.profile = profile.code
    index = match_columns(table, profile.columns, reading.findings)
    if index is None:
        return
    if not len(table):
        questions.ask_empty_month(table, context, reading.findings)
        reading.tickets.append(no_tickets(file.name))
        return
    table = questions.ask_parties(table, context, reading.findings)
    sheet = Sheet(table, {c.name: c for c in profile.columns}, index, context, reading.findings)
    sheet.missing, sheet.keeps_skipped_hours = profile.missing, profile.keeps_skipped_hours
    reading.row_count += len(table)
    if profile.rows == "updates":
        tickets = updates.read_updates(sheet, profile)
        reading.has_status_log = True
    else:
        tickets = read_tickets(sheet, profile)
    if reading.findings.total:
        references = sheet.texts("reference")
        reading.findings.name_tickets(table.file, dict(zip(table.lines, references, strict=True)))
    reading.tickets.append(tickets)
    reading.pauses.extend(tickets.pauses)
    reading.moves.extend(tickets.moves)
    reading.assumptions.setdefault(file.name, {}).update(
        {"profil": profile.label, "lignes": len(table), "colonnes": len(index)}
    )


def choose_profile(table: Table, wanted: str) -> Profile:
    """The profile asked for, else the one that recognises most of the header (the portal's own by default)."""
    if wanted in PROFILES:
        return PROFILES[wanted]
    tools = [p for p in PROFILES.values() if p.signature and p.recognises(table.header)]
    return max(tools, key=lambda p: p.recognises(table.header), default=PROFILES["natif"])


def _read_companion(file: File, context: Context, reading: Reading) -> None:
    columns = companions.COLUMNS[file.kind]
    table = open_table(file, keys_of(columns), context, reading)
    index = match_columns(table, columns, reading.findings) if table is not None else None
    if table is None or index is None:
        return
    sheet = Sheet(table, {c.name: c for c in columns}, index, context, reading.findings)
    rows = companions.read(file.kind, sheet)
    if file.kind == "status_log":
        reading.has_status_log = True
        reading.pauses.extend(rows.pop("pauses"))
        reading.moves.extend(rows.pop("moves"))
    for kind, facts in rows.items():
        reading.facts.setdefault(kind, []).extend(facts)
