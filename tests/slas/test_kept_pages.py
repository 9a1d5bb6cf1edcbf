"""Pages and exports of a closed month show it as it was closed, whatever is delivered or promised since."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from contracts.models import ContractVersion, ServiceCalendar
from core.engine.months import Month
from slas.models import Commitment
from slas.services.closing.acts import close_month
from slas.services.closing.verifying import verify_contract
from tests.slas.closable import MARCH as MARCH_LINES
from tests.slas.closable import closable, deliver, line
from tests.slas.parties import loaded

MARCH = Month(2026, 3)
PAGES = (
    "mois/2026-03/",
    "engagements/E06/2026-03/",
    "engagements/E06/2026-03/tickets/",
    "engagements/E06/2026-03/tickets/?export=csv",
    "engagements/E08/2026-03/",
    "penalites/2026-03/",
)
DRAWN = re.compile(r"<svg.*?</svg>|<input[^>]*>", re.S)
"""Icons, drawings, and the form's own token."""
OTHERWISE = (
    "INC-030;Incident;Autre titre;P3;Clos;05/03/2026 09:00;05/03/2026 09:00;05/03/2026 11:00;"
    "05/03/2026 11:00;Lyon"
)


@pytest.fixture
def closed(world: Any) -> Any:
    contract = closable(world)
    close_month(contract=contract, month=MARCH, reason="Écart accepté en comité.")
    return contract


@pytest.fixture
def shown(closed: Any, make_user: Any) -> Any:
    client = Client()
    client.force_login(make_user("referent", closed))

    def look() -> dict[str, str]:
        found = {}
        for page in PAGES:
            answer = client.get(f"/contrats/{closed.slug}/{page}")
            assert answer.status_code == 200, page
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
            found[page] = DRAWN.sub("", body.decode().partition("<main")[2] or body.decode())
        return found

    return look


def test_a_ticket_told_otherwise_later_changes_no_page_of_the_closed_month(
    closed: Any, world: Any, shown: Any
) -> None:
    before = shown()
    assert "Autre titre" not in str(before)
    april = [*MARCH_LINES[:13], OTHERWISE, line("INC-031", "31/03/2026 09:00", "03/04/2026 10:00")]
    deliver(closed, "2026-04", april, "2026-05-07 10:00")
    world.compute("2026-02", "2026-03", "2026-04")
    after = shown()
    for page in PAGES:
        assert after[page].splitlines() == before[page].splitlines(), page
    assert verify_contract(closed).fault is None


def test_a_promise_told_otherwise_later_changes_no_page_of_the_closed_month(closed: Any, shown: Any) -> None:
    before = shown()
    Commitment.objects.update(name="Autre nom", clause="art. 99", required_rate=50)
    ContractVersion.objects.update(title="Autre version", monthly_fee=1)
    ServiceCalendar.objects.update(name="Autres heures")
    loaded(closed)
    after = shown()
    for page in PAGES:
        assert after[page].splitlines() == before[page].splitlines(), page
    assert verify_contract(closed).fault is None
