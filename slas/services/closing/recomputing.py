"""A closed month computed again from its originals and its kept promises, aside from the database."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from core.engine.months import Month
from reports.models import DeclaredFigure, Delivery, Maintenance, Outage
from reports.services.replaying import Replay, Told
from slas.engine.penalties import Before
from slas.engine.settlements import EVERY_LIFE, Decided, Settlements
from slas.services.closing.pages import book_from_plain, fixed, plain_row
from slas.services.closing.snapshots import TOTALS, month_verdicts, price_lines, result_lines
from slas.services.closing.tickets import tickets_told
from slas.services.counting.results import results_of
from slas.services.ground.contexts import Ground, MonthContext, MonthFacts
from slas.services.ground.dating import with_evidence
from slas.services.ground.facts import JUDGED_ON, Facts
from slas.services.ground.judging import judge_facts
from slas.services.ground.prioritising import with_first_priorities
from slas.services.ground.promising import PromiseBook
from slas.services.prices.penalising import penalise

COUNTED = (
    *("met", "counted", "pending", "excluded", "not_measurable", "late_open", "unverifiable"),
    *("verdict", "small_volume", "concern", "margin", "reason", "source", "required_rate"),
)
"""What the originals and the contract alone give; causes of gaps and answers are kept, not computed again."""
Read = Callable[[Mapping[str, Any]], Told]
Line = dict[str, Any]
UNPRICED: Mapping[str, Any] = {
    "before": {"due_this_year": "0.00", "ccag_total": "0.00", "points": 0},
    "disputed": {},
}
"""What stands for the prices of a month where they are withheld: its verdicts do not rest on them."""


@dataclass(frozen=True)
class Recomputed:
    """The month again: verdict rows, counted figures, prices and totals, as a snapshot writes them."""

    verdicts: list[list[Any]]
    results: list[Line]
    prices: list[Line]
    totals: Line
    ticket_count: int
    tickets: Line


def recompute(content: Mapping[str, Any], prices: Mapping[str, Any], read: Read) -> Recomputed:
    """Read every source again by `read`, judge, count and price. Raises what `read` raises."""
    book = book_from_plain(content["book"])
    month, until = Month.parse(content["month"]), Month.parse(content["record"]["judged_until"])
    replay = Replay()
    for source in content["sources"]:
        replay.take(source["key"], Month.parse(source["month"]), read(source))
    frame, pauses = replay.frames(JUDGED_ON)
    ids = dict(zip(frame["reference"], frame["id"].tolist(), strict=True))
    facts = Facts(
        with_first_priorities(with_evidence(frame, *replay.proofs()), replay.tellings(), book.timezone),
        pauses,
        replay.reopenings(),
        replay.delivered,
        settlements_in(content, ids),
    )
    ground = Ground(facts, book, judge_facts(facts, book, until))
    context = MonthContext(month, ground, stated_by(content, replay, book, month))
    results = results_of(context)
    bill = penalise(context, results, before_in(prices), disputed_in(prices, ids)).bill
    keys = {
        (row.pk, reference, life)
        for row in book.commitments
        for code, since, reference, life in content["held"]
        if (row.code, str(row.effective_from)) == (code, since)
    }
    return Recomputed(
        verdicts=month_verdicts(ground.judged, book, month, keys),
        results=[counted_only(line) for line in result_lines(results)],
        prices=price_lines(results),
        totals={
            name: None if value is None else fixed(value, 2)
            for name, value in zip(TOTALS, (bill.gross, bill.cut, bill.due), strict=True)
        },
        ticket_count=context.ticket_count,
        tickets=tickets_told(replay.ledger, content),
    )


def settlements_in(content: Mapping[str, Any], ids: Mapping[str, int]) -> Settlements:
    """What the parties had decided, on tickets as they are numbered now."""
    return Settlements.of(
        Decided(
            one["dispute"],
            one["code"],
            one["month"],
            None if one["ticket"] is None else ids.get(one["ticket"], 0),
            one["state"],
            one.get("life", EVERY_LIFE),
        )
        for one in content["settlements"]
    )


def disputed_in(prices: Mapping[str, Any], ids: Mapping[str, int]) -> dict[str, set[tuple[int, int]]]:
    """The tickets that were under an open dispute; a month closed before disputes named a life tells references."""
    found: dict[str, set[tuple[int, int]]] = {}
    for code, told in prices["disputed"].items():
        named = [(name, EVERY_LIFE) if isinstance(name, str) else name for name in told]
        found[code] = {(ids[reference], life) for reference, life in named if reference in ids}
    return found


def before_in(prices: Mapping[str, Any]) -> Before:
    """What earlier months had left for the caps and points."""
    before = prices["before"]
    return Before(Decimal(before["due_this_year"]), Decimal(before["ccag_total"]), before["points"])


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


def facts_of(model: Any, rows: Iterable[Mapping[str, Any]], names: Collection[str]) -> list[Any]:
    """Unsaved rows of facts from some of the values read."""
    return [_fact(model, {name: row[name] for name in names}) for row in rows]


def stored_fact(row: Any) -> Line:
    """One stored fact without its keys."""
    return plain_row(row, leaving={"id", "contract_id", "delivery_id"})


def instant(text: str) -> datetime:
    """`2026-03-31 08:30:00`, UTC, as an aware instant."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
