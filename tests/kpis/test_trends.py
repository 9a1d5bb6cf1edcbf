"""`manage.py trends`: a series for programs and for people."""

from __future__ import annotations

import json

import pytest
from django.core.management import CommandError, call_command


def trends(capsys, *args):
    call_command("trends", *args)
    return capsys.readouterr().out


def test_a_drifting_series_as_json(drift, capsys):
    found = json.loads(trends(capsys, "INF-2024-07", "k08", "--json"))
    assert (found["code"], found["unit"], found["threshold"], found["until"]) == (
        "K08",
        "tickets",
        "75.0000",
        "2026-03",
    )
    assert found["series"][-1] == {
        "month": "2026-03",
        "value": "63.000000",
        "numerator": None,
        "denominator": None,
        "n": 63,
        "reading": "Dégradation",
        "reason": "",
    }
    (limits,) = found["limits"]
    assert [round(limits[name], 1) for name in ("center", "lower", "upper", "range_upper")] == [
        49.4,
        43.9,
        55.0,
        6.8,
    ]
    assert [(signal["kind"], signal["since"], signal["month"]) for signal in found["signals"]] == [
        ("point_outside", "2025-12", "2026-03"),
        ("trend", "2025-04", "2026-03"),
    ]
    assert (found["trend"]["verdict"], round(found["trend"]["slope"], 4)) == ("rising", 1.8333)
    assert (found["projection"]["months"], found["projection"]["month"]) == (7, "2026-10")
    assert len(found["projection"]["values"]) == 7


def test_a_series_cut_at_a_month_knows_nothing_of_what_follows(drift, capsys):
    found = json.loads(trends(capsys, "INF-2024-07", "K08", "--month", "2025-05", "--json"))
    assert (len(found["series"]), found["limits"][0]["state"]) == (5, "not_enough_data")
    assert (found["signals"], found["projection"]) == ([], None)


def test_the_same_facts_for_a_person(drift, capsys):
    out = trends(capsys, "INF-2024-07", "K08")
    assert "  2026-03  63  Dégradation" in out
    assert "Alarme 2026-03 : tendance établie, dégradation." in out
    assert "INF-2024-07 K08 : Encours en fin de mois" in out
    assert "Limites depuis 2025-01 : 43,85 à 54,98, moyenne 49,42." in out
    assert "Seuil 75 atteint en 2026-10, dans 7\u00a0mois." in out


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (("INF-2099-99", "K08"), 3, "Contrat inconnu"),
        (("INF-2024-07", "K99"), 3, "Indicateur inconnu : « K99 »"),
        (("INF-2024-07", "K17"), 4, "Aucune valeur calculée pour K17"),
        (("INF-2024-07", "K08", "--month", "mars"), 3, "Mois illisible"),
        (("INF-2024-07", "K08", "--part", "P3"), 3, "Détail inconnu"),
        (("INF-2024-07", "K01"), 4, "Aucune valeur calculée pour K01"),
        (("INF-2024-07", "K08", "--month", "2020-01"), 4, "aucun mois mesuré"),
    ],
)
def test_what_cannot_be_read_says_why(drift, capsys, args, code, words):
    with pytest.raises(CommandError, match=words) as refusal:
        trends(capsys, *args)
    assert refusal.value.returncode == code
