"""`manage.py deposit`: outcome as JSON, exit codes, nothing stored when refused."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from core.scope import for_contract
from reports.models import Delivery, Ticket
from tests.reports.conftest import ROWS, native


@pytest.fixture
def run(contract, tmp_path):
    def act(content=None, name="tickets.csv", reference="INF-2024-07", month="2026-03", **options):
        path = Path(tmp_path / name)
        path.write_bytes(native() if content is None else content)
        out = StringIO()
        code = 0
        try:
            call_command(
                "deposit", reference, month, str(path), json=True, stdout=out, stderr=StringIO(), **options
            )
        except SystemExit as stop:
            code = stop.code
        return code, json.loads(out.getvalue())

    return act


def test_an_accepted_file(run, contract):
    code, result = run()
    assert (code, result["outcome"], result["rows"], result["tickets"], result["version"]) == (
        0,
        "ACCEPT",
        2,
        2,
        1,
    )
    assert result["findings"] == []
    assert run()[1]["version"] == 1
    with for_contract(contract.pk):
        assert Ticket.objects.count() == 2


@pytest.mark.parametrize(
    ("content", "outcome", "code", "line", "column"),
    [
        (native(ROWS[0].replace(";P3;", ";P9;")), "ASK", "unmapped_value", 2, "Priorité"),
        (
            native(ROWS[0].replace("02/03/2026 12:00", "01/03/2026 12:00")),
            "REJECT",
            "resolved_before_opened",
            2,
            "Résolu le",
        ),
        (
            native(ROWS[0].replace("02/03/2026 08:00", "31/02/2026 08:00")),
            "REJECT",
            "bad_date",
            2,
            "Ouvert le",
        ),
        (b"", "REJECT", "empty_file", None, ""),
        (b"%PDF-1.7", "REJECT", "type_mismatch", None, ""),
    ],
)
def test_bad_input_exits_3_with_its_remedy(run, contract, content, outcome, code, line, column):
    exit_code, result = run(content)
    assert (exit_code, result["outcome"]) == (3, outcome)
    finding = next(f for f in result["findings"] if f["code"] == code)
    assert (finding["line"], finding["column"]) == (line, column)
    assert finding["remedy"]
    with for_contract(contract.pk):
        assert Ticket.objects.count() == 0
        assert not Delivery.objects.filter(is_current=True).exists()


@pytest.mark.parametrize(
    ("reference", "month", "words"),
    [("INCONNU", "2026-03", "Contrat inconnu"), ("INF-2024-07", "mars", "Mois illisible")],
)
def test_an_unknown_contract_or_month_exits_3(run, reference, month, words):
    with pytest.raises(CommandError, match=words) as error:
        run(reference=reference, month=month)
    assert error.value.returncode == 3


def test_an_unknown_profile_exits_3(run):
    code, result = run(profile="lotus")
    assert (code, [f["code"] for f in result["findings"]]) == (3, ["unknown_profile"])


def test_a_missing_file_exits_2(contract):
    with pytest.raises(CommandError, match="Fichier illisible") as error:
        call_command("deposit", "INF-2024-07", "2026-03", "/nulle/part.csv")
    assert error.value.returncode == 2
