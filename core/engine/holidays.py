"""French public holidays by zone, as the State's calendar publishes them (calendrier.api.gouv.fr)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache

ABOLITION = "Abolition de l'esclavage"

# The library's own overseas lists add days of local usage that are no public holidays (Mi-Carême, Victor
# Schœlcher) and its "GES" silently ignores Alsace-Moselle: the local days are therefore kept here, from
# article L. 3422-2 of the Labour Code and the order of 16 August 1892 for Alsace-Moselle.
_LOCAL_DAYS: dict[str, tuple[int, int] | None] = {
    "metropole": None,
    "alsace-moselle": None,
    "guadeloupe": (5, 27),
    "martinique": (5, 22),
    "guyane": (6, 10),
    "la-reunion": (12, 20),
    "mayotte": (4, 27),
    "saint-barthelemy": (10, 9),
    "saint-martin": (5, 28),
    "saint-pierre-et-miquelon": None,
}

ZONES = tuple(_LOCAL_DAYS)
"""The zones of `french`, named as in the State's calendar."""

_NAMES = {"Jour de l'an": "1er janvier", "Fête du Travail": "1er mai", "Fête de la Victoire": "8 mai"}
_NAMES |= {"Fête nationale": "14 juillet", "Armistice": "11 novembre"}


def french(years: Iterable[int], zone: str = "metropole") -> frozenset[date]:
    """Every public holiday of some years in a zone. Raises ValueError for an unknown zone.

    Whit Monday is included: whether it is worked (journée de solidarité) is the contract's choice.
    """
    return frozenset(day for year in set(years) for day in _names(year, _known(zone)))


def holiday_name(day: date, zone: str = "metropole") -> str | None:
    """The French name of a holiday (« Ascension »), None for an ordinary day. ValueError: unknown zone."""
    return _names(day.year, _known(zone)).get(day)


def _known(zone: str) -> str:
    if zone not in _LOCAL_DAYS:
        raise ValueError(f"Zone de jours fériés inconnue : {zone!r} (connues : {', '.join(ZONES)}).")
    return zone


@lru_cache(maxsize=512)
def _names(year: int, zone: str) -> dict[date, str]:
    # Imported here: the library costs 0.3 s, and most processes never ask for a holiday.
    from holidays import France

    names = {}
    for day, label in France(years=year, language="fr").items():
        parts = [_NAMES.get(part, part) for part in label.split("; ")]
        names[day] = " et ".join(parts)
    easter_monday = next(day for day, label in names.items() if "Lundi de Pâques" in label)
    # The State's calendar keeps Whit Monday in 2005-2007, where the library drops it.
    names.setdefault(easter_monday + timedelta(days=49), "Lundi de Pentecôte")
    if zone == "alsace-moselle":
        names[easter_monday - timedelta(days=3)] = "Vendredi saint"
        names[date(year, 12, 26)] = "Saint-Étienne"
    elif local := _LOCAL_DAYS[zone]:
        day = date(year, *local)
        if zone == "saint-martin" and year < 2018:
            day = date(year, 5, 27)
        names[day] = f"{names[day]} et {ABOLITION}" if day in names else ABOLITION
    return names
