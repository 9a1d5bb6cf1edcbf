"""Escalations as their page and « À faire » show them: each rung, who, until when, called or not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from contracts.engine.people import Person
from contracts.models import Contract
from contracts.selectors.people import levels_of
from core.engine import formats
from core.exports import Sheet
from governance.engine.escalating import Call, Standing, last_called, next_call, standing
from governance.models import Escalation, EscalationCall


@dataclass(frozen=True)
class CallLine:
    """A rung on the page; `callable`: it comes after the last one called, on an open escalation."""

    row: EscalationCall
    standing: Standing
    callable: bool


@dataclass(frozen=True)
class EscalationLine:
    """An escalation with its rungs; `late`: its next rung was to be called before now."""

    row: Escalation
    calls: list[CallLine]
    due: datetime | None
    late: bool


@dataclass(frozen=True)
class EscalationPage:
    """Open escalations, the latest first, then closed ones; the levels at which one may be opened."""

    open: list[EscalationLine]
    closed: list[EscalationLine]
    levels: list[tuple[str, str]]
    title: str


def escalation_page(contract: Contract, now: datetime) -> EscalationPage:
    """Everything the page shows (3 queries)."""
    lines = _lines(Escalation.objects.filter(contract=contract), now)
    open_ones = [line for line in lines if line.row.closed_at is None]
    levels = [
        (str(level.number), f"{level.number}, {level.delay_words} après le déclencheur")
        for level in levels_of(contract).values()
    ]
    closed = [line for line in lines if line.row.closed_at is not None]
    return EscalationPage(open_ones, closed, levels, _title(open_ones))


def late_escalations(contracts: Iterable[int], now: datetime) -> list[EscalationLine]:
    """Open escalations whose next rung is late (2 queries)."""
    rows = Escalation.objects.filter(contract_id__in=list(contracts), closed_at=None).select_related(
        "contract"
    )
    return [line for line in _lines(rows, now) if line.late]


def called_words(person: Person | None) -> str:
    """« Claire Morel, Référente IT »; nothing when the ladder names nobody."""
    return ", ".join(filter(None, (person.name, person.position))) if person else ""


def escalation_sheet(page: EscalationPage) -> Sheet:
    """Every rung of every escalation as a file."""
    head = (
        "Escalade", "Sujet", "Ticket", "Déclenchée le", "Niveau", "Client", "Prestataire", "À appeler avant le",
        "Appelé le", "Suite", "Close le", "Bilan",
    )  # fmt: skip
    rows = [
        (
            line.row.label, line.row.subject, line.row.ticket, line.row.triggered_at, call.row.level, call.row.client,
            call.row.provider, call.row.due_at, call.row.called_at, call.standing.told, line.row.closed_at,
            line.row.summary,
        )
        for line in [*page.open, *page.closed]
        for call in line.calls
    ]  # fmt: skip
    return Sheet(head, rows)


def _lines(rows: Iterable[Escalation], now: datetime) -> list[EscalationLine]:
    found = sorted(rows, key=lambda row: -row.number)
    calls: dict[int, list[EscalationCall]] = {row.pk: [] for row in found}
    for call in EscalationCall.objects.filter(escalation__in=found).order_by("level"):
        calls[call.escalation_id].append(call)
    return [_line(row, calls[row.pk], now) for row in found]


def _line(row: Escalation, rows: Sequence[EscalationCall], now: datetime) -> EscalationLine:
    calls = [Call(one.level, one.due_at, one.called_at) for one in rows]
    last, following = last_called(calls), next_call(calls)
    lines = [
        CallLine(one, standing(call, last, now, row.closed_at), row.closed_at is None and one.level > last)
        for one, call in zip(rows, calls, strict=True)
    ]
    due = following.due_at if following and row.closed_at is None else None
    return EscalationLine(row, lines, due, due is not None and due < now)


def _title(lines: Sequence[EscalationLine]) -> str:
    if not lines:
        return "Aucune escalade ouverte"
    late = sum(line.late for line in lines)
    told = formats.count(len(lines), "escalade ouverte|escalades ouvertes")
    return told + (f", {formats.number(late)} en retard d’un niveau" if late else "")
