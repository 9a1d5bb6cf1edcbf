"""What the client answers, step by step, as checked values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any


@dataclass(frozen=True)
class Parties:
    """Who, from when to when, at what price. Amounts in euros excluding VAT, durations in months."""

    reference: str
    title: str
    client: str
    provider: str
    starts_on: date
    ends_on: date
    renewal: str
    renewal_months: int | None
    max_renewals: int | None
    notice_months: int | None
    monthly_fee: Decimal
    users: int | None
    yearly_budget: Decimal | None


@dataclass(frozen=True)
class Place:
    """A site by the name that the provider's exports give it; `hours` is the code of its own hours, or empty."""

    name: str
    zone: str
    whit_monday_worked: bool
    hours: str


@dataclass(frozen=True)
class Places:
    """The sites, and the hours that the commitments follow: a preset, or a calendar taken from another contract."""

    hours: str
    sites: tuple[Place, ...]


@dataclass(frozen=True)
class Element:
    """A line of the scope; `number` is that of the model's line it comes from, None for a new one."""

    number: int | None
    name: str
    unit: str
    quantity: int | None = None
    unit_price: Decimal | None = None
    included: int | None = None


@dataclass(frozen=True)
class Scope:
    """What is included, and what is not."""

    included: tuple[Element, ...]
    excluded: tuple[Element, ...]


@dataclass(frozen=True)
class Delay:
    """A delay of a commitment: how many of which unit, in the words of the file."""

    amount: int
    unit: str


@dataclass(frozen=True)
class Kept:
    """A commitment of the model that the contract holds, with its own figures, delays in the model's order."""

    required: Decimal
    delays: tuple[Delay, ...]
    priced: bool


@dataclass(frozen=True)
class Promises:
    """Commitments kept, by code, and the settings that bound the penalties, by their key in the file."""

    priorities: tuple[str, ...]
    kept: Mapping[str, Kept]
    settings: Mapping[str, Any]


@dataclass(frozen=True)
class Ending:
    """The monthly report and the exit: settings and the `[sortie]` table, by their keys in the file."""

    settings: Mapping[str, Any]
    exit: Mapping[str, Any]


@dataclass(frozen=True)
class Answers:
    """Everything that was answered."""

    parties: Parties
    places: Places
    scope: Scope
    promises: Promises
    ending: Ending


@dataclass(frozen=True)
class Copied:
    """Tables of hours, sites and closures taken from another contract of the same client."""

    hours: tuple[Mapping[str, Any], ...] = ()
    sites: tuple[Mapping[str, Any], ...] = ()
    closures: tuple[Mapping[str, Any], ...] = ()
    source: str = field(default="")
