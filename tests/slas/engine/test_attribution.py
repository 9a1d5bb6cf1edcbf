"""Months and contract versions in the contract's zone."""

from datetime import date

import numpy as np
import pytest

from core.engine.months import Month
from slas.engine.attribution import attributed_months, local_months, versions_in_force
from slas.engine.clock import elapsed
from tests.slas.engine.golden_clock import cases, hours, instants


@pytest.mark.parametrize("case", cases("rates", "version"), ids=lambda case: case["id"])
def test_version_in_force_at_opening(case):
    facts, expected = case["input"], case["expected"]
    dates = [date.fromisoformat(version["from"]) for version in facts["versions"]]
    (index,) = versions_in_force(instants(facts["opened"]), dates, "Europe/Paris")
    version = facts["versions"][index]
    assert (version["n"], version["target_min"]) == (expected["version"], expected["target_min"])
    if "resolved" in facts:
        spent = elapsed(hours(), instants(facts["opened"]), instants(facts["resolved"]))
        assert spent.tolist() == [expected["elapsed_min"] * 60]
        assert ("breached" if spent[0] > version["target_min"] * 60 else "met") == expected["state"]


def test_before_the_first_version_and_unknown_opening():
    opened = instants("2023-12-31T23:59:59+01:00", None, "2024-01-01T00:00+01:00")
    assert versions_in_force(opened, [date(2024, 1, 1)], "Europe/Paris").tolist() == [-1, -1, 0]
    with pytest.raises(ValueError, match="order"):
        versions_in_force(opened, [date(2024, 1, 1), date(2023, 1, 1)], "Europe/Paris")


def test_months_turn_at_local_midnight():
    around = instants("2026-03-31T21:59:59+00:00", "2026-03-31T22:00:00+00:00", None)
    found = local_months(around, "Europe/Paris")
    assert [Month.parse(str(month)) for month in found[:2]] == [Month(2026, 3), Month(2026, 4)]
    assert np.isnat(found[2])


def test_unknown_policy_is_refused():
    with pytest.raises(ValueError, match="unknown attribution"):
        attributed_months("closed", *[instants(None)] * 3, "Europe/Paris")
