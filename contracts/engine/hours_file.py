"""Service hours and sites of the contract file, checked: windows in order, known zones, known calendars."""

from __future__ import annotations

import re
from itertools import pairwise

from contracts.engine.reading import Entry, complain_of_repeats
from contracts.engine.terms import Closure, Hours, Place, Window
from contracts.engine.vocabulary import WEEKDAYS

CODE = re.compile(r"[a-z0-9][a-z0-9-]*")
WINDOW = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-(?:([01]\d|2[0-3]):([0-5]\d)|24:00)")


def read_code(entry: Entry, limit: int) -> str:
    """A short name: lower-case letters, digits and hyphens."""
    code = entry.text("code", limit=limit)
    if code and not CODE.fullmatch(code):
        entry.complain(
            f"« code » vaut « {code} ».", "Écrivez des minuscules sans accent, des chiffres et des tirets."
        )
    return code


def read_hours(root: Entry) -> tuple[Hours, ...]:
    """The `[[plage]]` tables. Windows of a day may not overlap nor be reversed; « 24:00 » closes a day."""
    entries = root.tables("plage")
    hours = []
    for entry in entries:
        code = read_code(entry, 30)
        entry.place = f"plage {code or entry.place}"
        name = entry.text("libelle", limit=80)
        always = entry.flag("toujours_ouvert")
        windows = _read_week(entry)
        if always and windows:
            entry.complain("toujours ouverte, elle a aussi des fenêtres.", "Gardez l’un ou l’autre.")
        if not always and not _says_hours(entry):
            entry.complain(
                "elle n’a aucune fenêtre.", 'Ajoutez [plage.fenetres], par exemple lundi = ["08:00-18:00"].'
            )
        entry.close()
        hours.append(Hours(code, name, always, windows))
    complain_of_repeats(zip(entries, (h.code for h in hours), strict=True), "le code")
    if not hours:
        root.complain("aucune plage de service.", "Ajoutez au moins une table [[plage]].", "plage")
    return tuple(hours)


def _says_hours(entry: Entry) -> bool:
    """Whether some day has windows, right or wrong: a week of closed days serves nobody."""
    week = entry.values.get("fenetres")
    return any(week.values()) if isinstance(week, dict) else bool(week)


def _read_week(entry: Entry) -> tuple[Window, ...]:
    week = entry.table("fenetres", f"{entry.place}, fenêtres")
    found = []
    for weekday, day in enumerate(WEEKDAYS):
        windows = [w for text in week.texts(day) if (w := _read_window(week, day, weekday, text))]
        windows.sort()
        for before, after in pairwise(windows):
            if after.opens < before.closes:
                week.complain(
                    f"deux fenêtres du {day} se chevauchent.", "Séparez-les, ou réunissez-les en une seule."
                )
        found += windows
    week.close()
    return tuple(found)


def _read_window(week: Entry, day: str, weekday: int, text: str) -> Window | None:
    match = WINDOW.fullmatch(text)
    if not match:
        week.complain(f"{day} : « {text} » n’est pas une fenêtre.", "Écrivez-la comme « 08:00-18:00 ».")
        return None
    opens = int(match[1]) * 60 + int(match[2])
    closes = int(match[3]) * 60 + int(match[4]) if match[3] else 1440
    if closes <= opens:
        week.complain(
            f"{day} : « {text} » se ferme avant de s’ouvrir.",
            "Inversez les heures ; une nuit s’écrit en deux fenêtres, jusqu’à 24:00 puis depuis 00:00.",
        )
        return None
    return Window(weekday, opens, closes)


def read_places(
    root: Entry, codes: frozenset[str], zones: frozenset[str]
) -> tuple[tuple[Place, ...], tuple[Closure, ...]]:
    """The `[[site]]` tables with their closures, and the `[[fermeture]]` tables common to all sites."""
    entries = root.tables("site")
    places, closures = [], _read_closures(root, "")
    for entry in entries:
        code = read_code(entry, 40)
        entry.place = f"site {code or entry.place}"
        zone = entry.text("zone_feries", limit=30, required=False)
        if zone and zone not in zones:
            entry.complain(
                f"zone de fériés inconnue : « {zone} ».", f"Zones admises : {', '.join(sorted(zones))}."
            )
        places.append(
            Place(
                code=code,
                name=entry.text("nom", limit=80),
                holiday_zone=zone,
                whit_monday_worked=entry.flag("lundi_pentecote_travaille"),
                calendar=read_calendar_code(entry, codes),
            )
        )
        closures += _read_closures(entry, code)
        entry.close()
    complain_of_repeats(zip(entries, (p.code for p in places), strict=True), "le code")
    return tuple(places), tuple(closures)


def read_calendar_code(entry: Entry, codes: frozenset[str]) -> str:
    """The code of a `[[plage]]` of the same file; empty when none is named."""
    code = entry.text("plage", limit=30, required=False)
    if code and code not in codes:
        entry.complain(
            f"plage inconnue : « {code} ».", f"Plages du fichier : {', '.join(sorted(codes)) or 'aucune'}."
        )
    return code


def _read_closures(entry: Entry, site: str) -> list[Closure]:
    entries = entry.tables("fermeture")
    closures = []
    for closure in entries:
        closures.append(Closure(site, closure.day("jour"), closure.text("libelle", limit=80)))
        closure.close()
    complain_of_repeats(zip(entries, (c.day for c in closures), strict=True), "le jour")
    return closures
