"""Service hours of a new contract: a preset, or those of another contract."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contracts.engine.vocabulary import WEEKDAYS
from infogerance.engine.creation.answers import Copied

ORDINARY, ROUND_CLOCK = "ho", "24x7"
"""Codes that the models' commitments name."""


def _week(days: int, *windows: str) -> dict[str, list[str]]:
    return {day: list(windows) for day in WEEKDAYS[:days]}


ALWAYS = {"code": ROUND_CLOCK, "libelle": "24 h/24, 7 j/7", "toujours_ouvert": True}
PRESETS: dict[str, Mapping[str, Any]] = {
    "ho-8-18": {
        "code": ORDINARY, "libelle": "Heures ouvrées, lun.–ven. 8 h – 18 h", "fenetres": _week(5, "08:00-18:00"),
    },
    "ho-9-18": {
        "code": ORDINARY, "libelle": "Heures ouvrées, lun.–ven. 9 h – 18 h", "fenetres": _week(5, "09:00-18:00"),
    },
    "ho-pause": {
        "code": ORDINARY, "libelle": "Heures ouvrées, lun.–ven. 8 h – 12 h et 14 h – 18 h",
        "fenetres": _week(5, "08:00-12:00", "14:00-18:00"),
    },
    "ho-samedi": {
        "code": ORDINARY, "libelle": "Heures ouvrées, lun.–sam. 8 h – 19 h", "fenetres": _week(6, "08:00-19:00"),
    },
    "24x7": ALWAYS,
}  # fmt: skip
FROM_SOURCE = "repris:"


def ordinary_choices(copied: Copied) -> list[tuple[str, str]]:
    """Code and words of every choice, those of the other contract first."""
    taken = [(f"{FROM_SOURCE}{one['code']}", f"{one['libelle']} ({copied.source})") for one in copied.hours]
    held = [_times(one) for one in copied.hours]
    presets = [
        (code, str(preset["libelle"])) for code, preset in PRESETS.items() if _times(preset) not in held
    ]
    return [*taken, *presets]


def _times(hours: Mapping[str, Any]) -> dict[str, Any]:
    """When they are open, whatever they are called."""
    return {key: value for key, value in hours.items() if key not in ("code", "libelle") and value}


def site_choices(copied: Copied) -> list[tuple[str, str]]:
    """Hours that a site may have of its own."""
    listed = copied.hours or (ALWAYS,)
    return [
        ("", "Les mêmes que les engagements"),
        *((str(one["code"]), str(one["libelle"])) for one in listed),
    ]


def compose_hours(choice: str, copied: Copied) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """The `[[plage]]` tables, and for each code that a model names the one that it is called here."""
    chosen = choice.removeprefix(FROM_SOURCE)
    tables = [dict(one) for one in copied.hours]
    if chosen == choice:
        preset = dict(PRESETS[choice])
        preset["code"] = _free(str(preset["code"]), tables)
        tables.append(preset)
        chosen = preset["code"]
    always = next((str(one["code"]) for one in tables if one.get("toujours_ouvert")), "")
    if not always:
        always = _free(ROUND_CLOCK, tables)
        tables.append({**ALWAYS, "code": always})
    return tables, {ORDINARY: chosen, ROUND_CLOCK: always}


def _free(code: str, tables: list[dict[str, Any]]) -> str:
    """The code, or the first of its followers that no table has."""
    taken, found, rank = {one["code"] for one in tables}, code, 2
    while found in taken:
        found, rank = f"{code}-{rank}", rank + 1
    return found
