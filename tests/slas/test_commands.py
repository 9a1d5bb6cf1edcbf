"""`compute` and `explain` from the command line: one JSON object, exit codes, refusals that change nothing."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest
from django.core.management import CommandError, call_command

from slas.models import CommitmentMonth


def run(capsys, *arguments):
    capsys.readouterr()
    call_command(*arguments)
    return capsys.readouterr().out


def test_compute_gives_every_figure_of_the_month(furnished, capsys):
    found = json.loads(run(capsys, "compute", "INF-2024-07", "2026-03", "--json"))
    assert (found["contract"], found["month"]) == ("INF-2024-07", "2026-03")
    lines = {line["code"]: line for line in found["commitments"]}
    assert list(lines) == ["E06", "E03", "E08", "E10", "E14"]
    assert lines["E06"] == {
        "code": "E06", "counted": 24, "met": 20, "missed": 4, "pending": 0, "excluded": 1, "not_measurable": 0,
        "rate": "83.3333", "target": "90", "verdict": "breached", "declared": "95.2381", "gap": "11.9048",
        "penalty": "1295.00",
    }  # fmt: skip
    assert (lines["E08"]["missed"], lines["E08"]["counted"], lines["E08"]["declared"]) == (
        5400,
        743 * 3600,
        None,
    )
    assert (lines["E10"]["rate"], lines["E10"]["penalty"]) == ("95.0000", None)
    assert "E06    20/24 83.3333 % ≥ 90 : Non respecté" in run(capsys, "compute", "INF-2024-07", "2026-03")


def test_explain_tiles_the_life_of_a_ticket(furnished, capsys):
    found = json.loads(run(capsys, "explain", "INF-2024-07", "L001", "--json"))
    assert [line["code"] for line in found["commitments"]] == ["E06", "E03"]
    line = found["commitments"][0]
    assert (line["verdict"], line["month"], line["elapsed"], line["target"], line["paused"]) == (
        "breached", "2026-03", 57 * 3600, 20 * 3600, 6 * 3600,
    )  # fmt: skip
    assert (line["deadline"], line["clause"], line["contract_version"]) == (
        "2026-03-04T14:00:00+00:00",
        "art. 1",
        0,
    )
    parts = line["segments"]
    assert (parts[0]["from"], parts[-1]["to"]) == ("2026-03-02T08:00:00+00:00", "2026-03-10T11:00:00+00:00")
    assert all(before["to"] == after["from"] for before, after in pairwise(parts))
    assert sum(part["seconds"] for part in parts if part["kind"] == "counted") == 57 * 3600
    assert {part["kind"] for part in parts} == {"counted", "closed", "paused"}
    assert "E06 : Non respecté, 205200 s pour 72000 s" in run(capsys, "explain", "INF-2024-07", "L001")


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (
            ("compute", "INCONNU", "2026-03"),
            3,
            "Contrat inconnu : « INCONNU ». Contrats connus : INF-2024-07.",
        ),
        (("compute", "INF-2024-07", "mars"), 3, "Mois illisible : « mars ». Attendu : 2026-03."),
        (("compute", "INF-2024-07", "2026-04"), 4, "Aucun rapport déposé pour avril 2026."),
        (("explain", "INCONNU", "L001"), 3, "Contrat inconnu : « INCONNU »."),
        (("explain", "INF-2024-07", "L999"), 3, "Ticket inconnu : « L999 »."),
    ],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(furnished, arguments, code, words):
    before = CommitmentMonth.objects.count()
    with pytest.raises(CommandError) as refusal:
        call_command(*arguments)
    assert refusal.value.returncode == code
    assert words in str(refusal.value)
    assert CommitmentMonth.objects.count() == before
