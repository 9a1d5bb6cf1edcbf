"""Durations as tools write them: in words, as a clock, in seconds; and the time left before a deadline."""

from __future__ import annotations

import re

from reports.engine.headers import header_key

DAY, HOUR, MINUTE = 86_400, 3_600, 60
_UNITS = {
    1: ("s", "sec", "secs", "second", "seconds", "seconde", "secondes", "segundo", "segundos", "sekunde", "sekunden"),
    MINUTE: ("m", "min", "mins", "mn", "minute", "minutes", "minuto", "minutos", "minuten"),
    HOUR: ("h", "hr", "hrs", "hour", "hours", "heure", "heures", "hora", "horas", "stunde", "stunden"),
    DAY: ("d", "j", "day", "days", "jour", "jours", "dia", "dias", "tag", "tage"),
    7 * DAY: ("w", "week", "weeks", "semaine", "semaines", "semana", "semanas"),
}  # fmt: skip
UNITS = {word: seconds for seconds, words in _UNITS.items() for word in words}
_PART = re.compile(r"(\d{1,9})\s*([^\W\d_]+)\.?", re.UNICODE)
_CLOCK = re.compile(r"(-?)(\d{1,7}):([0-5]\d)(?::([0-5]\d))?", re.ASCII)
_LINK = re.compile(r"[\s,;]*(?:et|and|e|y|und)?[\s,;]*")
LONGEST = 10 * 366 * DAY


def read_duration(text: str) -> int | None:
    """Seconds of `1 dias 18 horas 47 minutos`, `25 Days 21 Hours 1 Minute`, `36:05`, `53 segundos` or `154020`.

    A number alone counts seconds. A day is 24 hours. None when the text is no duration, or longer than ten years.
    """
    text = text.strip()
    if text.isascii() and text.isdigit():
        return _bounded(int(text[:12]))
    clock = _CLOCK.fullmatch(text)
    if clock:
        sign, hours, minutes, seconds = clock.groups()
        total = int(hours) * HOUR + int(minutes) * MINUTE + int(seconds or 0)
        return None if sign else _bounded(total)
    return _in_words(text)


def _in_words(text: str) -> int | None:
    total, place = 0, 0
    for part in _PART.finditer(text):
        unit = UNITS.get(header_key(part[2]))
        if unit is None or not _LINK.fullmatch(text[place : part.start()]):
            return None
        total += int(part[1]) * unit
        place = part.end()
    return _bounded(total) if place and not text[place:].strip() else None


def _bounded(seconds: int) -> int | None:
    return seconds if seconds <= LONGEST else None


def read_time_left(text: str) -> int | None:
    """Seconds left before a deadline, written `[-]h:mm`: negative once it is passed. Never a duration spent."""
    match = _CLOCK.fullmatch(text.strip().replace("\u2212", "-"))
    if match is None:
        return None
    sign, hours, minutes, seconds = match.groups()
    total = int(hours) * HOUR + int(minutes) * MINUTE + int(seconds or 0)
    # « -0:00 » is past its deadline by less than the unit shown.
    return -max(total, 1) if sign else total
