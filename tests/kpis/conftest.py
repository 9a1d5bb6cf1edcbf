"""A small world: delivered months, tickets and judged commitments written by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Membership
from core.engine.months import Month, month_range
from kpis.models import IndicatorSetting, IndicatorValue, Signal
from kpis.services.surveys import create_survey, issue_links
from reports.models import Delivery, Ticket
from slas.models import Commitment, CommitmentMonth, MonthRecord, TicketVerdict
from tests.kpis.survey_world import TODAY

MARCH = Month(2026, 3)
BACKLOG = (46, 48, 45, 47, 49, 46, 48, 49, 51, 53, 54, 57, 59, 61, 63)
NOW = datetime(2026, 4, 9, 4, 10, tzinfo=UTC)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


class World:
    """Writes rows of one contract; the scope must be open."""

    def __init__(self, contract: Any) -> None:
        self.contract = contract
        self.deliveries: dict[Month, Delivery] = {}
        self.count = 0

    def deliver(self, *months: Month) -> None:
        for month in months:
            self.deliveries[month] = Delivery.objects.create(
                contract=self.contract,
                month=month,
                version=1,
                state=Delivery.State.PUBLISHED,
                outcome=Delivery.Outcome.ACCEPT,
                is_current=True,
                digest=str(month),
                received_at=NOW,
            )
            MonthRecord.objects.create(
                contract=self.contract,
                month=month,
                state=MonthRecord.State.SUBMITTED,
                delivery=self.deliveries[month],
                due_on=date(2026, 4, 8),
                computed_at=NOW,
                data_as_of=NOW,
                ticket_count=1,
            )

    def ticket(self, opened: str, resolved: str = "", **more: Any) -> Ticket:
        self.count += 1
        delivery = self.deliveries[max(self.deliveries)]
        values = {
            "reference": f"INC-{self.count:04d}",
            "type": "incident",
            "priority": "P3",
            "status": "resolved" if resolved else "in_progress",
            "opened_at": utc(opened),
            "resolved_at": utc(resolved) if resolved else None,
            "service": "ERP",
            "category": "Lenteur",
            "first_delivery": delivery,
            "last_delivery": delivery,
        }
        return Ticket.objects.create(contract=self.contract, **(values | more))

    def commitment(self, code: str = "E06", **more: Any) -> Commitment:
        from contracts.models import ServiceCalendar

        values = {
            "name": f"GTR {code}",
            "kind": Commitment.Kind.RESOLUTION,
            "calendar": ServiceCalendar.objects.get(contract=self.contract, code="ho"),
            "required_rate": Decimal(90),
            "effective_from": date(2024, 1, 1),
        }
        return Commitment.objects.create(contract=self.contract, code=code, **(values | more))

    def result(self, commitment: Commitment, month: Month, verdict: str = "met", **more: Any) -> Any:
        values = {"met": 9, "counted": 10, "verdict": verdict}
        return CommitmentMonth.objects.create(
            contract=self.contract, commitment=commitment, month=month, **(values | more)
        )

    def elapsed(self, ticket: Ticket, commitment: Commitment, seconds: int) -> TicketVerdict:
        return TicketVerdict.objects.create(
            contract=self.contract,
            commitment=commitment,
            ticket=ticket,
            state="met",
            elapsed_seconds=seconds,
            target_seconds=72000,
        )

    def follow(self, code: str, **more: Any) -> IndicatorSetting:
        return IndicatorSetting.objects.create(contract=self.contract, code=code, **more)

    def values(self, code: str, values: Any, part: str = "", n: int | None = None) -> None:
        """One stored value per month, the last one in March 2026."""
        months = month_range(MARCH.shift(1 - len(values)), MARCH)
        for month, value in zip(months, values, strict=True):
            IndicatorValue.objects.create(
                contract=self.contract, code=code, part=part, month=month, value=value, n=n or value or 0
            )

    def felt(self, month: Month, satisfied: int, answers: int, **extra: Any) -> IndicatorValue:
        """The satisfaction of a month, among twice as many resolved tickets."""
        return IndicatorValue.objects.create(
            contract=self.contract,
            code="K22",
            month=month,
            value=Decimal(100 * satisfied) / answers if answers else None,
            numerator=satisfied,
            denominator=answers,
            n=answers,
            extra={"answers": answers, "resolved": 2 * answers} | extra,
        )

    def signal(self, kind: str = "point_outside", month: Month = MARCH, **more: Any) -> Signal:
        """The backlog of March above its upper limit for the fourth month."""
        evidence = {"value": 63.0, "center": 49.416667, "limit": 54.977576, "points": 4, "since": "2025-12"}
        values = {"code": "K08", "direction": "worse", "alarm": True, "evidence": evidence}
        return Signal.objects.create(contract=self.contract, kind=kind, month=month, **(values | more))


@pytest.fixture
def drift(world: World) -> World:
    """The backlog that climbs out of its limits in December 2025, with a threshold of 75."""
    world.follow("K08", target=Decimal(50), threshold=Decimal(75), owner="Responsable de compte")
    world.values("K08", BACKLOG)
    return world


@pytest.fixture
def world(scope: Any) -> World:
    return World(scope)


@pytest.fixture
def member(scope, make_user):
    user = make_user("referent", scope)
    return Membership.objects.get(user=user, contract=scope)


@pytest.fixture
def wave(scope, member):
    """A survey of one kind and its links, open today or over the days given."""

    def build(kind="ticket", quantity=10, group="", opens=TODAY, closes=TODAY + timedelta(days=20)):
        survey = create_survey(
            contract=scope, kind=kind, title="Votre avis", addressed_to="Le siège", opens_on=opens,
            closes_on=closes, member=member,
        )  # fmt: skip
        links = issue_links(survey=survey, quantity=quantity, group=group, member=member, today=opens)
        return survey, [
            reverse("survey_answer", args=[link.url.rstrip("/").split("/")[-1]]) for link in links
        ]

    return build
