"""What a contract says of itself, as checked values: parties and dates, versions, hours, sites, scope."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from contracts.engine.dates_file import SaidDates
from contracts.engine.matrix import Cell

TIMEZONE = "Europe/Paris"
"""That of a file that names none."""
DEFAULT_PRIORITIES = ("P1", "P2", "P3", "P4")


@dataclass(frozen=True)
class Identity:
    """Parties and dates. Amounts in euros excluding VAT, durations in months."""

    reference: str
    title: str
    client: str
    provider: str
    timezone: str
    starts_on: date
    ends_on: date
    renewal: str
    renewal_months: int
    max_renewals: int
    notice_months: int
    users: int
    yearly_budget: Decimal | None
    no_exclusion: bool = False


def version_title(number: int) -> str:
    """What a version without a title is called."""
    return "Avenant" if number else "Contrat initial"


@dataclass(frozen=True)
class Version:
    """The contract as signed (number 0) or an amendment, with the settings and the priority matrix it states.

    `coming`, `coming_terms`: the tables that it will lay over the scope and over the terms on its day, as texts;
    empty once they are.
    """

    number: int
    effective_on: date
    title: str
    monthly_fee: Decimal
    settings: Mapping[str, Any]
    matrix: tuple[Cell, ...] = ()
    coming: str = ""
    coming_terms: str = ""

    @property
    def priorities(self) -> tuple[str, ...]:
        """Names of the priorities that tickets of this contract may carry."""
        return tuple(self.settings.get("priorities") or DEFAULT_PRIORITIES)


@dataclass(frozen=True, order=True)
class Window:
    """One opening of a weekday (0 = Monday), in minutes after local midnight; 1440 is 24:00."""

    weekday: int
    opens: int
    closes: int


@dataclass(frozen=True)
class Hours:
    """A calendar of service: its windows, or round the clock."""

    code: str
    name: str
    always_open: bool
    windows: tuple[Window, ...] = ()


@dataclass(frozen=True)
class Closure:
    """A dated closure; of every site when `site` is empty."""

    site: str
    day: date
    label: str


@dataclass(frozen=True)
class Place:
    """A site of the client; `calendar` is the code of its own hours, empty when it has none."""

    code: str
    name: str
    holiday_zone: str
    whit_monday_worked: bool
    calendar: str


@dataclass(frozen=True)
class FormerLine:
    """What a line of the scope was until a day, included: its section, its number there, its price."""

    until: date
    status: str
    number: int
    unit_price: Decimal | None = None


@dataclass(frozen=True)
class ScopeLine:
    """One line of the scope; `status` is in, out or grey, the other codes are those of `scope_words`.

    `quantity` is the one in force, the last of `volumes` (effective day, quantity) where its history is told.
    `formers`: what an amendment changed of its section or its price, oldest first.
    """

    number: int
    status: str
    name: str
    quantity: int | None
    unit: str
    unit_price: Decimal | None
    family: str = ""
    aliases: tuple[str, ...] = ()
    coverage: str = ""
    sites: tuple[str, ...] = ()
    interventions: tuple[str, ...] = ()
    criticality: str = ""
    constraints: str = ""
    grey_since: date | None = None
    volumes: tuple[tuple[date, int], ...] = ()
    formers: tuple[FormerLine, ...] = ()

    @property
    def key(self) -> tuple[str, int]:
        """What tells it from the others: its section and its number there."""
        return self.status, self.number

    def at(self, day: date) -> FormerLine:
        """Its section, number and price as they were on a day; `until` is date.max for those of now."""
        now = FormerLine(date.max, self.status, self.number, self.unit_price)
        return next((former for former in self.formers if day <= former.until), now)


@dataclass(frozen=True)
class ContractTerms:
    """Everything that the file says of the contract itself; commitments, indicators and exit come apart."""

    identity: Identity
    versions: tuple[Version, ...]
    hours: tuple[Hours, ...]
    places: tuple[Place, ...]
    closures: tuple[Closure, ...]
    scope: tuple[ScopeLine, ...]
    calendar_codes: frozenset[str] = field(default=frozenset())
    dates: SaidDates = field(default_factory=SaidDates)

    @property
    def priorities(self) -> frozenset[str]:
        """Every priority that some version of the contract knows."""
        return frozenset(name for version in self.versions for name in version.priorities)
