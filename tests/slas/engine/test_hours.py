"""Service hours: what they accept, what they refuse, and how long a business day is."""

from datetime import date

import pytest

from slas.engine.hours import ServiceHours

EIGHT_TO_SIX = (("08:00", "18:00"),)


def test_business_day_length():
    assert ServiceHours("UTC", {day: EIGHT_TO_SIX for day in range(5)}).daily_seconds == 10 * 3600
    lunch = [("08:00", "12:00"), ("14:00", "18:00")]
    assert ServiceHours("UTC", {day: lunch for day in range(5)}).daily_seconds == 8 * 3600
    assert ServiceHours.round_the_clock().daily_seconds == 24 * 3600
    short_friday = {**{day: EIGHT_TO_SIX for day in range(4)}, 4: [("08:00", "17:00")]}
    assert ServiceHours("UTC", short_friday).daily_seconds == 10 * 3600
    assert ServiceHours("UTC", {0: EIGHT_TO_SIX, 1: [("08:00", "12:00")]}).daily_seconds == 10 * 3600


def test_windows_of_a_day():
    eve, closed = date(2026, 12, 24), date(2026, 12, 25)
    hours = ServiceHours("UTC", {3: EIGHT_TO_SIX, 4: EIGHT_TO_SIX}, {closed}, {eve: [("08:00", "12:00")]})
    assert hours.spans_on(eve) == ((28_800, 43_200),)
    assert hours.spans_on(closed) == ()
    assert hours.spans_on(date(2026, 12, 31)) == ((28_800, 64_800),)
    assert hours.spans_on(date(2026, 12, 30)) == ()


def test_equal_hours_are_one_key():
    first = ServiceHours("UTC", {0: [("14:00", "18:00"), ("08:00", "12:00")]})
    second = ServiceHours("UTC", {0: (("08:00", "12:00"), ("14:00", "18:00")), 1: ()})
    assert first == second
    assert hash(first) == hash(second)
    assert first != ServiceHours("UTC", {0: EIGHT_TO_SIX})


@pytest.mark.parametrize(
    ("weekly", "message"),
    [
        ({0: [("08:00", "12:00"), ("11:00", "18:00")]}, "chevauchent le lundi : 08:00-12:00 et 11:00-18:00"),
        ({1: [("18:00", "08:00")]}, "inversée ou vide le mardi : 18:00-08:00"),
        ({2: [("08:00", "08:00")]}, "inversée ou vide le mercredi"),
        ({3: [("8:00", "12:00")]}, "illisible le jeudi"),
        ({3: [("08:00", "25:00")]}, "impossible le jeudi"),
        ({3: [("08:60", "09:00")]}, "impossible le jeudi"),
        ({4: [("08:00", "24:01")]}, "impossible le vendredi"),
        ({7: EIGHT_TO_SIX}, "Jour de semaine inconnu : 7"),
    ],
)
def test_refused_windows(weekly, message):
    with pytest.raises(ValueError, match=message):
        ServiceHours("UTC", weekly)


def test_refused_zone_and_special_day():
    with pytest.raises(ValueError, match="Fuseau horaire inconnu : 'Europe/Pariss'"):
        ServiceHours("Europe/Pariss", {})
    with pytest.raises(ValueError, match="inversée ou vide le 2026-12-24"):
        ServiceHours("UTC", {}, special={date(2026, 12, 24): [("12:00", "08:00")]})
