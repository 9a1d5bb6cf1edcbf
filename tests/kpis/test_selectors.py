"""What pages and packs read of indicators, on series whose reading is known."""

from __future__ import annotations

from decimal import Decimal

import pytest

from core.engine.months import Month
from journal.models import JournalEntry
from kpis.models import IndicatorValue
from kpis.selectors import cards_for, indicator_page, quadrant_for, signals_for, stable_count
from kpis.selectors.following import followed_by
from kpis.selectors.overview import indicators_page
from kpis.selectors.satisfaction import satisfaction_page
from kpis.selectors.signals import signals_title, waiting_words
from kpis.services import AnswerRefused, answer_signal

MARCH = Month(2026, 3)
BACKLOG = (46, 48, 45, 47, 49, 46, 48, 49, 51, 53, 54, 57, 59, 61, 63)


def words(text):
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_a_card_says_value_change_target_and_trend(drift):
    (card,) = cards_for(drift.contract, MARCH)
    assert [
        words(text) for text in (card.value, card.previous, card.change, card.target, card.threshold)
    ] == [
        "63 tickets",
        "61 tickets",
        "+2 tickets",
        "≤ 50 tickets",
        "≤ 75 tickets",
    ]
    assert (card.state, card.word) == ("concern", "Dégradation")
    assert words(card.why) == "4 points au-dessus de la limite haute"
    assert words(card.trend) == "+1,8 ticket par mois, seuil 75 tickets atteint dans 7 mois"
    assert card.drawing.decorative
    assert stable_count([card]) == 0


def test_a_reading_names_its_rule_even_against_the_last_month(world):
    """The share rose since the month before and still stands under its lower limit: better, and why."""
    world.follow("K14")
    world.values("K14", (10, 11, 10, 11, 10, 11, 10, 11, 10, 11, 10, 11, 3, 4), n=50)
    (card,) = cards_for(world.contract, MARCH)
    assert (card.change.startswith("+"), card.word) == (True, "Amélioration")
    assert words(card.why) == "2 points sous la limite basse"


def test_a_card_reads_only_what_was_known_then(drift):
    (card,) = cards_for(drift.contract, Month(2025, 5))
    assert (words(card.word), card.state) == ("Pas assez de recul (5 mois sur 6)", "not_applicable")
    (card,) = cards_for(drift.contract, Month(2025, 6))
    assert (card.word, stable_count([card])) == ("Variation habituelle", 1)


def test_without_settings_every_computed_indicator_is_followed(world):
    assert len(followed_by(world.contract)) == 19
    assert {card.word for card in cards_for(world.contract, MARCH)} == {"Pas de chiffre"}


def test_the_page_of_a_drifting_indicator(drift):
    page = indicator_page(drift.contract, "K08", MARCH)
    assert words(page.title) == "Encours en fin de mois : hausse de 1,8 par mois"
    assert words(page.lead) == (
        "63 tickets en mars 2026, au-dessus de la limite haute pour le 4e mois. "
        "À ce rythme, le seuil de 75 est atteint en octobre 2026, dans 7 mois."
    )
    assert page.figure_title == "4\u00a0points au-dessus de la limite haute depuis décembre 2025"
    assert [(figure.label, words(figure.value)) for figure in page.key_figures] == [
        ("Mars 2026", "63 tickets"),
        ("Variation habituelle", "43,9 à 55,0"),
        ("Tendance", "+1,8"),
        ("Seuil du contrat", "≤ 75 tickets"),
    ]
    assert page.key_figures[3].detail == "atteint dans 7\u00a0mois"
    assert [words(value) for _, value in page.aims] == [
        "≤ 50 tickets",
        "≤ 75 tickets",
        "Responsable de compte",
        "technique, prévient",
    ]
    assert page.decision.startswith("décider d’un renfort")
    wide, narrow = page.figure.wide, page.figure.narrow
    assert (wide.width, narrow.width) == (640.0, 328)
    rows = [tuple(words(cell) for cell in row) for row in wide.table.rows]
    assert ("mars 2026", "63 tickets", "Dégradation") in rows
    assert ("octobre 2026", "75 tickets", "Projection") in rows
    assert ("Limite haute", "55,0 tickets", "") in rows


