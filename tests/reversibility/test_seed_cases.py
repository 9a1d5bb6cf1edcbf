"""The exits that the subject was born from: eight months' notice and 180,000 €, 6 to 12 months, 4 to 7 fees.

Each is told by the contract's file, reckoned by the command, and read on the page. Dates are in ISO, amounts in
euros excluding VAT.
"""

from __future__ import annotations

import json
import re
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from contracts.models import Contract
from core.scope import for_contract
from infogerance.contract_file import load_contract
from reversibility.selectors.simulation import course_of
from tests.reversibility.conftest import DEMO

TEXT = (DEMO / "inf-2024-07.toml").read_text("utf-8")
SEED = re.sub(
    r"forfaits_bas = 4\nforfaits_hauts = 7\nplafond_forfaits = 4\n", "cout_fixe = 180000\n", TEXT
).replace("preavis_mois = 6", "preavis_mois = 8")
UNCAPPED = TEXT.replace("plafond_forfaits = 4\n", "")


@pytest.fixture
def seed(db: None, request: pytest.FixtureRequest) -> Contract:
    return load_contract(request.param.encode()).contract


def simulated(contract: Contract, notice: str) -> dict[str, Any]:
    out = StringIO()
    call_command("simulate_exit", contract.reference, "--notice", notice, "--json", stdout=out)
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


def read(contract: Contract, make_user: Any, notice: str) -> str:
    client = Client()
    client.force_login(make_user("referent", contract))
    answer = client.get(reverse("reversibility:simulator", args=[contract.slug]) + f"?preavis={notice}")
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


@pytest.mark.parametrize("seed", [SEED], indirect=True)
@pytest.mark.parametrize(
    ("notice", "end", "window", "take_over"),
    [
        ("2026-04-30", "2026-12-31", ["2026-10-30", "2027-04-30"], "2027-01-01"),
        ("2026-05-01", "2027-12-31", ["2026-11-01", "2027-05-01"], "2028-01-01"),
    ],
    ids=["in time", "one day late: one renewal more"],
)
def test_eight_months_and_180_000_euros(
    seed: Contract, make_user: Any, notice: str, end: str, window: list[str], take_over: str
) -> None:
    found = simulated(seed, notice)
    assert (found["contract_end"], found["transition_window"]) == (end, window)
    assert (found["earliest_takeover"], found["cost_range"]) == (take_over, ["180000.00", "180000.00"])
    assert found["safe_until"] == ("2026-04-30" if notice <= "2026-04-30" else "2027-04-30")
    with for_contract(seed.pk):
        same = course_of(seed, date(2026, 4, 10)).exit_on(date.fromisoformat(notice))
    assert same.contract_end.isoformat() == end
    text = read(seed, make_user, notice)
    for told in ("180 000 €", date.fromisoformat(take_over).strftime("%d/%m/%Y")):
        assert told in text, told


@pytest.mark.parametrize("seed", [UNCAPPED], indirect=True)
def test_six_to_twelve_months_and_four_to_seven_fees(seed: Contract, make_user: Any) -> None:
    found = simulated(seed, "2026-06-30")
    assert found["transition_window"] == ["2026-12-30", "2027-06-30"]
    assert (found["cost_range"], found["contract_cap"]) == (["74000.00", "129500.00"], None)
    assert "74 000 €" in read(seed, make_user, "2026-06-30")
