"""Until when a verdict may be contested, and what may be proposed in its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from accounts.capabilities import Capability
from accounts.models import Membership
from accounts.selectors import may
from contracts.engine.rules import Rules
from contracts.models import Contract
from contracts.selectors.versions import rules_at
from core.engine.months import Month
from slas.engine.disputing import Hand
from slas.engine.verdicts import Verdict
from slas.models import MonthRecord
from slas.selectors.amounts import reader_of, without_draft

PROPOSED = {
    Verdict.MET: "Respecté",
    Verdict.BREACHED: "Non respecté",
    Verdict.NOT_APPLICABLE: "Sans objet",
}


def hand_of(member: Membership) -> Hand:
    """What the member's side and role may do about disputes."""
    return Hand(member.side, may(member, Capability.CONTEST), may(member, Capability.SETTLE))


def local_day(contract: Contract, at: datetime) -> date:
    """The day of an instant where the contract lives."""
    return at.astimezone(ZoneInfo(contract.timezone)).date()


def observation_days(contract: Contract, month: Month) -> int:
    """Days left to observe and to answer, by the settings in force at the end of the month."""
    return rules_at(contract, month.last_day).observation_days


def last_day_to_contest(contract: Contract, record: MonthRecord, rules: Rules) -> date | None:
    """The last day to contest a month: none but its closing, or the days of observation after its first result.

    `rules`: those in force at the end of the month.
    """
    first = record.first_computed_at or record.computed_at
    if rules.contest_until == "closing" or first is None:
        return None
    return local_day(contract, first) + timedelta(days=rules.observation_days)


def is_contestable(contract: Contract, record: MonthRecord, rules: Rules, today: date) -> bool:
    """Whether a verdict of the month may still be contested."""
    if record.state == MonthRecord.State.CLOSED or record.computed_at is None:
        return False
    last_day = last_day_to_contest(contract, record, rules)
    return last_day is None or today <= last_day


def contestable_months(
    contract: Contract, months: Iterable[Month], rules: Callable[[Month], Rules], today: date
) -> set[Month]:
    """Those of some months whose verdicts may still be contested (1 query)."""
    rows = MonthRecord.objects.filter(contract=contract, month__in=[str(month) for month in months])
    seen = without_draft(rows, reader_of(contract))
    return {row.month for row in seen if is_contestable(contract, row, rules(row.month), today)}
