"""Service hours as a week, and the days on which each site is closed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from contracts.engine.unsaid import kept_zone
from contracts.engine.vocabulary import WEEKDAYS
from contracts.models import Contract, ServiceCalendar, ServiceWindow, Site, SiteClosure
from contracts.selectors.contract_file import clock
from core.engine.holidays import french, holiday_name

WHIT_MONDAY = "Lundi de Pentecôte"


@dataclass(frozen=True)
class Week:
    """A calendar: the windows of each weekday, and the minutes it opens in an ordinary week."""

    calendar: ServiceCalendar
    days: list[tuple[str, list[str]]]
    minutes: int

    @property
    def hours(self) -> int:
        return self.minutes // 60


@dataclass(frozen=True)
class ClosedLine:
    """A day without service hours somewhere: for each site, whether it is closed."""

    day: date
    label: str
    cells: list[tuple[Site, bool]]


@dataclass(frozen=True)
class ClosedYear:
    """The closed days of a year, site by site."""

    sites: list[Site]
    lines: list[ClosedLine]


def weeks_of(contract: Contract) -> list[Week]:
    """Every calendar of the contract (2 queries)."""
    windows: dict[int, list[ServiceWindow]] = {}
    for window in ServiceWindow.objects.filter(contract=contract).order_by("weekday", "opens"):
        windows.setdefault(window.calendar_id, []).append(window)
    return [
        _week(calendar, windows.get(calendar.pk, []))
        for calendar in ServiceCalendar.objects.filter(contract=contract).order_by("always_open", "code")
    ]


def _week(calendar: ServiceCalendar, windows: list[ServiceWindow]) -> Week:
    if calendar.always_open:
        return Week(calendar, [(day, ["00:00 – 24:00"]) for day in WEEKDAYS], 7 * 1440)
    days = [
        (name, [f"{clock(w.opens)} – {clock(w.closes)}" for w in windows if w.weekday == number])
        for number, name in enumerate(WEEKDAYS)
    ]
    return Week(calendar, days, sum(window.closes - window.opens for window in windows))


def closed_year_of(contract: Contract, year: int) -> ClosedYear:
    """Public holidays and closures of each site in a year (2 queries)."""
    sites = list(Site.objects.filter(contract=contract).select_related("calendar").order_by("name"))
    days = {site.pk: _holidays(site, year) for site in sites}
    for closure in SiteClosure.objects.filter(contract=contract, day__year=year).order_by("day"):
        for site in sites:
            if closure.site_id in {None, site.pk}:
                days[site.pk][closure.day] = closure.label
    labels = {day: label for site in sites for day, label in days[site.pk].items()}
    return ClosedYear(
        sites,
        [
            ClosedLine(day, label, [(site, day in days[site.pk]) for site in sites])
            for day, label in sorted(labels.items())
        ],
    )


def days_off(contract: Contract, first: int, last: int) -> dict[date, str]:
    """Public holidays of the contract's sites from a year to another, with their names (1 query)."""
    return days_off_at(Site.objects.filter(contract=contract).order_by("name"), first, last)


def days_off_at(sites: Iterable[Site], first: int, last: int) -> dict[date, str]:
    """The same at some sites: a day off in one is a day off; without a site, the holidays of the whole country."""
    places = list(sites) or [Site()]
    return {
        day: name
        for year in range(first, last + 1)
        for site in places
        for day, name in _holidays(site, year).items()
    }


def _holidays(site: Site, year: int) -> dict[date, str]:
    zone = kept_zone(site.holiday_zone)
    names = {day: holiday_name(day, zone) or "" for day in french([year], zone)}
    return {day: name for day, name in names.items() if not (site.whit_monday_worked and name == WHIT_MONDAY)}
