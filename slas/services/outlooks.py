"""Foreseeing the month that still runs, from what the last report told of it. It judges nothing and closes nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from django.db import transaction

from contracts.engine.dates import business_days_between
from contracts.models import Contract
from contracts.selectors.lifetime import outside_month
from core.engine.holidays import french
from core.engine.months import Month, month_range
from core.engine.ratios import Rate, reaches, round_half_up
from reports import selectors as reports
from slas.engine import availability
from slas.engine.clock import elapsed
from slas.engine.outlook import FEWEST_MONTHS, Known, PastMonth, Rest, foresee, rest_of
from slas.engine.promise_verdicts import PromiseJudgement
from slas.engine.rates import judge_month, rolled_back
from slas.engine.verdicts import Verdict
from slas.models import Commitment, CommitmentMonth, Outlook
from slas.services.counting.availability import clocks_of, counted_times, facts_of, formula_of
from slas.services.counting.kinds import volume_clause
from slas.services.counting.tallies import TicketCount
from slas.services.ground.contexts import Ground, MonthContext, MonthFacts
from slas.services.ground.facts import CLOCKED, Facts, utc_second
from slas.services.ground.judging import judge_facts
from slas.services.ground.promising import PromiseBook

PAST_MONTHS = 6
TOLD = ("opened", "picked_up", "resolved", "closed", "assigned", "restored", "priority_changed")
NOT_COUNTED = (Verdict.PENDING, Verdict.NOT_MEASURABLE)
SHARE_DECIMALS = 6


@dataclass(frozen=True)
class Reading:
    """A month that runs, as known at an instant of it, and what the months before counted, by commitment."""

    context: MonthContext
    as_of: np.datetime64
    past: Mapping[str, Sequence[PastMonth]]
    days_left: int


def foresee_month(*, contract: Contract) -> list[Outlook]:
    """Replace the outlooks of a contract by those of the month its last report reaches into."""
    reading = _reading(contract)
    found = [] if reading is None else [row for row in _outlooks(reading) if row is not None]
    for row in found:
        row.contract = contract
    with transaction.atomic():
        Outlook.objects.filter(contract=contract).delete()
        Outlook.objects.bulk_create(found)
    return found


def _reading(contract: Contract) -> Reading | None:
    """What the last report tells of the month after it; None without a report, or past the end of the contract."""
    delivered = reports.delivered_months(contract)
    delivery = reports.current_delivery(contract, delivered[-1]) if delivered else None
    if delivery is None:
        return None
    facts, book = Facts.of(contract), PromiseBook.of(contract, priced=False)
    as_of = last_told(facts, delivered[-1].end(contract.timezone), delivery.received_at)
    month = Month.at(_aware(as_of), contract.timezone)
    if month <= delivered[-1] or outside_month(contract, month):
        return None
    ground = Ground(facts, book, judge_facts(facts, book, month, as_of))
    context = MonthContext(month, ground, MonthFacts.of(contract, month))
    day = _aware(as_of).astimezone(ZoneInfo(contract.timezone)).date()
    # The day of the reading counts while it has only begun: its tickets are still to come.
    left = business_days_between(
        day - timedelta(days=1), month.last_day, french(range(day.year, month.year + 1))
    )
    return Reading(context, as_of, _past(contract, month, delivered), left)


def last_told(facts: Facts, since: datetime, received: datetime) -> np.datetime64:
    """The latest instant that the facts tell: at least the end of the last report's month, at most its coming."""
    columns = [facts.frame[name] for name in TOLD]
    columns += [facts.reopenings[name] for name in ("resolved", "reopened")]
    dates = np.concatenate([column.to_numpy().astype("datetime64[s]") for column in columns])
    low, high = utc_second(since), utc_second(max(received, since))
    known = dates[~np.isnat(dates) & (dates <= high)]
    return max(low, known.max()) if known.size else low


def _past(contract: Contract, month: Month, delivered: Sequence[Month]) -> dict[str, list[PastMonth]]:
    """What the delivered ones of the months before counted, by code of the commitment, oldest first (1 query)."""
    span = [m for m in month_range(month.shift(-PAST_MONTHS), month.shift(-1)) if m in delivered]
    rows = CommitmentMonth.objects.filter(contract=contract, month__in=[str(m) for m in span])
    past: dict[str, list[PastMonth]] = {}
    for row in rows.exclude(verdict__in=NOT_COUNTED).select_related("commitment").order_by("month"):
        past.setdefault(row.commitment.code, []).append(
            PastMonth(Rate(row.met, row.counted), _business_days(row.month))
        )
    return past


def _business_days(month: Month) -> int:
    return business_days_between(
        month.first_day - timedelta(days=1), month.last_day, french(range(month.year, month.year + 1))
    )


def _outlooks(reading: Reading) -> list[Outlook | None]:
    """What is delayed or available: what the provider counts itself is only known when it says so."""
    ways: dict[str, Callable[[Reading, Commitment], Outlook | None]] = dict.fromkeys(CLOCKED, _clocked)
    ways[Commitment.Kind.AVAILABILITY] = _available
    rows = [row for row in reading.context.in_force if row.kind in ways]
    return [ways[row.kind](reading, row) for row in rows]


