"""Who opens tickets, when, and about what: the everyday flow of a service desk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from core.engine.months import Month
from infogerance.demo.course import Opening
from infogerance.demo.office import Office
from infogerance.demo.worlds import World

HOURS = range(7, 20)
WEIGHTS = (2, 9, 15, 14, 11, 5, 4, 11, 13, 10, 6, 2, 1)
"""Share of openings by hour, from 7 h to 19 h: two waves, before and after lunch."""


def working_days(office: Office, month: Month) -> list[date]:
    """The working days of a month, in order."""
    days = (month.first_day + timedelta(days=n) for n in range(month.last_day.day))
    return [day for day in days if office.works(day)]


@dataclass(frozen=True)
class Desk:
    """The place where tickets of one contract are opened; `office` holds the common working days."""

    world: World
    office: Office
    by_site: Mapping[str, Office]

    def hours(self, opening: Opening) -> Office:
        """The office hours of the site of a ticket."""
        return self.by_site[opening.site]

    def moment(self, rng: Random, month: Month, weekday_only: bool = False) -> datetime:
        """An instant of opening: a working day nine times in ten and more, sometimes a week-end."""
        if not weekday_only and rng.random() < 0.02:
            day = month.first_day + timedelta(days=rng.randrange(month.last_day.day))
        else:
            day = rng.choice(working_days(self.office, month))
        return datetime.combine(day, time(rng.choices(HOURS, WEIGHTS)[0], rng.randrange(60)))

    def incident(self, rng: Random, priority: str, at: datetime) -> Opening:
        """An incident of the catalogue, in one department of one site or on one machine."""
        domain = rng.choice(self.world.domains)
        category, title = rng.choice(domain.incidents)
        site, unit = self.site(rng), rng.choice(self.world.units)
        place = f"{unit} {site.split(', ')[1]}" if self.world.planted else unit
        return Opening(
            type="Incident",
            priority=priority,
            at=at,
            title=title,
            category=category,
            service=f"{domain.service} – {place}",
            group=domain.group,
            site=site,
            requester=f"U-{rng.randint(1, 300):04d}",
        )

    def major(self, rng: Random, at: datetime) -> Opening:
        """A P1: a whole service stops."""
        service, category, title, group = rng.choice(self.world.major)
        return Opening("Incident", "P1", at, title, category, service, group, self.site(rng), "U-0001")

    def request(self, rng: Random, at: datetime) -> Opening:
        """A standard request, always a P4."""
        category, title, service = rng.choice(self.world.requests)
        requester = f"U-{rng.randint(1, 300):04d}"
        return Opening(
            "Demande", "P4", at, title, category, service, "Centre de services", self.site(rng), requester
        )

    def site(self, rng: Random) -> str:
        """A site, by its weight."""
        sites = self.world.sites
        return rng.choices([name for name, _, _ in sites], [weight for _, _, weight in sites])[0]
