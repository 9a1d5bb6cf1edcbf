"""A large contract, 5,000 items of scope and 60 amendments, is read in few questions on every page."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from contracts.models import (
    Amendment,
    Contract,
    ContractVersion,
    ScopeItem,
    ScopeItemSite,
    ScopeQuantity,
    Site,
    WorkUnit,
)
from core.scope import unscoped
from tests.contracts.conftest import DEMO
from tests.restoring import loaded

QUERIES = 25
ITEMS, AMENDMENTS = 5_000, 60
PAGES = (
    "scope", "exclusions", "work_units", "budget", "revision", "dates", "amendments", "people", "documents",
    "clauses", "obligations", "registers", "record", "invoices", "calendars",
)  # fmt: skip
CSV = "?export=csv"
FILES = {f"scope{CSV}": ITEMS, f"amendments{CSV}": AMENDMENTS}
"""A page's file, and the lines that it has at least."""
STATUSES = ("in", "in", "out", "grey")


def build_items(contract: Contract) -> None:
    """Four kinds in turn, each item with a site and a dated quantity; each tenth exclusion has its work unit."""
    held = {
        status: max(
            ScopeItem.objects.filter(contract=contract, status=status).values_list("number", flat=True)
        )
        for status in set(STATUSES)
    }
    items = ScopeItem.objects.bulk_create(
        ScopeItem(
            contract=contract, number=held[STATUSES[n % 4]] + 1 + n, status=STATUSES[n % 4], name=f"Élément {n}",
            quantity=n % 90, unit_price=45, unit="élément", coverage="listed",
            grey_since=date(2026, 2, 16) if STATUSES[n % 4] == "grey" else None,
        )
        for n in range(ITEMS)
    )  # fmt: skip
    site = Site.objects.filter(contract=contract).order_by("code")[0]
    ScopeItemSite.objects.bulk_create(
        ScopeItemSite(contract=contract, item=item, site=site) for item in items
    )
    ScopeQuantity.objects.bulk_create(
        ScopeQuantity(
            contract=contract, item=item, effective_on=contract.starts_on, quantity=item.quantity or 0
        )
        for item in items
    )
    WorkUnit.objects.bulk_create(
        WorkUnit(contract=contract, code=f"charge-{item.number}", exclusion=item.number)
        for item in items[2::40]
    )


def build_amendments(contract: Contract, users: list[Any]) -> None:
    """Sixty versions after the last one, each approved by a second person."""
    for n in range(AMENDMENTS):
        day = date(2027 + n // 12, n % 12 + 1, 1)
        version = ContractVersion.objects.create(
            contract=contract, number=100 + n, effective_on=day, title=f"Avenant {n}", monthly_fee=18_500 + n
        )
        Amendment.objects.create(
            contract=contract, number=100 + n, title=f"Avenant {n}", effective_on=day, change="x", reason="Accord.",
            state="approved", proposed_by=users[0], proposed_side="client", proposed_at="2026-01-05T08:00Z",
            decided_by=users[1], decided_side="client", decided_at="2026-01-06T08:00Z", version=version,
        )  # fmt: skip


def test_every_page_and_file_of_a_large_contract_asks_little(db: None, make_user: Any) -> None:
    contract = loaded((DEMO / "inf-2024-07.toml").read_bytes())
    users = [make_user(role, contract) for role in ("referent", "executive")]
    with unscoped("tests build their world"):
        build_items(contract)
        build_amendments(contract, users)
    client = Client()
    client.force_login(users[0])
    asked = {}
    for page in (*PAGES, *FILES):
        address = reverse(f"contracts:{page.removesuffix(CSV)}", args=[contract.slug])
        with CaptureQueriesContext(connection) as seen:
            answer = client.get(f"{address}{CSV}" if page in FILES else address)
        assert answer.status_code == 200, page
        assert len(answer.content.splitlines()) > FILES.get(page, 0), page
        asked[page] = len(seen)
    assert {page: count for page, count in asked.items() if count > QUERIES} == {}
