"""Every French format, to the character."""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from core.engine import formats
from core.engine.months import Month
from core.engine.ratios import Rate
from core.engine.typography import typeset


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (formats.number(Decimal("1234567.89")), "1\u202f234\u202f567,89"),
        (formats.number(1234), "1\u202f234"),
        (formats.number(-9), "−9"),
        (formats.number(Fraction(1, 3)), "0,33"),
        (formats.number(2.5), "2,5"),
        (formats.number(3.0), "3"),
        (formats.number(Decimal("-0.04"), 1), "0,0"),
        (formats.number(Decimal("95.00")), "95,00"),
        (formats.number(None), "—"),
        (formats.number(float("nan"), 1), "—"),
        (formats.money(2035), "2\u202f035\u00a0€"),
        (formats.money(Decimal("2035.00")), "2\u202f035\u00a0€"),
        (formats.money(Decimal("84.5")), "84,50\u00a0€"),
        (formats.money(84, 2), "84,00\u00a0€"),
        (formats.money(None), "—"),
        (formats.percent(Decimal("85.1")), "85,1\u00a0%"),
        (formats.percent(Fraction(14300, 168), 1), "85,1\u00a0%"),
        (formats.points(Decimal("7.2")), "+7,2\u00a0pt"),
        (formats.points(Decimal("-0.04")), "−0,04\u00a0pt"),
        (formats.points(Decimal("0.0")), "0,0\u00a0pt"),
        (formats.signed(-9, unit="ticket"), "−9\u00a0tickets"),
        (formats.signed(1, unit="ticket"), "+1\u00a0ticket"),
        (formats.signed(Decimal("15.83"), unit="%"), "+15,83\u00a0%"),
        (formats.signed(None, unit="%"), "—"),
        (formats.count(0, "ticket"), "0\u00a0ticket"),
        (formats.count(1, "ticket"), "1\u00a0ticket"),
        (formats.count(2, "ticket"), "2\u00a0tickets"),
        (formats.count(Decimal("1.9"), "ticket"), "1,9\u00a0ticket"),
        (formats.count(2, "ticket hors délai"), "2\u00a0tickets hors délai"),
        (formats.count(11, "indicateur stable|indicateurs stables"), "11\u00a0indicateurs stables"),
        (formats.count(3, "mois"), "3\u00a0mois"),
        (formats.count(4, "UO"), "4\u00a0UO"),
        (formats.count(1812), "1\u202f812"),
        (formats.ordinal(1), "1er"),
        (formats.ordinal(1, feminine=True), "1re"),
        (formats.ordinal(4), "4e"),
        (formats.rate(Rate(471, 496), Decimal(95)), "94,9\u00a0%"),
        (formats.rate(Rate(0, 0), Decimal(95)), "Sans objet"),
        (formats.rate(None), "—"),
        (formats.rate(Rate(1, 3)), "33,3\u00a0%"),
    ],
)
def test_figures(shown, expected):
    assert shown == expected


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (formats.duration(26 * 3600 + 20 * 60), "26\u00a0h\u00a020"),
        (formats.duration(26 * 3600 + 19 * 60 + 1), "26\u00a0h\u00a020"),
        (formats.duration(45 * 60), "45\u00a0min"),
        (formats.duration(59 * 60 + 1), "1\u00a0h"),
        (formats.duration(8 * 3600), "8\u00a0h"),
        (formats.duration(1234 * 3600 + 300), "1\u202f234\u00a0h\u00a005"),
        (formats.duration(0), "0\u00a0min"),
        (formats.duration(None), "—"),
        (formats.duration(6 * 3600 + 1200, sign=True), "+6\u00a0h\u00a020"),
        (formats.duration(-1800, sign=True), "−30\u00a0min"),
        (formats.business_duration(8 * 3600), "8\u00a0h ouvrées"),
        (formats.business_duration(3600), "1\u00a0h ouvrée"),
        (formats.business_duration(1800), "30\u00a0min ouvrées"),
        (formats.business_duration(72000, day=36000), "2\u00a0j ouvrés"),
        (formats.business_duration(36000, day=36000), "1\u00a0j ouvré"),
        (formats.business_duration(70000, day=36000), "19\u00a0h\u00a027 ouvrées"),
        (formats.business_duration(None), "—"),
    ],
)
def test_durations(shown, expected):
    assert shown == expected


MORNING = datetime(2026, 4, 9, 4, 10, tzinfo=UTC)
LATE = datetime(2026, 3, 31, 22, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (formats.date_short(date(2026, 4, 16)), "16/04/2026"),
        (formats.date_short(LATE), "01/04/2026"),
        (formats.date_short(LATE, "UTC"), "31/03/2026"),
        (formats.date_long(date(2026, 3, 1)), "1er mars 2026"),
        (formats.date_long(date(2026, 3, 2)), "2 mars 2026"),
        (formats.day_long(date(2026, 4, 16)), "jeudi 16 avril 2026"),
        (formats.month_long(Month(2026, 3)), "mars 2026"),
        (formats.month_long(LATE), "avril 2026"),
        (formats.month_short(Month(2026, 1)), "janv."),
        (formats.month_short(Month(2026, 8), year=True), "août 2026"),
        (formats.datetime_short(MORNING), "09/04/2026 à 06:10"),
        (formats.time_short(MORNING), "06:10"),
        (formats.date_short(None), "—"),
        (formats.month_long(None), "—"),
        (formats.month_short(None), "—"),
        (formats.datetime_short(None), "—"),
        (formats.time_short(None), "—"),
        (formats.day_long(None), "—"),
        (formats.date_long(None), "—"),
    ],
)
def test_dates(shown, expected):
    assert shown == expected


def test_short_months_are_those_of_french_usage():
    names = [formats.month_short(Month(2026, number)) for number in range(1, 13)]
    assert " ".join(names) == "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc."


def test_an_instant_without_zone_is_refused():
    with pytest.raises(ValueError, match="without zone"):
        formats.date_short(datetime(2026, 4, 9, 4, 10))
    with pytest.raises(ValueError, match="without zone"):
        formats.time_short(datetime(2026, 4, 9, 4, 10))


def test_verdict_words_and_signs():
    states = ["met", "breached", "not_applicable", "not_measurable", "pending", "watch", "met_low_volume"]
    assert [formats.verdict(state) for state in states] == [
        "Respecté",
        "Non respecté",
        "Sans objet",
        "Non mesurable",
        "En cours",
        "Sous surveillance",
        "Respecté (volume réduit)",
    ]
    assert "".join(formats.glyph(state) for state in states) == "✓✕–––!✓"
    assert (formats.verdict(None), formats.glyph(None)) == ("—", "–")
    with pytest.raises(KeyError):
        formats.verdict("held")


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Résultat : 12 %", "Résultat\u00a0: 12\u00a0%"),
        ("Êtes-vous sûr ?", "Êtes-vous sûr\u202f?"),
        ("un ticket ; puis « deux »", "un ticket\u202f; puis «\u00a0deux\u00a0»"),
        ("l'engagement d'avril", "l’engagement d’avril"),
        ("https://exemple.fr/?a=1", "https://exemple.fr/?a=1"),
        ("10:42", "10:42"),
        ("1 234 567 €", "1\u202f234\u202f567\u00a0€"),
        ("Attention!", "Attention\u202f!"),
    ],
)
def test_running_text_takes_french_spaces(raw, expected):
    assert typeset(raw) == expected
    assert typeset(expected) == expected
