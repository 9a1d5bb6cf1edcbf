"""From the contract's calendars and sites to the clock's service hours."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from contracts.engine.unsaid import kept_zone
from contracts.models import Contract, ServiceCalendar, Site, SiteClosure
from core.engine import holidays
from slas.engine.hours import ServiceHours

WHIT_MONDAY = "Lundi de Pentecôte"
Windows = dict[int, list[tuple[str, str]]]


@dataclass(frozen=True)
class HoursBook:
    """Service hours of every (calendar, site) pair of a contract.

    A round-the-clock calendar ignores sites. Otherwise the site brings its public holidays and closures, and
    its own windows where the contract gives it some. A ticket without a known site follows the default ones.
    """

    timezone: str
    windows: dict[int, Windows]
    always_open: frozenset[int]
    sites: dict[str, Site]
    closures: dict[int | None, frozenset[date]]
    years: tuple[int, int]
    _made: dict[tuple[int, str], ServiceHours]

    def over(self, years: Iterable[int]) -> HoursBook:
        """The same with the public holidays of another span of years."""
        span = sorted(years)
        return replace(self, years=(span[0], span[-1]), _made={})

    def hours(self, calendar_id: int, site_name: str = "") -> ServiceHours:
        """The clock of a calendar for a ticket of that site (a name or a code, as exports write it)."""
        if calendar_id in self.always_open:
            return ServiceHours.round_the_clock(self.timezone)
        site = self.sites.get(site_name.casefold())
        key = (calendar_id, site.code if site else "")
        if key not in self._made:
            self._made[key] = self._build(calendar_id, site)
        return self._made[key]

    def office(self, site_name: str = "") -> ServiceHours:
        """Monday to Friday of a site, whole days, its public holidays and closures left out."""
        site = self.sites.get(site_name.casefold())
        key = (0, site.code if site else "")
        if key not in self._made:
            week = {day: [("00:00", "24:00")] for day in range(5)}
            self._made[key] = ServiceHours(self.timezone, week, closed=self._closed(site))
        return self._made[key]

    def zone_of(self, site_name: str) -> str:
        """The holiday zone of a site."""
        site = self.sites.get(site_name.casefold())
        return kept_zone(site.holiday_zone if site else "")

    def _build(self, calendar_id: int, site: Site | None) -> ServiceHours:
        own = site.calendar_id if site and site.calendar_id else calendar_id
        return ServiceHours(self.timezone, self.windows[own], closed=self._closed(site))

    def _closed(self, site: Site | None) -> frozenset[date]:
        zone = kept_zone(site.holiday_zone if site else "")
        closed = holidays.french(range(self.years[0], self.years[1] + 1), zone)
        if site and site.whit_monday_worked:
            closed = frozenset(day for day in closed if holidays.holiday_name(day, zone) != WHIT_MONDAY)
        closed |= self.closures.get(None, frozenset())
        return closed | self.closures.get(site.pk, frozenset()) if site else closed


def hours_book(contract: Contract, years: Iterable[int]) -> HoursBook:
    """Read calendars, sites and closures of a contract (3 queries) for a span of years."""
    span = sorted(years)
    windows: dict[int, Windows] = defaultdict(lambda: defaultdict(list))
    always = set()
    calendars = ServiceCalendar.objects.filter(contract=contract).order_by("pk", "windows__pk")
    for key, open_always, weekday, opens, closes in calendars.values_list(
        "pk", "always_open", "windows__weekday", "windows__opens", "windows__closes"
    ):
        if open_always:
            always.add(key)
        if weekday is not None:
            windows[key][weekday].append((clock_text(opens), clock_text(closes)))
    sites = {}
    for site in Site.objects.filter(contract=contract):
        sites[site.name.casefold()] = sites[site.code.casefold()] = site
    closures: dict[int | None, set[date]] = defaultdict(set)
    for closure in SiteClosure.objects.filter(contract=contract):
        closures[closure.site_id].add(closure.day)
    return HoursBook(
        timezone=contract.timezone,
        windows={key: dict(value) for key, value in windows.items()},
        always_open=frozenset(always),
        sites=sites,
        closures={key: frozenset(value) for key, value in closures.items()},
        years=(span[0], span[-1]),
        _made={},
    )


def clock_text(minutes: int) -> str:
    """`480` → `08:00`, `1440` → `24:00`."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