def test_a_usual_indicator_beyond_its_threshold_says_both(world):
    world.follow("K12", threshold=Decimal(15))
    world.values("K12", (20, 21, 20, 21, 20, 21, 20, 21), n=50)
    page = indicator_page(world.contract, "K12", MARCH)
    assert words(page.title) == "Récurrence : variation habituelle, au-delà du seuil"
    assert page.key_figures[2].detail == "Non respecté de façon constante"
    assert not page.signals
    listed = indicators_page(world.contract, MARCH)
    assert [card.beyond for card in listed.cards] == ["au-delà du seuil"]
    assert words(listed.lead) == "1 indicateur stable, dont 1 au-delà du seuil ou de la cible, sur 1 suivi."


def test_the_same_month_a_year_before_and_the_season_from_two_years_on(world):
    world.follow("K08")
    world.values("K08", BACKLOG)
    short = indicator_page(world.contract, "K08", MARCH)
    assert [(label, words(text)) for label, text in short.season] == [
        ("Un an avant", "45 tickets en mars 2025, +18 tickets depuis"),
        ("Tendance hors saison", "moins de 24 mois : la saison n’est pas lue"),
    ]
    world.values("K09", (*range(40, 52), *range(43, 55)))
    long = indicator_page(world.contract, "K09", MARCH)
    assert words(dict(long.season)["Tendance hors saison"]) == "+3,0 pt par an"


def test_a_priority_has_its_own_page_and_questions(world):
    world.follow("K05")
    world.values("K05", BACKLOG)
    world.values("K05", (2,) * 15, part="P1")
    world.values("K05", BACKLOG, part="P3")
    page = indicator_page(world.contract, "K05", MARCH, "P3")
    assert words(page.title) == "Délai de résolution P3 : hausse de 1,8 h par mois"
    assert [choice["label"] for choice in page.choices] == ["Toutes", "P1", "P3"]
    assert [choice["active"] for choice in page.choices] == [False, False, True]
    assert page.choices[2]["url"] == "?mois=2026-03&part=P3"
    assert [(line.kind, line.pk) for line in page.signals] == [("point_outside", None), ("trend", None)]
    assert page.waiting == ""
    assert indicator_page(world.contract, "K05", MARCH, "P9") is None
    assert indicator_page(world.contract, "K29", MARCH) is None


def test_a_month_without_figure_says_why(world):
    IndicatorValue.objects.create(
        contract=world.contract, code="K22", month=MARCH, value=None, reason="Sans objet : aucune réponse."
    )
    page = indicator_page(world.contract, "K22", MARCH)
    assert (page.reason, page.figure) == ("Sans objet : aucune réponse.", None)
    assert words(page.title) == "Satisfaction : pas de chiffre en mars 2026"


def test_the_oldest_tickets_of_the_backlog_are_listed(world):
    world.deliver(MARCH)
    world.follow("K08")
    world.values("K08", (1,))
    old = world.ticket("2026-01-10T08:00")
    late = world.ticket("2026-02-10T08:00", "2026-04-02T08:00")
    world.ticket("2026-02-01T08:00", "2026-03-02T08:00")
    world.ticket("2026-02-01T08:00", status="cancelled")
    world.ticket("2026-02-01T08:00", status="closed", closed_at="2026-03-15T08:00+00:00")
    world.ticket("2026-04-01T08:00")
    found = indicator_page(world.contract, "K08", MARCH).oldest
    assert [(line.ticket, line.days) for line in found] == [(old, 80), (late, 49)]


def test_signals_say_what_when_and_on_what_numbers(drift):
    drift.signal()
    drift.signal("three_of_four", code="K10", direction="better", alarm=False)
    (line,) = signals_for(drift.contract, MARCH)
    assert words(line.title) == "4 points au-dessus de la limite haute"
    assert words(line.detail) == (
        "Décembre 2025 à mars 2026. 63 tickets pour une moyenne de 49,4 et une limite de 55,0."
    )
    assert (line.level, line.waits) == ("Alarme", True)
    assert waiting_words([line]) == "1 à expliquer"
    assert words(signals_title([line], MARCH)) == "1 alarme à expliquer en mars 2026"
    assert signals_title([], MARCH) == "Aucun signal en mars 2026"


