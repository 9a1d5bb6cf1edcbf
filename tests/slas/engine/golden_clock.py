"""Reading the worked cases: instants, calendars and suspensions as the engine takes them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from core.engine.holidays import french
from slas.engine.clock import ServiceHours, Suspensions

FOLDER = Path(__file__).parents[2] / "golden"

_ZONES = {"FR": "metropole", "FR-57/67/68": "alsace-moselle"}
_WINDOWS = {
    "HO_8_18_LV": (("08:00", "18:00"),),
    "HO_8_12_14_18": (("08:00", "12:00"), ("14:00", "18:00")),
}


def clock_cases() -> list[dict[str, Any]]:
    return [
        case for name in ("clock", "clock_more") for case in json.loads((FOLDER / f"{name}.json").read_text())
    ]


def cases(name: str, *kinds: str) -> list[dict[str, Any]]:
    return [
        case for case in json.loads((FOLDER / f"{name}.json").read_text())["cases"] if case["kind"] in kinds
    ]


def instant(text: str | None) -> np.datetime64:
    if text is None:
        return np.datetime64("NaT", "s")
    return np.datetime64(datetime.fromisoformat(text).astimezone(UTC).replace(tzinfo=None), "s")


def instants(*texts: str | None) -> np.ndarray:
    return np.array([instant(text) for text in texts], dtype="datetime64[s]")


def hours(calendar: str = "HO_8_18_LV", holidays: str = "FR") -> ServiceHours:
    if calendar == "24x7":
        return ServiceHours.round_the_clock()
    closed = french(range(2025, 2028), _ZONES[holidays]) if holidays in _ZONES else frozenset()
    return ServiceHours("Europe/Paris", {day: _WINDOWS[calendar] for day in range(5)}, closed)


def suspensions(pairs: list[list[str]], row: int = 0) -> Suspensions:
    starts, ends = instants(*(pair[0] for pair in pairs)), instants(*(pair[1] for pair in pairs))
    return Suspensions([row] * len(pairs), starts, ends)
