"""The committees of the demonstration that the data do not call: a COTECH and a COSTRAT, called, held and signed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta

from accounts.models import Role, User
from contracts.engine.dates import nth_business_day
from contracts.models import Contract
from contracts.selectors.calendars import days_off
from core.engine.months import Month
from governance.engine.sittings import sittings
from governance.models import Committee
from governance.services import call_committee
from infogerance.demo.minutes import PRESENT, sign_past
from infogerance.demo.people import REFERENT

NOTICE = timedelta(days=21)
"""Between the day a committee is called and the day it sits."""


@dataclass(frozen=True)
class Told:
    """One committee: its kind, when and where it sat, who came, what was noted."""

    kind: Committee.Kind
    day: date
    starts_at: time
    place: str
    present: tuple[str, ...]
    notes: str


def tell_called(*, contract: Contract, until: Month) -> None:
    """The last COTECH and the last COSTRAT before the end of a month; one that was told already stays."""
    off = days_off(contract, until.year - 1, until.year)
    halves = sittings("half_yearly", until.shift(-11).first_day, until.last_day, off)
    _tell(
        contract,
        Told(
            Committee.Kind.TECHNICAL, nth_business_day(until, 8, off), time(14), "Visioconférence",
            ("Référent IT", "Responsable sécurité", "Architecte", "Responsable technique"),
            "Correctifs critiques passés en revue, stockage sous le seuil d’alerte, un changement à planifier.",
        ),
    )  # fmt: skip
    _tell(
        contract,
        Told(
            Committee.Kind.STRATEGIC, halves[-1], time(9, 30), "Siège, salle du conseil", PRESENT,
            "Feuille de route et préparation de la sortie revues, satisfaction présentée par le référent.",
        ),
    )  # fmt: skip


def _tell(contract: Contract, told: Told) -> None:
    if Committee.objects.filter(contract=contract, kind=told.kind, held_on=told.day).exists():
        return
    if told.day - NOTICE < contract.starts_on:
        return
    committee = call_committee(
        contract=contract,
        kind=told.kind,
        held_on=told.day,
        starts_at=told.starts_at,
        place=told.place,
        today=told.day - NOTICE,
        user=User.objects.get(email=REFERENT),
        role=Role.REFERENT.value,
    )
    sign_past(contract=contract, committee=committee, present=told.present, notes=told.notes)
