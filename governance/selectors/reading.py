"""Where the minutes of a committee are with the contract's delays: what is said, and the day each step ends."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from contracts.models import Contract
from contracts.selectors.calendars import days_off
from governance.models import Minutes
from governance.selectors.committee_terms import rule_of
from governance.selectors.sitting import Sitting


def given_on(contract: Contract, minutes: Minutes) -> date:
    """The local day on which the client, having read them, gave the minutes to read."""
    if minutes.client_read_at is None:
        raise ValueError("minutes that were not given to read")
    return minutes.client_read_at.astimezone(ZoneInfo(contract.timezone)).date()


def recorded_on(contract: Contract, sitting: Sitting) -> date | None:
    """The local day on which the session was last written down; None while nothing is, and on the committee's own day."""
    minutes = sitting.minutes
    if minutes is None or minutes.saved_at is None:
        return None
    day = minutes.saved_at.astimezone(ZoneInfo(contract.timezone)).date()
    return None if day == sitting.committee.held_on else day


def reading_words(contract: Contract, sitting: Sitting) -> str:
    """The rule of the contract, and what the provider's silence would do now (1 query while it is awaited)."""
    rule, minutes = rule_of(sitting.term), sitting.minutes
    if minutes is None or minutes.client_read_at is None or minutes.provider_read_at is not None:
        return rule.words
    given = given_on(contract, minutes)
    last = rule.remarks_by(given, days_off(contract, given.year, given.year + 1))
    return f"{rule.words} {rule.awaited(last)}"