def test_a_signal_that_nothing_confirms_is_to_watch_and_waits_for_nobody(drift):
    drift.signal(alarm=False)
    (line,) = signals_for(drift.contract, MARCH)
    assert (line.level, line.waits) == ("À surveiller", False)
    assert words(waiting_words([line])) == "0 à expliquer"
    assert words(signals_title([line], MARCH)) == "1 signal à surveiller en mars 2026, aucune alarme"


def test_an_episode_explained_once_is_not_asked_again(drift):
    drift.signal(month=Month(2026, 2), answer="Fusion des files P3 et P4.")
    drift.signal()
    (line,) = signals_for(drift.contract, MARCH)
    assert (line.before, line.waits) == ("Fusion des files P3 et P4.", False)
    assert signals_title([line], MARCH) == "Les alarmes de mars 2026 sont expliquées"


def test_an_answer_is_written_with_its_author_in_the_journal(drift, make_user):
    row, user = drift.signal(), make_user("referent", drift.contract)
    answer_signal(signal=row, user=user, text="  Fusion des files P3 et P4.  ")
    row.refresh_from_db()
    entry = JournalEntry.objects.get()
    assert row.answer == "Fusion des files P3 et P4."
    assert row.answered_at is not None
    assert (entry.action, entry.subject, entry.actor, entry.actor_role) == (
        "signal.answered",
        "K08 2026-03 point_outside",
        user,
        "referent",
    )
    assert (entry.details["before"], entry.details["evidence"]["points"]) == ("", 4)
    with pytest.raises(AnswerRefused, match="au moins 10 caractères"):
        answer_signal(signal=row, user=user, text="Vu.       ")


def test_satisfaction_against_commitments(world):
    world.follow("K22", target=Decimal(80))
    gtr = world.commitment()
    for month in (Month(2026, 2), MARCH):
        world.result(gtr, month)
    world.felt(Month(2026, 2), 3, 4)
    world.felt(MARCH, 61, 100, watermelon=True, watermelon_reasons=["satisfaction"])
    page = satisfaction_page(world.contract, MARCH)
    assert words(page.title) == "Pastèque : tous les engagements sont respectés, le vécu se dégrade"
    assert words(page.lead) == (
        "61 réponses favorables sur 100 en mars 2026, intervalle 51,2 à 70,0 %. "
        "Engagements respectés : 1/1. En cause : satisfaction sous la cible."
    )
    assert [words(figure.value) for figure in page.key_figures] == ["61,0 %", "1/1", "50,0 %", "—"]
    assert [row[0] for row in page.figure.table.rows] == ["mars 2026"]
    assert words(page.figure.table.rows[0][3]) == "52,8 à 68,6 %"
    assert page.figure.table.rows[0][5] == "Pastèque"
    assert [one.month for one in page.left_out][-1] == Month(2026, 2)
    assert quadrant_for(world.contract, [Month(2026, 2)]) is None


def test_too_few_answers_are_said_and_not_placed(world):
    world.result(world.commitment(), MARCH)
    world.felt(MARCH, 3, 4)
    page = satisfaction_page(world.contract, MARCH)
    assert (words(page.title), page.figure) == ("Échantillon insuffisant (4 réponses)", None)
    assert words(page.empty_words) == "Échantillon insuffisant (4 réponses)."


def test_a_share_is_never_rounded_across_its_target(world):
    world.follow("K22", target=Decimal(80))
    world.felt(MARCH, 7996, 10000)
    (card,) = cards_for(world.contract, MARCH)
    assert words(card.value) == "79,9 %"
    assert (
        words(satisfaction_page(world.contract, MARCH).title) == "79,9 % de satisfaits, sous la cible de 80 %"
    )
