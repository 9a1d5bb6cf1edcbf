"""A small world: one contract, two months judged by hand, what each role finds in them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from core.days import portal_today
from core.engine.months import Month
from core.models import Job
from core.scope import for_contract
from governance.models import ActionItem, Committee, Decision
from kpis.models import IndicatorValue, Signal
from reports.models import Delivery
from reversibility.models import ExitDeliverable
from slas.models import Commitment, CommitmentMonth, MonthRecord
from tests.reversibility.proofs import prove

NOW = datetime(2026, 4, 9, 4, 10, tzinfo=UTC)
FEBRUARY, MARCH = Month.parse("2026-02"), Month.parse("2026-03")
PROMISES = (("E05", "GTR P2", 95), ("E06", "GTR P3", 90))
# met, counted, verdict, declared met, declared counted
RESULTS = {
    ("E05", FEBRUARY): (39, 40, "met", 39, 40),
    ("E06", FEBRUARY): (86, 100, "breached", 86, 100),
    ("E05", MARCH): (40, 40, "met", 40, 40),
    ("E06", MARCH): (143, 168, "breached", 143, 155),
}


class World:
    """Rows of one contract, written through its scope."""

    def __init__(self, contract: Any) -> None:
        self.contract = contract
        self.today = portal_today()

    def build(self) -> None:
        self.promises = [self._promise(*row) for row in PROMISES]
        for month in (FEBRUARY, MARCH):
            self._month(month)
        self._satisfaction(MARCH, satisfied=62, answers=86)
        Signal.objects.create(
            contract=self.contract, code="K08", month=MARCH, kind="point_outside", direction="worse", alarm=True,
            evidence={"value": 60, "center": 45, "limit": 55, "points": 2, "since": "2026-02"},
        )  # fmt: skip
        for number, proof in ((1, self.today - timedelta(days=30)), (2, None)):
            ExitDeliverable.objects.create(
                contract=self.contract, number=number, family="A", name=f"Livrable {number}",
                owner_side="client", weight=2,
            )  # fmt: skip
            if proof:
                prove(number, proof, "Plan daté")

    def _promise(self, code: str, name: str, required: int) -> Commitment:
        from contracts.models import ServiceCalendar

        return Commitment.objects.create(
            contract=self.contract, code=code, name=name, kind="resolution", gtr_kind="resolve",
            calendar=ServiceCalendar.objects.get(contract=self.contract, code="ho"), position=int(code[1:]),
            required_rate=Decimal(required), effective_from=date(2024, 1, 1),
        )  # fmt: skip

    def _month(self, month: Month) -> None:
        delivery = Delivery.objects.create(
            contract=self.contract, month=month, version=1, state=Delivery.State.PUBLISHED, is_current=True,
            outcome=Delivery.Outcome.ACCEPT, digest=str(month), received_at=NOW,
        )  # fmt: skip
        MonthRecord.objects.create(
            contract=self.contract, month=month, state=MonthRecord.State.SUBMITTED, delivery=delivery,
            due_on=date(2026, 4, 8), computed_at=NOW, data_as_of=NOW, ticket_count=412,
            penalty_due=Decimal(925) if month == MARCH else None,
        )  # fmt: skip
        for promise in self.promises:
            met, counted, verdict, declared_met, declared = RESULTS[promise.code, month]
            differs = counted != declared
            CommitmentMonth.objects.create(
                contract=self.contract, commitment=promise, month=month, met=met, counted=counted,
                verdict=verdict, margin=0, declared_met=declared_met, declared_counted=declared,
                gap_status="to_justify" if differs else "concordant",
                penalty=Decimal(925) if differs else None,
            )  # fmt: skip

    def _satisfaction(self, month: Month, *, satisfied: int, answers: int) -> None:
        IndicatorValue.objects.create(
            contract=self.contract, code="K22", month=month, value=Decimal(satisfied * 100) / answers, n=answers,
            extra={"low": 61.8, "high": 80.5, "watermelon": False},
        )  # fmt: skip

    def hold_committee(self, days: int) -> Committee:
        """The month's committee, some days from today, with two decisions asked and two actions."""
        held_on = self.today + timedelta(days=days)
        committee = Committee.objects.create(
            contract=self.contract, month=MARCH, held_on=held_on, slug=f"copil-{held_on}"
        )
        for number, audience in ((1, "both"), (101, "client")):
            Decision.objects.create(
                contract=self.contract, committee=committee, number=number, origin=f"n{number}",
                question=f"Question {number}", resolution="Le comité décide.", audience=audience,
            )  # fmt: skip
        for number, side, late in ((1, "client", 3), (2, "provider", -3)):
            ActionItem.objects.create(
                contract=self.contract, committee=committee, number=number, title=f"Action {side}",
                owner_side=side, owner_role="Pilote", created_on=held_on,
                due_on=self.today - timedelta(days=late),
            )  # fmt: skip
        return committee

    def expect_report(self, days: int) -> MonthRecord:
        """The report of April, due some days from today."""
        return MonthRecord.objects.create(
            contract=self.contract, month=MARCH.shift(1), due_on=self.today + timedelta(days=days)
        )

    def refuse_file(self, version: int = 1) -> Delivery:
        return Delivery.objects.create(
            contract=self.contract, month=MARCH.shift(1), version=version, state=Delivery.State.REFUSED,
            outcome=Delivery.Outcome.REJECT, digest=f"x{version}", received_at=NOW, finding_count=3,
        )  # fmt: skip

    def add_job(self, state: str = "done", **more: Any) -> Job:
        values = {"kind": "month", "key": state, "error": "disque plein" if state == "failed" else ""}
        return Job.objects.create(contract=self.contract, state=state, **(values | more))


@pytest.fixture
def world(contract: Any) -> Iterator[World]:
    made = World(contract)
    with for_contract(contract.pk):
        made.build()
        yield made


@pytest.fixture
def visit(client: Any, contract: Any, make_user: Any) -> Any:
    """`visit("referent", "/")`: a page as a role sees it, and its text without markup."""

    def get(role: str, path: str, **more: Any) -> Any:
        from accounts.models import User

        known = User.objects.filter(email=f"{role}@exemple.fr").first()
        client.force_login(known or make_user(role, contract))
        return client.get(path, **more)

    return get
