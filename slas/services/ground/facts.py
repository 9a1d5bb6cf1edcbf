"""From the facts and promises as stored to the columns the engine judges."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Self
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from contracts.engine.rules import Rules
from contracts.models import Contract
from core.engine.months import Month
from reports import selectors as reports
from slas.engine.judgement import JudgingRules
from slas.engine.promises import NAT, RESOLUTION, RESPONSE, Delay, Promise, Terms, TicketColumns
from slas.engine.settlements import NO_SETTLEMENT, Settlements
from slas.models import Commitment
from slas.selectors.settlements import settlements_of
from slas.services.ground.dating import with_evidence
from slas.services.ground.prioritising import with_first_priorities

if TYPE_CHECKING:
    from pandas import DataFrame, Series

JUDGED_ON = (
    *(
        "id",
        "reference",
        "type",
        "priority",
        "initial_priority",
        "priority_changed",
        "site",
        "parent_reference",
    ),
    *(
        "opened",
        "picked_up",
        "resolved",
        "closed",
        "declared_pause_seconds",
        "pause_reason",
        "last_delivery_id",
        "declared_met",
        "duplicate_of",
        "assigned",
        "restored",
        "lowering_approved",
        "cancelled_by",
        "cancel_reason",
        "status",
        "pickup_untold",
    ),
)
PROVIDER_WORDS = ("prestataire", "provider")
CLOCKED = (Commitment.Kind.RESPONSE, Commitment.Kind.RESOLUTION)
PAUSED_KINDS = {
    "TTR": frozenset({RESOLUTION}),
    "TTO": frozenset({RESPONSE}),
    "both": frozenset({RESPONSE, RESOLUTION}),
}


@dataclass(frozen=True, eq=False)
class Facts:
    """Everything delivered that a ticket's verdict rests on.

    `frame`: the tickets in force, one row each (columns of JUDGED_ON and `cancelled`; `opened` and `resolved` as
    the evidence has them, `told_opened` and `told_resolved` as the last export; see also `prioritising`);
    `pauses`: their waiting intervals; `reopenings`: each time one came back (ticket_id, resolved, reopened); `delivered`: the month of
    each delivery, by the id that `frame.last_delivery_id` names. `settlements`: verdicts that the parties decided
    since, in place of the one computed.
    """

    frame: DataFrame
    pauses: DataFrame
    reopenings: DataFrame
    delivered: Mapping[int, Month]
    settlements: Settlements = NO_SETTLEMENT

    @classmethod
    def of(cls, contract: Contract, only: Collection[int] | None = None) -> Self:
        """The facts in force, of some tickets or of all (7 queries)."""
        return replace(
            cls.measured(contract, only),
            delivered=reports.delivery_months(contract),
            settlements=settlements_of(contract),
        )

    @classmethod
    def measured(cls, contract: Contract, only: Collection[int] | None = None) -> Self:
        """Those that the clocks alone rest on, without what was decided or delivered when (5 queries)."""
        tickets = reports.ticket_columns(contract, JUDGED_ON, only)
        told = reports.month_tellings(contract, only)
        proofs = (reports.first_reported_dates(told), reports.journal_dates(contract, only))
        return cls(
            with_first_priorities(with_evidence(tickets, *proofs), told, contract.timezone),
            reports.pause_columns(contract, only),
            reports.reopening_columns(contract, only),
            {},
        )

    def opened_before(self, as_of: np.datetime64) -> DataFrame:
        """The tickets that were opened by then, rows numbered from 0."""
        begun = self.frame["opened"] < as_of
        return self.frame if begun.all() else self.frame[begun].reset_index(drop=True)


def promise_of(timezone: str, row: Commitment) -> Promise:
    """A clocked commitment with its delays, most precise delay first."""
    return Promise(
        key=row.pk,
        kind=row.kind,
        calendar=row.calendar_id or 0,  # a constraint: a clocked commitment has hours
        since=local_midnight(timezone, row.effective_from),
        until=local_midnight(timezone, row.effective_to + timedelta(days=1)) if row.effective_to else NAT,
        delays=tuple(
            Delay(target.priority, target.ticket_type, target.amount, target.unit)
            for target in sorted(row.targets.all(), key=lambda t: (t.priority == "", t.ticket_type == ""))
        ),
        restore=row.gtr_kind == Commitment.GtrKind.RESTORE,
    )


def terms_of(rules: Rules, known_until: np.datetime64) -> Terms:
    """The contract's settings as the engine reads them; dates up to `known_until` are possible ones."""
    return Terms(
        priorities=rules.priorities,
        raised=rules.priority_raised,
        lowered=rules.priority_lowered,
        lowered_approved=rules.priority_lowered_approved,
        paused_kinds=PAUSED_KINDS[rules.suspension_applies_to],
        children_counted=rules.child_policy == "all",
        clock_start=rules.clock_start,
        clock_stop=rules.clock_stop,
        response_evidence=rules.tto_evidence,
        day_unit=rules.day_unit,
        day_count=rules.day_count,
        judging=JudgingRules(
            boundary=rules.boundary,  # type: ignore[arg-type]
            cancelled=rules.cancelled_policy,  # type: ignore[arg-type]
            at_closing=rules.deadline_at_boundary,  # type: ignore[arg-type]
            known_until=known_until,
        ),
    )


