"""Judging: from the facts and the promises to one verdict per ticket and commitment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from django.db import transaction
from numpy.typing import NDArray

from contracts.engine.rules import Rules
from contracts.models import Contract
from contracts.selectors import rules_at
from core.bulk import database_instants, upsert_rows
from core.engine.months import Month
from reports import selectors as reports
from slas.engine.attribution import attributed_months, local_months
from slas.engine.clock import Suspensions
from slas.engine.judgement import JudgingRules
from slas.engine.promise_verdicts import PromiseJudgement, judge_promise
from slas.engine.promises import RESOLUTION, RESPONSE, Delay, Promise, Terms, TicketColumns
from slas.engine.verdicts import Verdict
from slas.models import Commitment, TicketVerdict
from slas.selectors.hours import hours_book

CLOCKED = (Commitment.Kind.RESPONSE, Commitment.Kind.RESOLUTION)
PAUSED_KINDS = {
    "TTR": frozenset({RESOLUTION}),
    "TTO": frozenset({RESPONSE}),
    "both": frozenset({RESPONSE, RESOLUTION}),
}
COLUMNS = (
    "contract_id",
    "commitment_id",
    "ticket_id",
    "month",
    "state",
    "elapsed_seconds",
    "target_seconds",
    "paused_seconds",
    "deadline_at",
    "verdict_at",
    "anomaly",
)


@dataclass(frozen=True, eq=False)
class Judged:
    """Every verdict of a contract as known at `as_of`.

    `frame` is the ticket table, `tickets` the same rows as columns; for each commitment, the verdicts of the
    tickets it covers and the months they belong to (`datetime64[M]`, NaT: none yet).
    """

    as_of: np.datetime64
    frame: Any
    ticket_ids: NDArray[np.int64]
    tickets: TicketColumns
    by_commitment: dict[int, tuple[PromiseJudgement, NDArray[np.datetime64]]]


def judge_tickets(*, contract: Contract, until: Month) -> Judged:
    """Judge every ticket under every clocked commitment, as known at the end of `until`. Writes nothing."""
    as_of = naive(until.end(contract.timezone))
    rules = rules_at(contract, until.last_day)
    frame = reports.ticket_columns(contract)
    frame = frame[frame["opened"] < as_of]
    tickets, pauses, terms = columns_of(frame), pauses_of(contract, frame, rules), terms_of(rules)
    book = hours_book(contract, years_of(frame, until))
    found = {}
    for promise in promises_of(contract):
        result = judge_promise(
            tickets,
            promise,
            lambda site, calendar=promise.calendar: book.hours(calendar, site),  # type: ignore[misc]
            pauses,
            terms,
            as_of,
        )
        own = tickets.take(result.rows)
        months = attributed_months(
            rules.attribution,  # type: ignore[arg-type]
            own.opened,
            own.resolved,
            result.judgement.verdict_at,
            contract.timezone,
        )
        found[promise.key] = (result, _months_of_all(own, result, months, contract.timezone))
    return Judged(as_of, frame, frame["id"].to_numpy(), tickets, found)


def _months_of_all(
    own: TicketColumns, result: PromiseJudgement, months: NDArray[np.datetime64], timezone: str
) -> NDArray[np.datetime64]:
    """Tickets outside the rate belong to a month too, so that they are listed: their end, or their opening."""
    state = result.judgement.state
    ended = np.where(np.isnat(own.closed), own.resolved, own.closed)
    left, unmeasured = state == Verdict.NOT_APPLICABLE, state == Verdict.NOT_MEASURABLE
    return np.select(
        [left, unmeasured], [local_months(ended, timezone), local_months(own.opened, timezone)], months
    )


def store_verdicts(*, contract: Contract, judged: Judged) -> int:
    """Replace the verdicts of the contract: changed rows are written, rows no longer covered are removed."""
    written = 0
    with transaction.atomic():
        for commitment_id, (result, months) in judged.by_commitment.items():
            rows = verdict_rows(contract, commitment_id, judged, result, months)
            written += upsert_rows(TicketVerdict, COLUMNS, rows, key=("ticket_id", "commitment_id"))
            covered = len(result.rows)
            stored = TicketVerdict.objects.filter(commitment_id=commitment_id)
            if stored.count() > covered:
                kept = set(judged.ticket_ids[result.rows].tolist())
                gone = [pk for pk, ticket in stored.values_list("pk", "ticket_id") if ticket not in kept]
                TicketVerdict.objects.filter(pk__in=gone).delete()
    return written


def verdict_rows(
    contract: Contract,
    commitment_id: int,
    judged: Judged,
    result: PromiseJudgement,
    months: NDArray[np.datetime64],
) -> list[tuple[Any, ...]]:
    """Rows ready for the database, in the order of COLUMNS."""
    own = result.judgement
    size = len(result.rows)
    month_texts = np.where(np.isnat(months), "", months.astype("U7")).tolist()
    elapsed = own.elapsed.tolist()
    return list(
        zip(
            [contract.pk] * size,
            [commitment_id] * size,
            judged.ticket_ids[result.rows].tolist(),
            [text or None for text in month_texts],
            own.state.tolist(),
            [None if seconds < 0 else seconds for seconds in elapsed],
            result.target.tolist(),
            np.maximum(own.paused, 0).tolist(),
            database_instants(own.deadline),
            database_instants(own.verdict_at),
            own.anomaly.tolist(),
            strict=True,
        )
    )


def promises_of(contract: Contract) -> list[Promise]:
    """The clocked commitments with their delays, as the engine reads them (2 queries)."""
    rows = (
        Commitment.objects.filter(contract=contract, kind__in=CLOCKED)
        .prefetch_related("targets")
        .order_by("position", "code", "effective_from")
    )
    return [
        Promise(
            key=row.pk,
            kind=row.kind,
            calendar=row.calendar_id,
            since=local_midnight(contract, row.effective_from),
            until=local_midnight(contract, row.effective_to + timedelta(days=1))
            if row.effective_to
            else np.datetime64("NaT", "s"),
            delays=tuple(
                Delay(target.priority, target.ticket_type, target.amount, target.unit)
                for target in sorted(row.targets.all(), key=lambda t: (t.priority == "", t.ticket_type == ""))
            ),
        )
        for row in rows
    ]


def terms_of(rules: Rules) -> Terms:
    """The contract's settings as the engine reads them."""
    return Terms(
        priorities=rules.priorities,
        raised=rules.priority_raised,
        lowered=rules.priority_lowered,
        paused_kinds=PAUSED_KINDS[rules.suspension_applies_to],
        children_counted=rules.child_policy == "all",
        judging=JudgingRules(
            cancelled=rules.cancelled_policy,  # type: ignore[arg-type]
            at_closing=rules.deadline_at_boundary,  # type: ignore[arg-type]
        ),
    )


