"""French holidays against the tables the State publishes (calendrier.api.gouv.fr), written out."""

from datetime import date

import pytest

from core.engine.holidays import ZONES, french, holiday_name

METROPOLE = {
    2006: "01-01 04-17 05-01 05-08 05-25 06-05 07-14 08-15 11-01 11-11 12-25",
    2008: "01-01 03-24 05-01 05-08 05-12 07-14 08-15 11-01 11-11 12-25",
    2024: "01-01 04-01 05-01 05-08 05-09 05-20 07-14 08-15 11-01 11-11 12-25",
    2025: "01-01 04-21 05-01 05-08 05-29 06-09 07-14 08-15 11-01 11-11 12-25",
    2026: "01-01 04-06 05-01 05-08 05-14 05-25 07-14 08-15 11-01 11-11 12-25",
    2027: "01-01 03-29 05-01 05-06 05-08 05-17 07-14 08-15 11-01 11-11 12-25",
    2028: "01-01 04-17 05-01 05-08 05-25 06-05 07-14 08-15 11-01 11-11 12-25",
    2029: "01-01 04-02 05-01 05-08 05-10 05-21 07-14 08-15 11-01 11-11 12-25",
    2030: "01-01 04-22 05-01 05-08 05-30 06-10 07-14 08-15 11-01 11-11 12-25",
    2031: "01-01 04-14 05-01 05-08 05-22 06-02 07-14 08-15 11-01 11-11 12-25",
}
LOCAL = {
    "metropole": [],
    "alsace-moselle": ["2026-04-03", "2026-12-26"],
    "guadeloupe": ["2026-05-27"],
    "martinique": ["2026-05-22"],
    "guyane": ["2026-06-10"],
    "la-reunion": ["2026-12-20"],
    "mayotte": ["2026-04-27"],
    "saint-barthelemy": ["2026-10-09"],
    "saint-martin": ["2026-05-28"],
    "saint-pierre-et-miquelon": [],
}


def national(year):
    return {date.fromisoformat(f"{year}-{day}") for day in METROPOLE[year].split()}


@pytest.mark.parametrize("year", METROPOLE)
def test_metropole(year):
    assert french([year]) == national(year)


@pytest.mark.parametrize("zone", ZONES)
def test_zone_in_2026(zone):
    assert french([2026], zone) == national(2026) | {date.fromisoformat(day) for day in LOCAL[zone]}


def test_several_years_and_days_that_moved():
    assert french(range(2024, 2028)) == frozenset().union(*(national(year) for year in range(2024, 2028)))
    assert date(2017, 5, 27) in french([2017], "saint-martin")
    assert date(2017, 5, 28) not in french([2017], "saint-martin")
    assert french([2025, 2027], "alsace-moselle") >= {date(2025, 4, 18), date(2027, 3, 26)}


@pytest.mark.parametrize(
    ("day", "zone", "name"),
    [
        ("2026-01-01", "metropole", "1er janvier"),
        ("2026-04-06", "metropole", "Lundi de Pâques"),
        ("2026-05-01", "metropole", "1er mai"),
        ("2026-05-08", "metropole", "8 mai"),
        ("2026-05-14", "metropole", "Ascension"),
        ("2026-05-25", "metropole", "Lundi de Pentecôte"),
        ("2026-07-14", "metropole", "14 juillet"),
        ("2026-08-15", "metropole", "Assomption"),
        ("2026-11-01", "metropole", "Toussaint"),
        ("2026-11-11", "metropole", "11 novembre"),
        ("2026-12-25", "metropole", "Noël"),
        ("2008-05-01", "metropole", "Ascension et 1er mai"),
        ("2026-04-03", "alsace-moselle", "Vendredi saint"),
        ("2026-12-26", "alsace-moselle", "Saint-Étienne"),
        ("2026-04-03", "metropole", None),
        ("2026-04-03", "guadeloupe", None),
        ("2026-05-27", "guadeloupe", "Abolition de l'esclavage"),
    ],
)
def test_names(day, zone, name):
    assert holiday_name(date.fromisoformat(day), zone) == name


def test_unknown_zone_is_refused_not_read_as_national():
    for zone in ("GES", "57", "", "Alsace"):
        with pytest.raises(ValueError, match="Zone de jours fériés inconnue"):
            french([2026], zone)
