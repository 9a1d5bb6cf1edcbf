"""Service hours read otherwise than the contract says: what a provider's tool may count in."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any, Self

from contracts.models import Site
from slas.engine.hours import ServiceHours
from slas.selectors.hours import HoursBook


class OtherHours(HoursBook):
    """A book of service hours that answers otherwise than the contract."""

    @classmethod
    def of(cls, book: HoursBook, **more: Any) -> Self:
        """The same pages, answered otherwise."""
        return cls(
            **{field.name: getattr(book, field.name) for field in fields(HoursBook)} | {"_made": {}}, **more
        )


class RoundTheClock(OtherHours):
    """24 hours a day, 7 days a week, whatever the commitment."""

    def hours(self, calendar_id: int, site_name: str = "") -> ServiceHours:
        return ServiceHours.round_the_clock(self.timezone)


class NoHolidays(OtherHours):
    """The hours of the commitment without public holidays nor closures."""

    def _build(self, calendar_id: int, site: Site | None) -> ServiceHours:
        return replace(super()._build(calendar_id, site), closed=frozenset())


class OneSite(OtherHours):
    """The default site's holidays and closures for every site."""

    def hours(self, calendar_id: int, site_name: str = "") -> ServiceHours:
        return super().hours(calendar_id, "")


@dataclass(frozen=True)
class OneCalendar(OtherHours):
    """One calendar of the contract for every commitment."""

    only: int = 0

    def hours(self, calendar_id: int, site_name: str = "") -> ServiceHours:
        return super().hours(self.only, site_name)


def other_hours(book: HoursBook) -> list[HoursBook]:
    """Every other way to count that is tried: around the clock, without holidays, one site, each calendar."""
    calendars = sorted({*book.windows, *book.always_open})
    return [
        RoundTheClock.of(book),
        NoHolidays.of(book),
        OneSite.of(book),
        *(OneCalendar.of(book, only=calendar) for calendar in calendars if calendar not in book.always_open),
    ]
