"""`manage.py audit`: the same findings as the page, for a person and for a program."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from contracts.models import Contract
from infogerance.selectors.review import review_for
from tests.restoring import loaded

DEMO = Path(__file__).parents[2] / "infogerance" / "demo"


@pytest.fixture
def inf(db: None) -> Contract:
    return loaded((DEMO / "inf-2024-07.toml").read_bytes())


def test_the_command_tells_findings_and_scores(inf: Contract) -> None:
    out = io.StringIO()
    call_command("audit", "INF-2024-07", "--json", stdout=out)
    told = json.loads(out.getvalue())
    review = review_for(inf, date.fromisoformat(told["day"]))
    assert (told["passed"], told["applicable"]) == (review.audit.passed, review.audit.applicable)
    assert [f["code"] for h in told["headings"] for f in h["findings"]] == [
        finding.check.code for finding in review.audit.findings
    ]
    plain = io.StringIO()
    call_command("audit", "INF-2024-07", stdout=plain)
    assert "L06 manque : Zone grise non tranchée depuis plus de 60 jours" in plain.getvalue()
    assert plain.getvalue().rstrip().endswith(f"{review.count_words}.")


@pytest.mark.django_db
def test_the_command_refuses_an_unknown_contract() -> None:
    with pytest.raises(CommandError) as refusal:
        call_command("audit", "INCONNU")
    assert refusal.value.returncode == 3
