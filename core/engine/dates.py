"""French dates. Call them through `core.engine.formats`.

Instants are aware and are shown in `zone`; a naive one is refused (ValueError). None gives « — ».
"""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from core.engine.months import Month
from core.engine.typography import ABSENT, of

PARIS = "Europe/Paris"
MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
SHORT_MONTHS = (
    *("janv.", "févr.", "mars", "avr.", "mai", "juin"),
    *("juil.", "août", "sept.", "oct.", "nov.", "déc."),
)
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


def date_short(value: date | None, zone: str = PARIS) -> str:
    """« 16/04/2026 »."""
    day = _day(value, zone)
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}" if day else ABSENT


def date_long(value: date | None, zone: str = PARIS) -> str:
    """« 1er mars 2026 »."""
    day = _day(value, zone)
    return f"{'1er' if day.day == 1 else day.day} {MONTHS[day.month - 1]} {day.year}" if day else ABSENT


def day_long(value: date | None, zone: str = PARIS) -> str:
    """« jeudi 16 avril 2026 »."""
    day = _day(value, zone)
    return f"{WEEKDAYS[day.weekday()]} {date_long(day)}" if day else ABSENT


def month_long(value: Month | date | None, zone: str = PARIS) -> str:
    """« mars 2026 »."""
    month = _month(value, zone)
    return f"{MONTHS[month.number - 1]} {month.year}" if month else ABSENT


def month_of(value: Month | date | None, zone: str = PARIS) -> str:
    """« de mars 2026 », « d’avril 2026 »."""
    return of(month_long(value, zone))


def month_short(value: Month | date | None, year: bool = False, zone: str = PARIS) -> str:
    """« janv. », or « janv. 2026 » with `year`."""
    month = _month(value, zone)
    return SHORT_MONTHS[month.number - 1] + (f" {month.year}" if year else "") if month else ABSENT


def time_short(value: datetime | None, zone: str = PARIS) -> str:
    """« 10:42 », local time."""
    if value is None:
        return ABSENT
    local = _local(value, zone)
    return f"{local.hour:02d}:{local.minute:02d}"


def datetime_short(value: datetime | None, zone: str = PARIS) -> str:
    """« 09/04/2026 à 06:10 », local time."""
    return f"{date_short(value, zone)} à {time_short(value, zone)}" if value else ABSENT


def _local(value: datetime, zone: str) -> datetime:
    if value.tzinfo is None:
        raise ValueError(f"an instant without zone cannot be shown: {value}")
    return value.astimezone(ZoneInfo(zone))


def _day(value: date | None, zone: str) -> date | None:
    return _local(value, zone).date() if isinstance(value, datetime) else value


def _month(value: Month | date | None, zone: str) -> Month | None:
    if value is None or isinstance(value, Month):
        return value
    day = _day(value, zone)
    return Month.of(day) if day else None
