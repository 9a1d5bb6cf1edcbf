"""`manage.py demo`: in place once, and unchanged afterwards."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from accounts.models import Membership, User
from contracts.models import Contract
from core.engine.months import Month
from core.models import Job
from core.scope import for_contract, unscoped
from infogerance.demo.generator import MonthFiles, generate
from infogerance.demo.loading import Deposited, deposit_month, last_month, process
from infogerance.demo.worlds import OFFICE
from reports.models import Delivery

UNTIL = "2026-10"


def demo(*options: str) -> dict[str, Any]:
    out = StringIO()
    call_command("demo", "--json", *options, stdout=out)
    answer: dict[str, Any] = json.loads(out.getvalue())
    return answer


def everything() -> list[Any]:
    """What a second run might have touched."""
    with unscoped("tests look at their world"):
        return [
            list(Contract.objects.order_by("pk").values()),
            list(User.objects.order_by("pk").values()),
            list(Membership.objects.order_by("pk").values()),
            list(Delivery.objects.order_by("pk").values()),
            list(Job.objects.order_by("pk").values()),
        ]


@pytest.mark.django_db(transaction=True)
def test_running_twice_changes_nothing() -> None:
    first = demo("--until", UNTIL)
    assert first["changed"] is True
    assert [contract["reference"] for contract in first["contracts"]] == ["INF-2024-07", "CLD-2025-02"]
    assert [login["email"] for login in first["logins"]] == [
        "referent@exemple.fr",
        "direction@exemple.fr",
        "lecteur@exemple.fr",
        "prestataire@exemple.fr",
        "hebergeur@exemple.fr",
        "admin@exemple.fr",
    ]
    assert sum(delivery["new"] for delivery in first["deliveries"]) == 30
    before = everything()
    assert demo()["changed"] is False
    assert demo("--until", UNTIL)["changed"] is False
    assert everything() == before
    with pytest.raises(CommandError) as refusal:
        demo("--until", "2026-09")
    assert refusal.value.returncode == 4
    assert everything() == before


@pytest.mark.django_db(transaction=True)
def test_jobs_wait_in_the_order_of_months() -> None:
    demo("--until", UNTIL)
    with unscoped("tests look at their world"):
        asked = Job.objects.filter(kind="delivery").order_by("created_at").values_list("payload", flat=True)
        months = [Delivery.objects.get(pk=payload["delivery"]).month for payload in asked]
        assert months == sorted(months)
        assert len(months) == 30
        assert set(Job.objects.filter(kind="delivery").values_list("state", flat=True)) == {"queued"}


@pytest.mark.django_db(transaction=True)
def test_people_see_their_contracts_and_sign_in() -> None:
    answer = demo("--until", UNTIL)
    for login in answer["logins"]:
        user = User.objects.get(email=login["email"])
        assert user.check_password(login["password"])
        with unscoped("tests look at their world"):
            found = Membership.objects.filter(user=user).values_list("contract__reference", flat=True)
            assert sorted(found) == sorted(login["contracts"])
    assert User.objects.get(is_superuser=True).email == "admin@exemple.fr"


@pytest.mark.django_db
def test_a_public_installation_needs_its_own_password(settings: Any) -> None:
    settings.SECURE = True
    with pytest.raises(CommandError) as refusal:
        demo("--until", UNTIL)
    assert refusal.value.returncode == 4
    assert not User.objects.exists()


def test_a_month_that_is_none_is_a_usage_error() -> None:
    with pytest.raises(CommandError) as refusal:
        call_command("demo", "--until", "octobre")
    assert "« octobre » n’est pas un mois" in str(refusal.value)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (datetime(2026, 11, 22, 9, tzinfo=UTC), "2026-10"),
        (datetime(2026, 10, 31, 23, 30, tzinfo=UTC), "2026-10"),
        (datetime(2026, 10, 31, 22, 30, tzinfo=UTC), "2026-09"),
    ],
)
def test_the_last_month_is_over_in_the_contracts_zone(now: datetime, expected: str) -> None:
    assert str(last_month(now)) == expected


@pytest.fixture
def demo_contract(db: None) -> Contract:
    from infogerance.contract_file import load_contract
    from infogerance.demo.loading import FOLDER

    return load_contract((FOLDER / OFFICE.file).read_bytes(), is_demo=True).contract


def deposit(contract: Contract, files: MonthFiles) -> Deposited:
    return deposit_month(contract=contract, files=files)


@pytest.mark.django_db(transaction=True)
def test_a_generated_month_is_accepted_without_a_remark(demo_contract: Contract) -> None:
    series = generate(OFFICE, Month.parse(UNTIL))
    made = deposit(demo_contract, series.deliveries[0])
    assert process([made]) == []
    with for_contract(demo_contract.pk):
        made.delivery.refresh_from_db()
        assert (made.delivery.outcome, made.delivery.finding_count) == ("ACCEPT", 0)
        assert made.delivery.received_at == series.deliveries[0].received_at
