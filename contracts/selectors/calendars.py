"""Service hours as a week, and the days on which each site is closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

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
class ClosedDay:
    """A day without service hours, and why."""

    day: date
    label: str
    worked: bool = False


@dataclass(frozen=True)
class SiteYear:
    """A site over a year: its zone, its own hours if any, its closed days."""

    site: Site
    days: list[ClosedDay]


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


def site_years_of(contract: Contract, year: int) -> list[SiteYear]:
    """The closed days of each site in a year (2 queries)."""
    closures = list(SiteClosure.objects.filter(contract=contract, day__year=year).order_by("day"))
    sites = Site.objects.filter(contract=contract).select_related("calendar").order_by("name")
    return [SiteYear(site, _closed_days(site, closures, year)) for site in sites]


def _closed_days(site: Site, closures: list[SiteClosure], year: int) -> list[ClosedDay]:
    days = [
        ClosedDay(day, name, worked=name == WHIT_MONDAY and site.whit_monday_worked)
        for day in french([year], site.holiday_zone)
        if (name := holiday_name(day, site.holiday_zone))
    ]
    days += [ClosedDay(c.day, c.label) for c in closures if c.site_id in {None, site.pk}]
    return sorted(days, key=lambda closed: closed.day)
