"""What becomes of a matter, when committees sit, what holds back the minutes: tables without a database."""

from __future__ import annotations

from datetime import date

import pytest

from core.engine import holidays
from core.engine.months import Month
from governance.engine.minutes import Standing, digest_of, holding_back
from governance.engine.outcomes import Matter, OutcomeRefused, outcome, unsettled
from governance.engine.sittings import Span, refusal, sittings

HELD = date(2026, 4, 16)
SPAN = Span(date(2026, 3, 1), date(2024, 1, 1), None)
FREE = {day: holidays.holiday_name(day) or "" for day in holidays.french([2026, 2027])}


@pytest.mark.parametrize(
    ("choice", "until", "note", "words"),
    [
        ("act", None, "", "Agir"),
        ("renegotiate", date(2026, 9, 1), "", "Renégocier"),
        ("watch", date(2026, 5, 18), "", "Surveiller jusqu’au 18/05/2026"),
        ("accept", None, "pic de février, absorbé", "Accepter"),
    ],
)
def test_an_outcome_keeps_what_belongs_to_it(choice: str, until: date | None, note: str, words: str) -> None:
    assert outcome(choice, until, note, HELD).words == words


@pytest.mark.parametrize(
    ("choice", "until", "note", "field", "told"),
    [
        ("forget", None, "", "choice", "Issue inconnue"),
        ("", None, "", "choice", "Issue inconnue"),
        ("watch", None, "", "until", "Jusqu’à quel jour"),
        ("watch", HELD, "", "until", "choisissez un jour après le 16/04/2026"),
        ("accept", None, "  ça va  ", "note", "en 10 caractères"),
    ],
)
def test_an_outcome_that_says_too_little_is_refused(
    choice: str, until: date | None, note: str, field: str, told: str
) -> None:
    with pytest.raises(OutcomeRefused, match=told) as refused:
        outcome(choice, until, note, HELD)
    assert refused.value.field == field


def test_what_waits_is_what_has_no_outcome() -> None:
    matters = [Matter("breach:E06", "GTR P3", "/"), Matter("signal:K08", "Stock", "/")]
    assert unsettled(matters, {"breach:E06"}) == matters[1:]
    assert unsettled(matters, {"breach:E06", "signal:K08", "breach:E99"}) == []


@pytest.mark.parametrize(
    ("cadence", "days"),
    [
        ("monthly", ["2026-04-16", "2026-05-20", "2026-06-15"]),
        ("quarterly", ["2026-04-16"]),
        ("half_yearly", ["2026-06-15"]),
        ("yearly", []),
        ("", []),
    ],
)
def test_days_of_a_cadence(cadence: str, days: list[str]) -> None:
    found = sittings(cadence, date(2026, 4, 1), date(2026, 6, 30), FREE)
    assert [day.isoformat() for day in found] == days


def test_a_weekly_committee_sits_on_tuesdays_but_on_holidays() -> None:
    found = sittings("weekly", date(2026, 7, 6), date(2026, 7, 31), FREE)
    assert [day.isoformat() for day in found] == ["2026-07-07", "2026-07-15", "2026-07-21", "2026-07-28"]


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (date(2026, 4, 16), ""),
        (date(2026, 3, 31), "il se tient après le 31/03/2026"),
        (date(2026, 4, 6), "un jour férié (Lundi de Pâques)"),
        (date(2026, 5, 1), "choisissez par exemple le 04/05/2026"),
        (date(2026, 4, 18), "un jour de fin de semaine"),
    ],
)
def test_why_a_committee_cannot_sit(day: date, told: str) -> None:
    found = refusal(day, Month(2026, 3), SPAN, FREE)
    assert told in found
    assert bool(found) == bool(told)


READY = Standing([], [], 3, 3, read_by_client=True, read_by_provider=True)


def test_nothing_holds_back_minutes_that_are_whole() -> None:
    assert holding_back(READY) == []


@pytest.mark.parametrize(
    ("standing", "told"),
    [
        (Standing(["D1", "H1"], [], 3, 3, read_by_client=True, read_by_provider=True), "Sans réponse du comité : D1, H1"),
        (Standing([], ["E06"], 3, 3, read_by_client=True, read_by_provider=True), "Sans issue : E06"),
        (Standing([], [], 0, 0, read_by_client=True, read_by_provider=True), "Aucun présent n’est noté"),
        (Standing([], [], 1, 3, read_by_client=True, read_by_provider=True), "Quorum non atteint : 1\u00a0présent pour 3"),
        (Standing([], [], 3, 3, read_by_client=False, read_by_provider=True), "Pas encore relu par le client"),
        (Standing([], [], 3, 3, read_by_client=True, read_by_provider=False), "Pas encore relu par le prestataire"),
    ],
)  # fmt: skip
def test_each_lack_holds_the_minutes_back(standing: Standing, told: str) -> None:
    assert holding_back(standing) == [told]


def test_the_digest_follows_the_text_alone() -> None:
    assert digest_of({"a": "é", "b": []}) == digest_of({"b": [], "a": "é"})
    assert digest_of({"a": "é"}) != digest_of({"a": "e"})
