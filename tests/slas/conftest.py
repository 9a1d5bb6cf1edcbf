"""Small hand-made worlds: a contract's promises and a month's facts in a few words, computed at once."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from core.engine.months import Month
from slas.services import compute_months
from tests.slas.parties import member_of, opened
from tests.slas.scenes import furnish

PARIS = ZoneInfo("Europe/Paris")


def at(text: str | None, fold: int = 0) -> datetime | None:
    """`2026-03-02 09:00`, Paris time, as an aware instant."""
    return datetime.fromisoformat(text).replace(tzinfo=PARIS, fold=fold).astimezone(UTC) if text else None


class World:
    """Builds rows of one contract; every instant is given in Paris time."""

    def __init__(self, contract: Any) -> None:
        self.contract = contract
        self.rank = 0

    def settle(self, **settings: Any) -> None:
        """Settings of the first version of the contract."""
        from contracts.models import ContractVersion

        ContractVersion.objects.filter(contract=self.contract, number=0).update(settings=settings)

    def amend(self, day: str, fee: int = 18500, **settings: Any) -> Any:
        """A further version of the contract."""
        from contracts.models import ContractVersion

        number = ContractVersion.objects.count()
        return ContractVersion.objects.create(
            contract=self.contract, number=number, effective_on=date.fromisoformat(day), title="Avenant",
            monthly_fee=fee, settings=settings,
        )  # fmt: skip

    def promise(
        self, code: str, kind: str, *delays: Any, required: str = "90", hours: str = "ho", **values: Any
    ) -> Any:
        """A commitment; each delay is (priority, amount, unit) or (priority, amount, unit, type)."""
        from contracts.models import ServiceCalendar
        from slas.models import Commitment, CommitmentTarget

        self.rank += 1
        calendar = ServiceCalendar.objects.get(contract=self.contract, code=hours)
        timed = kind in {"response", "resolution", "availability"}
        defaults = {"name": code, "effective_from": date(2024, 1, 1), "clause": f"art. {self.rank}"}
        row = Commitment.objects.create(
            contract=self.contract, code=code, kind=kind, calendar=calendar if timed else None,
            required_rate=Decimal(required), position=self.rank, **defaults | values,
        )  # fmt: skip
        for priority, amount, unit, *of_type in delays:
            CommitmentTarget.objects.create(
                contract=self.contract, commitment=row, priority=priority, amount=amount, unit=unit,
                ticket_type=of_type[0] if of_type else "",
            )  # fmt: skip
        return row

    def price(self, commitment: Any, kind: str, **values: Any) -> None:
        """The price of a missed commitment."""
        from slas.models import PenaltyRule

        PenaltyRule.objects.create(contract=self.contract, commitment=commitment, kind=kind, **values)

    def delivery(self, month: str = "2026-03", received: str = "2026-04-07 10:00", **values: Any) -> Any:
        """A report in force for a month."""
        from reports.models import Delivery

        version = Delivery.objects.filter(month=month).count() + 1
        return Delivery.objects.create(
            contract=self.contract, month=month, version=version, state="published", outcome="ACCEPT",
            is_current=True, digest=f"{month}{version}".ljust(64, "0"), received_at=at(received), **values,
        )  # fmt: skip

    def ticket(
        self, reference: str, opened: str, resolved: str | None = None, *, delivery: Any, **values: Any
    ) -> Any:
        """A P3 incident of the head office, resolved and closed together unless said otherwise."""
        from reports.models import Ticket

        instants = {
            name: at(values.pop(name))
            for name in ("picked_up_at", "closed_at", "priority_changed_at")
            if name in values
        }
        defaults = {
            "type": "incident", "priority": "P3", "site": "Siège", "status": "closed" if resolved else "in_progress",
            "closed_at": at(resolved), "first_delivery": delivery,
        }  # fmt: skip
        return Ticket.objects.create(
            contract=self.contract, reference=reference, opened_at=at(opened), resolved_at=at(resolved),
            last_delivery=delivery, **defaults | instants | values,
        )  # fmt: skip

    def pause(self, ticket: Any, start: str, end: str | None, reason: str = "waiting_user") -> None:
        """A waiting interval of a ticket."""
        from reports.models import TicketPause

        TicketPause.objects.create(
            contract=self.contract, ticket=ticket, started_at=at(start), ended_at=at(end), reason=reason
        )

    def declare(
        self, delivery: Any, code: str, met: int | None, counted: int | None, rate: Any = None
    ) -> None:
        """The figure the provider states."""
        from reports.models import DeclaredFigure

        DeclaredFigure.objects.create(
            contract=self.contract, delivery=delivery, commitment_code=code, numerator=met, denominator=counted,
            rate=rate,
        )  # fmt: skip

    def outage(self, delivery: Any, start: str, end: str | None, service: str = "ERP", **values: Any) -> None:
        """An interruption, and the file that tells it."""
        from reports.models import Outage

        self.outage_file(delivery)
        Outage.objects.create(
            contract=self.contract, delivery=delivery, service=service, started_at=at(start), ended_at=at(end), **values
        )  # fmt: skip

    def outage_file(self, delivery: Any) -> None:
        """A file of outages, be it empty."""
        from reports.models import DeliveryFile

        if not delivery.files.filter(kind="outages").exists():
            DeliveryFile.objects.create(
                contract=self.contract, delivery=delivery, kind="outages", name="pannes.csv",
                storage_name=f"outages-{delivery.pk}", sha256="0" * 64, size=1,
            )  # fmt: skip

    def works(self, delivery: Any, start: str, end: str, told: str | None, service: str = "ERP") -> None:
        """A planned maintenance."""
        from reports.models import Maintenance

        Maintenance.objects.create(
            contract=self.contract, delivery=delivery, service=service, started_at=at(start), ended_at=at(end),
            notified_at=at(told),
        )  # fmt: skip

    def compute(self, *months: str) -> dict[str, Any]:
        """Compute some months (2026-03 by default); results of the last one by code."""
        from slas.models import CommitmentMonth

        wanted = [Month.parse(month) for month in months or ("2026-03",)]
        compute_months(contract=self.contract, months=wanted)
        rows = CommitmentMonth.objects.filter(month=wanted[-1]).select_related("commitment")
        return {row.commitment.code: row for row in rows}

    def verdict(self, code: str, reference: str) -> Any:
        """The stored verdict of a ticket."""
        from slas.models import TicketVerdict

        return TicketVerdict.objects.select_related("commitment", "ticket").get(
            commitment__code=code, ticket__reference=reference
        )

    def record(self, month: str = "2026-03") -> Any:
        """The stored month."""
        from slas.models import MonthRecord

        return MonthRecord.objects.get(month=month)


@pytest.fixture
def world(scope: Any) -> World:
    """An empty world: the contract's calendars and site, without any promise or fact."""
    return World(scope)


