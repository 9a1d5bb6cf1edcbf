"""Judging: from the facts and the promises to one verdict per ticket and commitment."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from contracts.engine.rules import Rules
from core.engine.months import Month
from slas.engine.attribution import attributed_months, local_months
from slas.engine.ceilings import Calendars
from slas.engine.lives import Lives, Reopenings, ReopenTerms
from slas.engine.promise_verdicts import Matter, PromiseJudgement, in_order, judge_promises, together
from slas.engine.promises import TicketColumns
from slas.engine.reopening import lives_of
from slas.engine.settlements import settle_verdicts
from slas.engine.verdicts import Verdict
from slas.services.ground.dating import as_told
from slas.services.ground.facts import Facts, columns_of, latest_of, terms_of, utc_second, years_of
from slas.services.ground.prioritising import as_first_told
from slas.services.ground.promising import PromiseBook
from slas.services.ground.waiting import Waiting, ticket_rows

if TYPE_CHECKING:
    from pandas import DataFrame

Months = NDArray[np.datetime64]
Part = tuple[PromiseJudgement, Months]


@dataclass(frozen=True, eq=False)
class Judged:
    """Every verdict of a contract as known at the end of the month `until`.

    `frame` is the ticket table, `tickets` the same rows as columns; for each commitment, the verdicts of the
    tickets it covers and the months they belong to (`datetime64[M]`, NaT: none yet). `settled`: in the same
    order, the dispute by which the parties decided a verdict, 0 where it is the one computed.
    """

    until: Month
    frame: DataFrame
    tickets: TicketColumns
    by_commitment: dict[int, Part]
    settled: dict[int, NDArray[np.int64]] = field(default_factory=dict)

    @property
    def ticket_ids(self) -> NDArray[np.int64]:
        return self.frame["id"].to_numpy().astype(np.int64)

    @property
    def references(self) -> NDArray[np.object_]:
        return self.frame["reference"].to_numpy()


def judge_facts(facts: Facts, book: PromiseBook, until: Month, as_of: np.datetime64 | None = None) -> Judged:
    """Judge every ticket under every clocked commitment, as known at the end of `until`, or at `as_of` within it.

    A pure function of what was delivered and what was promised: it reads nothing and writes nothing. A ticket
    is judged by the settings of the contract version in force at its opening; a reopening that counts as another
    ticket, by those in force at the reopening.
    """
    as_of = utc_second(until.end(book.timezone)) if as_of is None else as_of
    frame = facts.opened_before(as_of)
    tickets = _as_proven(book, frame).known_at(as_of)
    moves = [facts.reopenings[name].to_numpy().astype("datetime64[s]") for name in ("resolved", "reopened")]
    known_until, calendars = latest_of(tickets, as_of, moves), book.clocks(years_of(tickets, until))
    lives = _lives(facts, book, (frame, tickets), calendars, as_of)
    waiting = Waiting.of(facts, frame, lives)
    parts: dict[int, list[Part]] = defaultdict(list)
    for version, rows in book.by_version(lives.tickets.opened):
        rules = version.rules
        every = rows.size == len(lives.tickets)  # one version rules all: nothing to copy
        share = lives.tickets if every else lives.tickets.take(rows)
        share = replace(share, declared_pause=waiting.sums_under(rules, rows))
        matter = Matter(share, waiting.under(rules, rows), calendars, terms_of(rules, known_until), as_of)
        for promise, result in judge_promises(matter, book.promises):
            months = months_of(share.take(result.rows), result, rules, book.timezone)
            parts[promise.key].append((replace(result, rows=lives.source[rows[result.rows]]), months))
    judged = Judged(until, frame, tickets, {key: _whole(found) for key, found in parts.items()})
    return _settled(judged, facts, book)


def _settled(judged: Judged, facts: Facts, book: PromiseBook) -> Judged:
    """The verdicts that the parties decided, in place of those computed; months and measures stay."""
    codes = {row.pk: row.code for row in book.commitments}
    by_commitment, settled = dict(judged.by_commitment), {}
    for key, (result, months) in judged.by_commitment.items():
        lives = (judged.ticket_ids[result.rows], result.life)
        own, disputes = settle_verdicts(result.judgement, lives, facts.settlements, codes[key])
        if disputes.any():
            by_commitment[key], settled[key] = (replace(result, judgement=own), months), disputes
    return replace(judged, by_commitment=by_commitment, settled=settled)


def _as_proven(book: PromiseBook, frame: DataFrame) -> TicketColumns:
    """The tickets with the dates and the first priority that prove, by their version of the contract."""
    tickets = columns_of(frame)
    for version, rows in book.by_version(frame["told_opened"].to_numpy().astype("datetime64[s]")):
        own = np.zeros(len(frame), dtype=bool)
        own[rows] = True
        if version.rules.date_evidence == "export":
            tickets = as_told(tickets, frame, own)
        else:
            tickets = as_first_told(tickets, frame, own, version.rules.priorities)
    return tickets


def _lives(
    facts: Facts,
    book: PromiseBook,
    table: tuple[DataFrame, TicketColumns],
    calendars: Calendars,
    as_of: np.datetime64,
) -> Lives:
    """The lives of the tickets, each by the reopening policy of the version in force at its opening."""
    frame, tickets = table
    if facts.reopenings.empty:
        return Lives.single(tickets)
    rows = ticket_rows(facts.reopenings["ticket_id"].to_numpy(), frame)
    instants = (
        facts.reopenings[name].to_numpy().astype("datetime64[s]") for name in ("resolved", "reopened")
    )
    policy, window = np.full(len(tickets), "cumulative", dtype="U12"), np.zeros(len(tickets), dtype=np.int64)
    for version, own in book.by_version(tickets.opened):
        policy[own], window[own] = version.rules.reopen_policy, version.rules.reopen_window_days
    known = Reopenings(rows, *instants).kept(rows >= 0)
    return lives_of(tickets, known, ReopenTerms(policy, window), calendars.days_of, as_of)


def months_of(own: TicketColumns, result: PromiseJudgement, rules: Rules, timezone: str) -> Months:
    """The month of each verdict. Tickets outside the rate are listed in one too: their end, or their opening."""
    state = result.judgement.state
    months = attributed_months(
        rules.attribution,  # type: ignore[arg-type]
        own.opened,
        own.resolved,
        result.judgement.verdict_at,
        timezone,
    )
    ended = np.where(np.isnat(own.closed), own.resolved, own.closed)
    left = np.where(np.isnat(ended), own.opened, ended)
    return np.select(
        [state == Verdict.NOT_APPLICABLE, state == Verdict.NOT_MEASURABLE, state == Verdict.PENDING],
        [local_months(left, timezone), local_months(own.opened, timezone), np.datetime64("NaT", "M")],
        months,
    )


def _whole(parts: list[Part]) -> Part:
    """The tickets of every version of the contract put together, in row order."""
    if len(parts) == 1 and parts[0][0].life.max(initial=1) == 1:
        return parts[0]
    results = [result for result, _ in parts]
    months = np.concatenate([months for _, months in parts])
    return together(results, sort=True), months[in_order(results)]
