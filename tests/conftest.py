"""The cast of the tests: one contract, its people on both sides, and a stranger."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from core.scope import for_contract, unscoped

collect_ignore = [] if os.environ.get("PORTAL_REAL_DATA") else ["real"]

# How long one example takes depends on the machine: time is measured in bench/, never by a test.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

USES_DATABASE = {"db", "transactional_db", "live_server", "contract", "scope"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--on-services", action="store_true", help="only the tests that rest on the database or the broker"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Second run, on PostgreSQL and Redis: what neither stores nor queues would only say the same again.

    Nor would what reads files or draws pages from facts already stored, and says so (`any_store`).
    """
    if not config.getoption("--on-services"):
        return
    kept = [item for item in items if rests_on_services(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = kept


def rests_on_services(item: pytest.Item) -> bool:
    if "browser" in item.path.parts or item.get_closest_marker("any_store"):
        return False
    if item.get_closest_marker("django_db") or item.get_closest_marker("services"):
        return True
    return not USES_DATABASE.isdisjoint(getattr(item, "fixturenames", ()))


@pytest.fixture(scope="session", autouse=True)
def _static_root() -> None:
    """The web server looks for gathered files, and warns when even their folder is missing."""
    from django.conf import settings

    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture(autouse=True)
def _fresh_counters() -> None:
    """Rate limits are counted in the cache, which outlives a test."""
    from django.core.cache import cache

    cache.clear()


@pytest.fixture(autouse=True)
def _private_var(tmp_path: Path, settings: Any) -> None:
    """Every test keeps its files in its own folder and hashes passwords fast."""
    settings.PRIVATE_STORAGE_ROOT = tmp_path / "files"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "files"},
        },
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def make_contract(db: None) -> Any:
    """Build a contract INF-… from 2024 to 2026 with its first version, HO calendar and one site."""
    from accounts.models import Organisation
    from contracts.models import Contract, ContractVersion, ServiceCalendar, ServiceWindow, Site

    def build(
        reference: str = "INF-2024-07", client: str = "Client A", provider: str = "Prestataire A"
    ) -> Any:
        with unscoped("tests build their world"):
            contract = Contract.objects.create(
                reference=reference,
                title="Infogérance du siège",
                client=Organisation.objects.get_or_create(name=client, kind="client")[0],
                provider=Organisation.objects.get_or_create(name=provider, kind="provider")[0],
                starts_on=date(2024, 1, 1),
                ends_on=date(2026, 12, 31),
                renewal="tacit",
                renewal_months=12,
                max_renewals=2,
                notice_months=6,
                users=300,
            )
            ContractVersion.objects.create(
                contract=contract, number=0, effective_on=date(2024, 1, 1), title="Origine", monthly_fee=18500
            )
            hours = ServiceCalendar.objects.create(contract=contract, code="ho", name="lun.–ven. 8 h – 18 h")
            ServiceCalendar.objects.create(contract=contract, code="24x7", name="24 h/24", always_open=True)
            for weekday in range(5):
                ServiceWindow.objects.create(
                    contract=contract, calendar=hours, weekday=weekday, opens=480, closes=1080
                )
            Site.objects.create(contract=contract, code="siege", name="Siège")
        return contract

    return build


@pytest.fixture
def contract(make_contract: Any) -> Any:
    return make_contract()


@pytest.fixture
def scope(contract: Any) -> Iterator[Any]:
    """The contract's scope, seen from the client's side, open for the whole test."""
    with for_contract(contract.pk):
        yield contract


@pytest.fixture
def make_user(db: None) -> Any:
    """Build a person; with a contract, a membership too (the side follows the role)."""
    from accounts.models import Membership, User

    def build(role: str, contract: Any = None, email: str = "") -> Any:
        user = User.objects.create_user(email or f"{role}@exemple.fr", "un mot de passe long", title=role)
        if contract is not None:
            side = "provider" if role == "provider" else "client"
            with unscoped("tests build their world"):
                Membership.objects.create(contract=contract, user=user, side=side, role=role)
        return user

    return build
