"""Which questions the data ask, and in which order."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from core.engine.months import Month, month_range
from governance.engine.decisions import ask
from governance.engine.facts import (
    Answers,
    Cause,
    Cell,
    CommitmentFacts,
    IndicatorFacts,
    MonthFacts,
    OpenDispute,
    PackFacts,
    PenaltyFacts,
    Recurrence,
    TermFacts,
)
from governance.engine.pack import stakes, titles

MARCH = Month(2026, 3)
SPAN = tuple(month_range(MARCH.shift(-11), MARCH))
AT = datetime(2026, 4, 9, 4, 10, tzinfo=UTC)


def line(code: str = "E06", look: str = "met", **more: Any) -> CommitmentFacts:
    shown: dict[str, Any] = {
        "shown_target": "≥\u00a090\u00a0%",
        "shown_rate": "85,1\u00a0%",
        "shown_tally": "143/168",
    }
    shown |= {"shown_declared": "92,3", "shown_gap": "+7,2", "shown_margin": "−9 tickets", "streak": 4}
    cells = (*(Cell("met", "92,0") for _ in range(11)), Cell(look, "85,1"))
    more = {"cells": cells} | more
    return CommitmentFacts(code, "GTR P3, 2 j ouvrés", "GTR P3", False, **(shown | more))


def facts(*rows: CommitmentFacts, **more: Any) -> PackFacts:
    month = MonthFacts(MARCH, False, AT, AT, "f" * 64, 412, disputes=more.pop("disputes", ()))
    if "due" in more:
        more["penalty"] = PenaltyFacts(due=more.pop("due"))
    return PackFacts(
        "INF-1",
        "Infogérance",
        "Client",
        "Prestataire",
        "Europe/Paris",
        date(2026, 4, 16),
        month,
        rows,
        SPAN,
        **more,
    )


TERM = TermFacts(
    end=date(2026, 12, 31),
    last_safe=date(2026, 6, 30),
    days_left=75,
    possible=True,
    committed_until=date(2027, 12, 31),
    renewal="Tacite reconduction",
    notice_months=6,
    monthly_fee=Decimal(18500),
)
UNHAPPY = Answers(
    MARCH, 61, 100, 300, Fraction(100), 51.2, 70.0, 52.0, 68.0, True, alarm=("satisfaction sous la cible",)
)
REOPENED = Answers(MARCH, 90, 100, 300, alarm=("réouvertures au-dessus du seuil", "récurrence en hausse"))
DRIFT = IndicatorFacts(
    "K08", "Encours", "", False, SPAN, (Decimal(63),) * 12, "worse", True, ("trend",), slope=2.0
)
OUTSIDE = replace(DRIFT, code="K11", rules=("point_outside",), slope=None)
OMITTED = (Cause("omitted", Fraction(5), 9, ("INC-1",)),)


@pytest.mark.parametrize(
    ("given", "origins"),
    [
        (facts(line()), []),
        (facts(line(look="breached", penalty=Decimal(925)), due=Decimal(925)), ["penalty"]),
        (facts(line(look="breached")), ["breach"]),
        (facts(line(look="breached"), due=Decimal(0)), ["breach"]),
        (facts(line(), term=TERM), ["notice"]),
        (facts(line(), term=replace(TERM, days_left=181)), []),
        (facts(line(), term=replace(TERM, days_left=180)), ["notice"]),
        (facts(line(), term=replace(TERM, possible=False)), []),
        (facts(line(causes=OMITTED)), ["gap"]),
        (facts(line(flipped=True, look="breached", penalty=Decimal(1)), due=Decimal(1)), ["penalty", "gap"]),
        (facts(line(), answers=(UNHAPPY,)), ["watermelon"]),
        (facts(line(), answers=(replace(UNHAPPY, watermelon=False, alarm=()),)), []),
        (facts(line(), answers=(REOPENED,)), ["watermelon"]),
        (facts(line(), recurring=(Recurrence("Étiquettes", "Illisibles", 33, 33),)), ["recurring"]),
        (facts(line(), recurring=(Recurrence("Postes", "Lenteur", 33, 60),)), []),
        (facts(line(), recurring=(Recurrence("Étiquettes", "Illisibles", 9, 9),)), []),
        (facts(line(), indicators=(DRIFT,)), ["signal:K08"]),
        (facts(line(), indicators=(replace(DRIFT, alarm=False),)), []),
        (facts(line(), indicators=(OUTSIDE,)), []),
    ],
)
def test_questions_follow_the_facts(given: PackFacts, origins: list[str]) -> None:
    assert [question.origin for question in ask(given)] == origins


def test_a_question_already_put_leaves_its_place_to_the_next() -> None:
    given = facts(line(), answers=(UNHAPPY,), indicators=(DRIFT,))
    assert [question.origin for question in ask(given, {"watermelon"})] == ["signal:K08"]


def test_five_at_most_heaviest_first_and_doing_nothing_always_offered() -> None:
    whole = facts(
        line(look="breached", flipped=True, penalty=Decimal(925)),
        due=Decimal(925),
        term=TERM,
        answers=(UNHAPPY,),
        indicators=(DRIFT, replace(DRIFT, code="K09")),
        recurring=(Recurrence("Étiquettes", "Illisibles", 33, 33),),
    )
    questions = ask(whole)
    assert [one.origin for one in questions] == ["penalty", "notice", "gap", "watermelon", "recurring"]
    for one in questions:
        assert "Ne rien faire" in {option.label for option in one.options}
        assert sum(option.recommended for option in one.options) == 1
        assert one.resolution.endswith(".")
        assert one.evidence.endswith("/")
        assert len(one.question) <= 200
        assert len(one.stake) <= 120
    assert [one.closed_session for one in questions] == [True, True, False, False, False]


def test_one_line_for_all_the_reasons_of_the_alarm() -> None:
    (asked,) = ask(facts(line(), answers=(REOPENED,)))
    assert asked.stake == "réouvertures au-dessus du seuil, récurrence en hausse"
    (long,) = ask(facts(line(), answers=(replace(REOPENED, alarm=("réouvertures au-dessus du seuil",) * 5),)))
    assert (len(long.stake) <= 120, long.stake.endswith("et 2\u00a0autres")) == (True, True)


def test_a_notice_put_off_past_its_date_is_asked_anew_with_the_next_useful_one() -> None:
    following = replace(TERM, end=date(2027, 12, 31), last_safe=date(2027, 6, 30), days_left=225)
    late = facts(line(), term=replace(TERM, possible=False, days_left=-140, following=following))
    assert ask(late) == []
    (asked,) = ask(late, notice_put_off=True)
    assert asked.question == "Quelle suite donner au contrat après le 31/12/2027 ?"
    assert asked.resolution.endswith("au plus tard le 30/06/2027.")
    dates = stakes.page(late, 8)
    assert dates is not None
    row = dates.body["dates"].rows[2]
    assert (row.head.text, row.cells[0]) == ("Prochain préavis utile, reçu le", "30/06/2027")


def test_the_cost_of_silence_is_a_whole_term() -> None:
    notice = ask(facts(line(), term=TERM))[0]
    costs = {option.label: option.cost for option in notice.options}
    assert costs["Ne rien faire"] == "222\u202f000\u00a0€ sur 12 mois"
    assert notice.decider == "Direction, sous 75\u00a0jours"


@pytest.mark.parametrize(
    ("rows", "title"),
    [
        ((line(), line("E05")), "2 engagements respectés sur 2 : la promesse est tenue"),
        ((line(), line(look="breached")), "1 engagement respecté sur 2 : GTR P3 sous la promesse"),
        (
            (line(look="breached"), line("E08", "breached")),
            "0 engagement respecté sur 2 : GTR P3 et GTR P3 sous la promesse",
        ),
        ((line(look="not_applicable"),), "Aucun engagement n’a pu être jugé en mars 2026"),
        ((line(look="pending"), line()), "1 engagement respecté sur 1 : la promesse est tenue"),
    ],
)
def test_the_title_of_the_heat_map_concludes(rows: tuple[CommitmentFacts, ...], title: str) -> None:
    assert titles.commitments(facts(*rows)).replace("\u00a0", " ") == title


@pytest.mark.parametrize(
    ("rows", "title"),
    [
        ((line(),), "Aucun chiffre déclaré : rien à rapprocher ce mois-ci"),
        ((line(gap=Fraction(0), gap_status="concordant"),), "Le rapport et le recalcul concordent"),
        (
            (line(gap=Fraction(2), gap_status="to_justify"),),
            "1 écart avec le rapport, aucun verdict ne change",
        ),
        (
            (line(gap=Fraction(7), gap_status="to_justify", causes=OMITTED, flipped=True),),
            "Le décompte déclaré omet 9 tickets hors délai, un verdict s’inverse",
        ),
        ((line(gap=Fraction(7), flipped=True),), "Un verdict s’inverse après recalcul : GTR P3"),
    ],
)
def test_the_title_of_the_confrontation_concludes(rows: tuple[CommitmentFacts, ...], title: str) -> None:
    assert titles.reconciliation(facts(*rows)).replace("\u00a0", " ") == title


@pytest.mark.parametrize(
    ("answers", "title"),
    [
        (None, "Ressenti non mesuré : aucune réponse d’utilisateur"),
        (UNHAPPY, "Tout est respecté, et pourtant 61 % seulement des utilisateurs sont satisfaits"),
        (
            replace(UNHAPPY, watermelon=False),
            "Les utilisateurs ne sont pas satisfaits : 61 % pour 80 % attendus",
        ),
        (replace(UNHAPPY, watermelon=False, high=81.0), "Satisfaction sous la cible : 61 % pour 80 %"),
        (
            replace(UNHAPPY, watermelon=False, satisfied=90, high=95.0),
            "Les utilisateurs sont satisfaits : 90 % pour 80 % attendus",
        ),
    ],
)
def test_the_title_of_the_felt_quality_concludes(answers: Answers | None, title: str) -> None:
    assert titles.perception(facts(line()), answers).replace("\u00a0", " ") == title


def test_what_was_referred_is_put_to_the_committee() -> None:
    effect = "Effet possible\u00a0: de 85,1\u00a0% à 87,5\u00a0%, toujours sous 90\u00a0%."
    waiting = OpenDispute(11, "Contestation n°\u00a011", "E06, INC-1, priorité", effect)
    referred = OpenDispute(12, "Contestation n°\u00a012", "E06, INC-4821, priorité", effect, referred=True)
    assert "dispute" not in [question.origin for question in ask(facts(line(), disputes=(waiting,)))]
    (question,) = ask(facts(line(), disputes=(waiting, referred, replace(referred, number=13))))
    assert question.origin == "dispute"
    assert (
        question.question
        == "Quelle suite donner à la contestation n°\u00a012 et à 1\u00a0autre contestation ?"
    )
    assert question.evidence == "contestations/12/"
    assert (
        question.options[0].risk
        == "effet possible\u00a0: de 85,1\u00a0% à 87,5\u00a0%, toujours sous 90\u00a0%"
    )
