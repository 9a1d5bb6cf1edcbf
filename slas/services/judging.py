"""Judging: from the facts and the promises to one verdict per ticket and commitment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from contracts.engine.rules import Rules
from core.engine.months import Month
from slas.engine.attribution import attributed_months, local_months, versions_in_force
from slas.engine.promise_verdicts import Matter, PromiseJudgement, judge_promises, together
from slas.engine.promises import TicketColumns
from slas.engine.verdicts import Verdict
from slas.services.dating import as_told
from slas.services.facts import (
    Facts,
    accepted_pauses,
    accepted_sums,
    columns_of,
    latest_of,
    terms_of,
    utc_second,
    years_of,
)
from slas.services.promising import PromiseBook

if TYPE_CHECKING:
    from pandas import DataFrame

Months = NDArray[np.datetime64]
Part = tuple[PromiseJudgement, Months]


@dataclass(frozen=True, eq=False)
class Judged:
    """Every verdict of a contract as known at the end of the month `until`.

    `frame` is the ticket table, `tickets` the same rows as columns; for each commitment, the verdicts of the
    tickets it covers and the months they belong to (`datetime64[M]`, NaT: none yet).
    """

    until: Month
    frame: DataFrame
    tickets: TicketColumns
    by_commitment: dict[int, Part]

    @property
    def ticket_ids(self) -> NDArray[np.int64]:
        return self.frame["id"].to_numpy().astype(np.int64)

    @property
    def references(self) -> NDArray[np.object_]:
        return self.frame["reference"].to_numpy()


def judge_facts(facts: Facts, book: PromiseBook, until: Month) -> Judged:
    """Judge every ticket under every clocked commitment, as known at the end of `until`.

    A pure function of what was delivered and what was promised: it reads nothing and writes nothing. A ticket
    is judged by the settings of the contract version in force at its opening.
    """
    as_of = utc_second(until.end(book.timezone))
    frame = facts.opened_before(as_of)
    tickets = columns_of(frame).known_at(as_of)
    hours_of = book.hours_of(years_of(tickets, until))
    parts: dict[int, list[Part]] = defaultdict(list)
    for rules, rows in _by_version(book, tickets):
        every = rows.size == len(frame)  # one version rules all: nothing to copy
        own, share = (frame, tickets) if every else (frame.iloc[rows], tickets.take(rows))
        share = replace(share, declared_pause=accepted_sums(own, rules))
        if rules.date_evidence == "export":
            share = as_told(share, own)
        terms = terms_of(rules, latest_of(share, as_of))
        matter = Matter(share, accepted_pauses(facts.pauses, own, rules), hours_of, terms, as_of)
        for promise, result in judge_promises(matter, book.promises):
            months = months_of(share.take(result.rows), result, rules, book.timezone)
            parts[promise.key].append((replace(result, rows=rows[result.rows]), months))
    return Judged(until, frame, tickets, {key: _whole(found) for key, found in parts.items()})


def _by_version(book: PromiseBook, tickets: TicketColumns) -> Iterator[tuple[Rules, NDArray[np.int64]]]:
    """Rows by the version in force at their opening; the first one also rules what came before it."""
    dates = [version.effective_on for version in book.versions]
    index = np.maximum(versions_in_force(tickets.opened, dates, book.timezone), 0)
    for place, version in enumerate(book.versions):
        yield version.rules, np.flatnonzero(index == place)


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
    if len(parts) == 1:
        return parts[0]
    rows = np.concatenate([result.rows for result, _ in parts])
    months = np.concatenate([months for _, months in parts])
    return together([result for result, _ in parts]), months[np.argsort(rows, kind="stable")]