def columns_of(frame: Any) -> TicketColumns:
    """The ticket table as the engine's columns."""

    def instants(name: str) -> NDArray[np.datetime64]:
        return frame[name].to_numpy().astype("datetime64[s]")

    def texts(name: str) -> NDArray[np.str_]:
        return frame[name].to_numpy().astype("U")

    return TicketColumns(
        opened=instants("opened"),
        picked_up=instants("picked_up"),
        resolved=instants("resolved"),
        closed=instants("closed"),
        priority_changed=instants("priority_changed"),
        type=texts("type"),
        priority=texts("priority"),
        initial_priority=texts("initial_priority"),
        site=texts("site"),
        cancelled=frame["cancelled"].to_numpy().astype(bool),
        child=(texts("parent_reference") != ""),
        declared_pause=frame["declared_pause_seconds"].to_numpy().astype(np.int64),
    )


def pauses_of(contract: Contract, frame: Any, rules: Rules) -> Suspensions:
    """The suspensions whose reason the contract accepts, by row of the ticket table."""
    pauses = reports.pause_columns(contract)
    row_of = {ticket: row for row, ticket in enumerate(frame["id"].tolist())}
    rows = np.array([row_of.get(ticket, -1) for ticket in pauses["ticket_id"].tolist()], dtype=np.int64)
    kept = (rows >= 0) & pauses["reason"].isin(rules.suspension_reasons).to_numpy()
    return Suspensions(
        rows[kept],
        pauses["started"].to_numpy().astype("datetime64[s]")[kept],
        pauses["ended"].to_numpy().astype("datetime64[s]")[kept],
    )


def local_midnight(contract: Contract, day: date) -> np.datetime64:
    """Midnight of a day in the contract's zone, as a UTC instant."""
    local = datetime.combine(day, time(), ZoneInfo(contract.timezone))
    return naive(local)


def naive(instant: datetime) -> np.datetime64:
    """An aware instant as numpy's UTC."""
    return np.datetime64(instant.astimezone(UTC).replace(tzinfo=None), "s")


def years_of(frame: Any, until: Month) -> range:
    """From the first opening to two years after the last month: deadlines may fall later."""
    first = int(str(frame["opened"].min())[:4]) if len(frame) else until.year
    return range(first, until.year + 3)
