"""The referent's log as its page shows it: the latest first, and how many of each kind month by month."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from contracts.models import Contract
from core.engine import formats
from core.engine.months import Month
from core.exports import Sheet
from governance.models import ActionItem, Decision, LogEntry

Kind = LogEntry.Kind


@dataclass(frozen=True)
class LogSaid:
    """One line as it is told; `action` and `decision` are keys of what followed."""

    kind: str
    day: date
    about: str
    words: str
    action: int | None = None
    decision: int | None = None


@dataclass(frozen=True)
class MonthCount:
    """How many of each kind in a month."""

    month: Month
    complaints: int
    praises: int


@dataclass(frozen=True)
class LogPage:
    """Every line, the latest first; months that hold some, the latest first."""

    rows: list[LogEntry]
    months: list[MonthCount]
    title: str


@dataclass(frozen=True)
class LogLinks:
    """What may have followed a line: actions and decisions by key."""

    actions: list[tuple[str, str]]
    decisions: list[tuple[str, str]]


def log_rows(contract: Contract) -> dict[int, LogEntry]:
    """Every line by number (1 query); none for the provider."""
    rows = LogEntry.objects.filter(contract=contract).select_related("action", "decision__committee")
    return {row.number: row for row in rows}


def log_said(row: LogEntry) -> LogSaid:
    """The row as a value."""
    return LogSaid(row.kind, row.day, row.about, row.words, row.action_id, row.decision_id)


def log_links(contract: Contract) -> LogLinks:
    """Actions and decisions of the contract, the latest first (2 queries)."""
    actions = ActionItem.objects.filter(contract=contract).order_by("-number")
    decisions = Decision.objects.filter(contract=contract).select_related("committee")
    return LogLinks(
        [(str(row.pk), str(row)) for row in actions],
        [
            (str(row.pk), f"{row}, {formats.date_short(row.committee.held_on)}")
            for row in decisions.order_by("-committee__held_on", "number")
        ],
    )


def log_page(contract: Contract) -> LogPage:
    """Everything the page shows (1 query)."""
    rows = sorted(log_rows(contract).values(), key=lambda row: (row.day, row.number), reverse=True)
    counts = Counter((Month.of(row.day), row.kind) for row in rows)
    months = [
        MonthCount(month, counts[month, Kind.COMPLAINT], counts[month, Kind.PRAISE])
        for month in sorted({month for month, _ in counts}, reverse=True)
    ]
    return LogPage(rows, months, _title(rows))


def log_sheet(page: LogPage) -> Sheet:
    """All lines as a file."""
    head = ("Ligne", "Date", "Nature", "Au sujet de", "Propos", "Action", "Décision")
    return Sheet(
        head,
        [
            (
                row.label,
                row.day,
                row.get_kind_display(),
                row.about,
                row.words,
                _named(row.action),
                _named(row.decision),
            )
            for row in page.rows
        ],
    )


def _named(row: ActionItem | Decision | None) -> str:
    return str(row) if row else ""


def _title(rows: list[LogEntry]) -> str:
    if not rows:
        return "Rien n’est noté au journal de bord"
    complaints = sum(row.kind == Kind.COMPLAINT for row in rows)
    return f"{formats.count(complaints, 'plainte')}, {formats.count(len(rows) - complaints, 'éloge')}"
