"""A closed month computed again from its originals and its kept promises, aside from the database."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from core.engine.months import Month
from reports.models import DeclaredFigure, Delivery, Maintenance, Outage
from reports.services.replaying import Replay, Told
from slas.services.contexts import Ground, MonthContext, MonthFacts
from slas.services.facts import JUDGED_ON, Facts
from slas.services.judging import judge_facts
from slas.services.pages import book_from_plain, fixed, plain_row
from slas.services.penalising import penalise
from slas.services.promising import PromiseBook
from slas.services.results import results_of
from slas.services.snapshots import TOTALS, month_verdicts, price_lines, result_lines

COUNTED = (
    *("met", "counted", "pending", "excluded", "not_measurable", "late_open", "unverifiable"),
    *("verdict", "small_volume", "concern", "margin", "reason", "source", "required_rate"),
)
"""What the originals and the contract alone give; causes of gaps and answers are kept, not computed again."""
Read = Callable[[Mapping[str, Any]], Told]
Line = dict[str, Any]


@dataclass(frozen=True)
class Recomputed:
    """The month again: verdict rows, counted figures, prices and totals, as a snapshot writes them."""

    verdicts: list[list[Any]]
    results: list[Line]
    prices: list[Line]
    totals: Line
    ticket_count: int


def recompute(content: Mapping[str, Any], already_due: str, read: Read) -> Recomputed:
    """Read every source again by `read`, judge and count. Raises what `read` raises."""
    book = book_from_plain(content["book"])
    month, until = Month.parse(content["month"]), Month.parse(content["record"]["judged_until"])
    replay = Replay()
    for source in content["sources"]:
        replay.take(source["key"], Month.parse(source["month"]), read(source))
    frame, pauses = replay.frames(JUDGED_ON)
    facts = Facts(frame, pauses, replay.delivered)
    ground = Ground(facts, book, judge_facts(facts, book, until))
    context = MonthContext(month, ground, stated_by(content, replay, book, month))
    results = results_of(context)
    totals = penalise(context, results, Decimal(already_due))
    held = {tuple(name) for name in content["held"]}
    keys = {
        (row.pk, reference)
        for row in book.commitments
        for code, since, reference in held
        if (row.code, str(row.effective_from)) == (code, since)
    }
    return Recomputed(
        verdicts=month_verdicts(ground.judged, book, month, keys),
        results=[counted_only(line) for line in result_lines(results)],
        prices=price_lines(results),
        totals={
            name: None if value is None else fixed(value, 2)
            for name, value in zip(TOTALS, totals, strict=True)
        },
        ticket_count=context.ticket_count,
    )


def counted_only(line: Mapping[str, Any]) -> Line:
    """The part of a result that is computed again, with its keys."""
    return {name: line[name] for name in ("code", "effective_from", *COUNTED)}


def stated_by(content: Mapping[str, Any], replay: Replay, book: PromiseBook, month: Month) -> MonthFacts:
    """What was stated for the month beside its tickets, from the deliveries then in force."""
    sources = {source["key"]: source for source in content["sources"]}
    start, end = month.start(book.timezone), month.end(book.timezone)
    outages, maintenances = [], []
    for key in replay.ledger.current.values():
        outages += [_fact(Outage, row) for row in replay.facts[key].get("outages", [])]
        maintenances += [_fact(Maintenance, row) for row in replay.facts[key].get("maintenance", [])]
    own = replay.ledger.current.get(month)
    declared = replay.facts[own].get("declared", []) if own else []
    figures = [_fact(DeclaredFigure, row) for row in declared]
    first = content["first_received"]
    return MonthFacts(
        delivery=_delivery(sources[own], month) if own else None,
        declared={figure.commitment_code: figure for figure in figures},
        outages=[
            row
            for row in sorted(outages, key=lambda row: row.started_at)
            if row.started_at < end and (row.ended_at is None or row.ended_at > start)
        ],
        maintenances=[
            row
            for row in sorted(maintenances, key=lambda row: row.started_at)
            if row.started_at < end and row.ended_at > start
        ],
        tells_outages=own is not None and any(file["kind"] == "outages" for file in sources[own]["files"]),
        first_received=instant(first) if first else None,
    )


def _delivery(source: Mapping[str, Any], month: Month) -> Delivery:
    return Delivery(
        pk=source["key"],
        month=month,
        version=source["version"],
        received_at=instant(source["received_at"]),
        no_outage_stated=source["no_outage_stated"],
    )


def _fact(model: Any, row: Mapping[str, Any]) -> Any:
    values = {
        name: instant(value) if name.endswith("_at") and value else value for name, value in row.items()
    }
    made = model(**values)
    for field in made._meta.concrete_fields:  # a decimal comes as text
        setattr(made, field.attname, field.to_python(getattr(made, field.attname)))
    return made


def fact_lines(model: Any, rows: Sequence[Mapping[str, Any]]) -> list[Line]:
    """Facts as read, like rows of their model without their keys: to be compared with those stored."""
    return sorted((stored_fact(_fact(model, row)) for row in rows), key=repr)


def stored_fact(row: Any) -> Line:
    """One stored fact without its keys."""
    return plain_row(row, leaving={"id", "contract_id", "delivery_id"})


def instant(text: str) -> datetime:
    """`2026-03-31 08:30:00`, UTC, as an aware instant."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
