"""Wall times and instants, both clock changes included."""

import json
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.engine.localtime import to_local, to_utc, zone_named

GOLDEN = json.loads((Path(__file__).parents[1] / "golden" / "rates.json").read_text())["cases"]
ZONES = ["Europe/Paris", "UTC", "America/Sao_Paulo", "Asia/Kolkata", "Australia/Lord_Howe"]


@pytest.mark.parametrize(
    "case", [case for case in GOLDEN if case["kind"] == "ambiguous_time"], ids=lambda case: case["id"]
)
def test_worked_case(case):
    walls = np.array([case["input"]["local"]], dtype="datetime64[s]")
    utc, anomaly = to_utc(walls, case["input"]["zone"])
    expected = datetime.fromisoformat(case["expected"]["instant"]).astimezone(UTC).replace(tzinfo=None)
    assert utc.tolist() == [expected]
    assert anomaly.tolist() == [case["expected"]["anomaly"]]


def test_a_column_with_both_nights_and_a_hole():
    walls = np.array(
        [
            *("2026-03-29T01:59:59", "2026-03-29T02:00", "2026-03-29T03:00", "2026-10-25T01:59:59"),
            *("2026-10-25T02:00", "2026-10-25T02:59:59", "2026-10-25T03:00", "NaT", "2026-12-31T23:59:59"),
        ],
        dtype="datetime64[s]",
    )
    utc, anomaly = to_utc(walls, "Europe/Paris")
    gap, twice = "nonexistent_local_time", "ambiguous_local_time"
    assert anomaly.tolist() == ["", gap, "", "", twice, twice, "", "", ""]
    assert np.datetime_as_string(utc).tolist() == [
        "2026-03-29T00:59:59",
        "2026-03-29T01:00:00",
        "2026-03-29T01:00:00",
        "2026-10-24T23:59:59",
        "2026-10-25T00:00:00",
        "2026-10-25T00:59:59",
        "2026-10-25T02:00:00",
        "NaT",
        "2026-12-31T22:59:59",
    ]
    back = to_local(utc, "Europe/Paris")
    assert back[anomaly != gap].tolist() == walls[anomaly != gap].tolist()


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(ZONES), st.datetimes(datetime(2000, 1, 1), datetime(2030, 12, 31)))
def test_agrees_with_the_standard_library(zone, wall):
    wall = wall.replace(microsecond=0)
    utc, _ = to_utc(np.array([wall], dtype="datetime64[s]"), zone)
    expected = wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC).replace(tzinfo=None)
    assert utc.tolist() == [expected]
    local = expected.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    assert to_local(utc, zone).tolist() == [local]


def test_nothing_to_read():
    none = np.array(["NaT"], dtype="datetime64[s]")
    assert np.isnat(to_utc(none, "Europe/Paris")[0]).all()
    assert np.isnat(to_local(none, "Europe/Paris")).all()


def test_refusals():
    with pytest.raises(ValueError, match="Fuseau horaire inconnu"):
        zone_named("Paris")
    with pytest.raises(ValueError, match="Date hors des années"):
        to_utc(np.array(["0026-03-29T02:00"], dtype="datetime64[s]"), "Europe/Paris")
