"""`manage.py simulate_exit`: one object, refusals with their code."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from contracts.models import Contract


def run(*words: str) -> str:
    out = StringIO()
    call_command("simulate_exit", *words, stdout=out)
    return out.getvalue()


def test_one_object_for_programs(reference: Contract) -> None:
    found: dict[str, Any] = json.loads(
        run("INF-2024-07", "--notice", "2026-06-30", "--notice", "2026-07-01", "--json")
    )
    assert found["contract"] == "INF-2024-07"
    assert (found["contract_end"], found["last_day"]) == ("2026-12-31", "2026-12-31")
    assert found["transition_window"] == ["2026-12-30", "2027-06-30"]
    assert found["earliest_takeover"] == "2027-01-01"
    assert found["cost_range"] == ["74000.00", "129500.00"]
    assert (found["contract_cap"], found["due"]) == ("74000.00", ["74000.00", "74000.00"])
    assert (found["safe_until"], found["warnings"]) == ("2026-06-30", ["may_outlast"])
    assert found["phases"][-1] == {"name": "Garantie", "from": "2027-01-01", "to": "2027-02-28"}
    assert [one["contract_end"] for one in found["compared"]] == ["2027-12-31"]


def test_the_same_for_a_person(reference: Contract) -> None:
    text = run("INF-2024-07", "--notice", "2026-06-30")
    assert "fin du contrat le 31/12/2026, reprise au plus tôt le 01/01/2027" in text
    assert "Dernier jour utile : 30/06/2026" in text


@pytest.mark.parametrize(
    ("contract", "notice", "told"),
    [
        ("INF-2024-07", "30/06/2026", "Attendu : 2026-06-30"),
        ("INF-2024-07", "2023-12-31", "Le contrat prend effet le 01/01/2024"),
        ("INF-2024-07", "2029-01-01", "Le contrat prend fin le 31/12/2028"),
        ("XYZ", "2026-06-30", "Contrat inconnu"),
    ],
)
def test_wrong_input_is_refused_with_its_remedy(
    reference: Contract, contract: str, notice: str, told: str
) -> None:
    with pytest.raises(CommandError, match=told) as refused:
        run(contract, "--notice", notice)
    assert refused.value.returncode == 3
