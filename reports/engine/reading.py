"""The whole reading of a delivery: files in, normalised facts and findings out. Nothing else decides an outcome."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from reports.engine import assumptions, companions, container, omissions, period, questions, updates
from reports.engine.between_files import settle_between_files
from reports.engine.cells import Sheet
from reports.engine.context import Context
from reports.engine.findings import Findings
from reports.engine.headers import keys_of, match_columns, match_tool_columns
from reports.engine.profiles import Profile, fields
from reports.engine.recognition import known_keys, recognise
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
    """What was read. Facts are only worth storing when `findings.stops` is false.

    `cannot_tell` holds codes of `omissions`; `mappings` the saved correspondence each file was read with.
    """

    findings: Findings
    tickets: list[Tickets] = field(default_factory=list)
    pauses: list[Pause] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    facts: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    row_count: int = 0
    profile: str = ""
    has_status_log: bool = False
    assumptions: dict[str, Any] = field(default_factory=dict)
    cannot_tell: list[str] = field(default_factory=list)
    mappings: dict[str, str] = field(default_factory=dict)


def read_delivery_files(files: Sequence[File], context: Context) -> Reading:
    """Read every file, so that all problems are reported together."""
    reading = Reading(Findings(choices=context.choices))
    reading.has_status_log = any(file.kind == "status_log" for file in files)
    for file in files:
        if file.kind == "report":
            container.check_type(file.name, file.content[:4096], file.name, reading.findings)
        elif file.kind == "tickets":
            _read_ticket_file(file, context, reading)
        else:
            _read_companion(file, context, reading)
    reading.tickets = settle_between_files(reading.tickets, reading.findings)
    for tickets in reading.tickets:
        reading.pauses.extend(tickets.pauses)
        reading.moves.extend(tickets.moves)
    period.check_month(reading.tickets, context, reading.findings)
    if context.left_out:
        context.left_out.ask(reading.findings)
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
    table = read_text_table(decoded.text, file.name, known, context.limits, findings)
    reading.assumptions[file.name] = assumptions.of_text(decoded.encoding, table, context.timezone)
    return table


def _read_ticket_file(file: File, context: Context, reading: Reading) -> None:
    table = open_table(file, known_keys(context), context, reading)
    profile = recognise(table, context, reading.findings) if table is not None else None
    if table is None or profile is None:
        return
    reading.profile = profile.code
    index = _matched(table, profile, reading.findings)
    if index is None:
        return
    if not len(table):
        questions.ask_empty_month(table, context, reading.findings)
        reading.tickets.append(no_tickets(file.name))
        return
    table = questions.ask_parties(table, context, reading.findings)
    sheet = _sheet(table, profile, index, context, reading.findings)
    reading.row_count += len(table)
    _tell_omissions(sheet, profile, reading)
    if profile.rows == "updates":
        tickets = updates.read_updates(sheet, profile)
        reading.has_status_log = True
    else:
        tickets = read_tickets(sheet, profile)
    if reading.findings.total:
        references = sheet.texts("reference")
        reading.findings.name_tickets(table.file, dict(zip(table.lines, references, strict=True)))
    reading.tickets.append(tickets)
    reading.assumptions.setdefault(file.name, {}).update(assumptions.of_tickets(sheet, profile))
    if profile.mapping:
        reading.mappings[file.name] = profile.mapping


def _matched(table: Table, profile: Profile, findings: Findings) -> dict[str, int] | None:
    if profile.is_tool:
        return match_tool_columns(table, profile.columns, profile.unread, findings)
    return match_columns(table, profile.columns, findings)


def _sheet(
    table: Table, profile: Profile, index: dict[str, int], context: Context, findings: Findings
) -> Sheet:
    columns = {name: fields.column(name, (own.label,)) for name, own in fields.FIELDS.items()}
    columns = (columns if profile.is_tool else {}) | {c.name: c for c in profile.columns}
    context = replace(context, timezone=_zone(table, profile, index, context, findings))
    sheet = Sheet(table, columns, index, context, findings)
    sheet.missing, sheet.keeps_skipped_hours = profile.missing, profile.keeps_skipped_hours
    sheet.is_tool, sheet.date_order = profile.is_tool, profile.date_order
    return sheet


def _zone(table: Table, profile: Profile, index: dict[str, int], context: Context, findings: Findings) -> str:
    asked = profile.asks_zone and not profile.timezone
    told = questions.ask_zone(table, index["opened_at"], context, findings) if asked else profile.timezone
    return told or context.timezone


def _tell_omissions(sheet: Sheet, profile: Profile, reading: Reading) -> None:
    codes = omissions.omissions_of(sheet, profile)
    if reading.has_status_log:
        codes = [code for code in codes if code != omissions.WAITING]
    reading.cannot_tell += [code for code in codes if code not in reading.cannot_tell]
    if profile.is_tool:
        omissions.announce(sheet, codes)


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