def _clocked(reading: Reading, commitment: Commitment) -> Outlook:
    """Tickets: those judged in the month, those whose deadline falls in it, those to come."""
    context, past = reading.context, reading.past.get(commitment.code, [])
    count, deciding = context.counts.get(commitment.code, TicketCount()), _deciding(reading, commitment)
    known = Known(count.met, count.breached, len(deciding))
    rest = rest_of(past, reading.days_left, known.due)
    clause = volume_clause(context, commitment)
    earlier = _earlier(context, commitment) if context.rules.rolling else []

    def holds(rate: Rate) -> bool:
        judged_on = rolled_back([*earlier, rate], clause.min_volume)[1] if rate.total else rate
        return judge_month(judged_on, commitment.required_rate, clause).state != Verdict.BREACHED

    outlook = foresee(known, rest, holds)
    row = _row(reading, commitment, known, rest, past)
    row.state, row.spare = outlook.state, outlook.spare
    row.deciding = deciding
    row.first_deadline_at = datetime.fromisoformat(deciding[0]["deadline"]) if deciding else None
    return row


def _earlier(context: MonthContext, commitment: Commitment) -> list[Rate]:
    """The two months before, which a clause may add to a small one."""
    counts = [context.counts_of(context.month.shift(-back)) for back in (2, 1)]
    return [count.get(commitment.code, TicketCount()).rate for count in counts]


def _deciding(reading: Reading, commitment: Commitment) -> list[dict[str, Any]]:
    """Open tickets in time that may still be missed in the month, earliest deadline first, with the time left.

    `held`: something suspends the clock, and the deadline is that of a wait that would end at once.
    """
    found = []
    for row in reading.context.ground.book.begun_by(reading.context.month):
        part = reading.context.judged.by_commitment.get(row.pk)
        if row.code == commitment.code and part is not None:
            found += _open_in_time(reading, part[0])
    return sorted(found, key=lambda ticket: (ticket["deadline"], ticket["reference"]))


def _open_in_time(reading: Reading, result: PromiseJudgement) -> list[dict[str, Any]]:
    own, held = result.judgement, result.held
    waits = (held.start <= reading.as_of) & ~(held.end <= reading.as_of)
    waiting = set(held.row[waits].tolist())
    pending = np.flatnonzero((own.state == Verdict.PENDING) & (own.deadline < reading.context.end))
    return [
        {
            "reference": str(reading.context.judged.references[result.rows[place]]),
            "life": int(result.life[place]),
            "deadline": _aware(own.deadline[place]).isoformat(),
            "left": int(result.target[place] - own.elapsed[place]),
            "held": int(place) in waiting,
        }
        for place in pending
        if _missed_here(reading, result, place)
    ]


def _missed_here(reading: Reading, result: PromiseJudgement, place: np.int64) -> bool:
    """Whether a miss would be acquired in the month: past a deadline at the last closing, it is in the next one."""
    if reading.context.rules.boundary == "under":
        return True
    hours, end = result.clocks[result.clock[place]], np.array([reading.context.end])
    return bool(elapsed(hours, result.judgement.deadline[[place]], end)[0])


def _available(reading: Reading, commitment: Commitment) -> Outlook | None:
    """Service seconds: down so far, and those left in the month; None where nothing is due."""
    context, past = reading.context, reading.past.get(commitment.code, [])
    hours, notice = clocks_of(context, commitment)
    stated = facts_of(context, commitment, notice)
    begun = [
        replace(one, end=reading.as_of) if np.isnat(one.end) else one
        for one in stated.outages
        if one.start < reading.as_of
    ]
    down = availability.Outage(reading.as_of, context.end)
    up, lost = (
        counted_times(context, hours, replace(stated, outages=outages)).rate(formula_of(context.rules))
        for outages in (begun, [*begun, down])
    )
    if not up.total:
        return None
    known = Known(lost.met, up.failures, up.met - lost.met)
    whole = sum((month.rate for month in past), Rate(0, 0))
    share = whole.fraction if len(past) >= FEWEST_MONTHS else None
    rest = None if share is None else Rest(0, 0, 0, share, share, share)
    required = commitment.required_rate
    outlook = foresee(known, rest, lambda rate: rate.percent is None or reaches(rate.percent, required))
    row = _row(reading, commitment, known, rest, past)
    row.state, row.spare = outlook.state, outlook.spare
    return row


def _row(
    reading: Reading, commitment: Commitment, known: Known, rest: Rest | None, past: Sequence[PastMonth]
) -> Outlook:
    whole = sum((month.rate for month in past), Rate(0, 0)) if rest else Rate(0, 0)
    return Outlook(
        commitment=commitment,
        month=reading.context.month,
        read_at=_aware(reading.as_of),
        met=known.met,
        breached=known.breached,
        due=known.due,
        more_low=rest.low if rest else None,
        more=rest.likely if rest else None,
        more_high=rest.high if rest else None,
        past_met=whole.met,
        past_counted=whole.total,
        past_worst=_stored(rest.worst) if rest else None,
        past_best=_stored(rest.best) if rest else None,
        past_months=len(past),
    )


def _stored(share: Fraction) -> Decimal:
    return round_half_up(share, SHARE_DECIMALS)


def _aware(instant: Any) -> datetime:
    """A UTC instant of numpy as an aware one."""
    moment: datetime = np.datetime64(instant, "s").item()
    return moment.replace(tzinfo=UTC)