@pytest.fixture
def furnished(world):
    furnish(world)
    return world


@pytest.fixture
def visit(furnished, make_user):
    """GET as a role (the referent by default), at a path under the contract."""
    clients = {}

    def get(path, role="referent", **options):
        if role not in clients:
            clients[role] = Client()
            clients[role].force_login(make_user(role, furnished.contract))
        return clients[role].get(f"/contrats/{furnished.contract.slug}/{path}", **options)

    return get


@pytest.fixture
def hand_in(scope):
    """Deposit native files for a month (March 2026 by default) and read them at once."""
    from reports.services import IncomingFile, deposit, read_delivery

    def act(content, month="2026-03", **companions):
        files = [IncomingFile("tickets", "tickets.csv", content)]
        files += [IncomingFile(kind, f"{kind}.csv", body) for kind, body in companions.items()]
        return read_delivery(delivery=deposit(contract=scope, month=Month.parse(month), files=files))

    return act


@pytest.fixture
def provider(furnished, make_user):
    return member_of(furnished.contract, make_user, "provider")


@pytest.fixture
def referent(furnished, make_user):
    return member_of(furnished.contract, make_user, "referent")


@pytest.fixture
def case(furnished, provider):
    """The provider contests the breach of L001."""
    return opened(furnished.contract, provider)