def columns_of(frame: DataFrame) -> TicketColumns:
    """The ticket table as the engine's columns."""
    instants = {
        name: frame[name].to_numpy().astype("datetime64[s]")
        for name in ("opened", "picked_up", "resolved", "closed", "priority_changed", "assigned", "restored")
    }
    cancelled = frame["cancelled"].to_numpy().astype(bool)
    by_provider = frame["cancelled_by"].str.casefold().isin(PROVIDER_WORDS) & (frame["cancel_reason"] == "")
    status = _words(frame["status"])
    return TicketColumns(
        **instants,
        type=_words(frame["type"]),
        priority=_words(frame["priority"]),
        initial_priority=_words(frame["initial_priority"]),
        site=_words(frame["site"]),
        cancelled=cancelled,
        child=(frame["parent_reference"] != "").to_numpy(),
        duplicate=(frame["duplicate_of"] != "").to_numpy(),
        declared_pause=frame["declared_pause_seconds"].to_numpy().astype(np.int64),
        lowering_approved=frame["lowering_approved"].isin([True]).to_numpy(),  # unknown is not approved
        unexplained=cancelled & by_provider.to_numpy().astype(bool),
        life=np.ones(len(frame), dtype=np.int64),
        over=(status == "resolved") | (status == "closed"),
        stateless=status == "unknown",
        pickup_untold=frame["pickup_untold"].to_numpy().astype(bool) & (status != "new"),
    )


def _words(column: Series) -> NDArray[np.str_]:
    """A column of few different words: each is converted once, whatever the number of rows."""
    from pandas import factorize  # slow to import: only computations need it

    codes, words = factorize(column.to_numpy())
    return np.array(words, dtype="U")[codes]


def latest_of(
    tickets: TicketColumns, as_of: np.datetime64, moves: Iterable[NDArray[np.datetime64]] = ()
) -> np.datetime64:
    """The latest date a delivery gives: a file made after the month's end tells what happened since.

    `moves`: dates of resolutions and reopenings.
    """
    known = [as_of]
    dates = (tickets.picked_up, tickets.resolved, tickets.closed, tickets.assigned, tickets.restored)
    for column in (*dates, *moves):
        dated = column[~np.isnat(column)]
        known += [dated.max()] if dated.size else []
    return max(known)


def years_of(tickets: TicketColumns, until: Month) -> range:
    """From the first opening to two years after the last month: deadlines may fall later."""
    first = int(str(tickets.opened.min())[:4]) if len(tickets) else until.year
    return range(first, until.year + 3)


def local_midnight(timezone: str, day: date) -> np.datetime64:
    """Midnight of a day in a zone, as a UTC instant."""
    return utc_second(datetime.combine(day, time(), ZoneInfo(timezone)))


def utc_second(instant: datetime) -> np.datetime64:
    """An aware instant as numpy's UTC, whole seconds."""
    return np.datetime64(instant.astimezone(UTC).replace(tzinfo=None), "s")
