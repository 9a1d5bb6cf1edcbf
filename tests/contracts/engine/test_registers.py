"""The registers: their questions are told once, their alerts ask and never conclude."""

from __future__ import annotations

import pytest

from contracts.engine.registers import ADVICE, REGISTERS, alerts

CLOUD, MONTHS = ("data_act", "service_cloud"), ("data_act", "preavis_mois")
HOURS = ("nis2", "notification_heures")


def test_facts_and_questions_share_no_key_and_fit_their_column() -> None:
    for register in REGISTERS.values():
        codes = [fact.code for fact in register.facts] + [one.code for one in register.questions]
        assert len(codes) == len(set(codes))
        assert max(map(len, codes)) <= 24
        assert all(question.source for question in register.questions)


def test_dora_asks_every_letter_of_article_30() -> None:
    sources = {question.source for question in REGISTERS["dora"].questions}
    assert sources == {f"art. 30 § 2 {letter}" for letter in "abcdefghi"} | {
        f"art. 30 § 3 {letter}" for letter in "abcdef"
    }


@pytest.mark.parametrize(
    ("facts", "notice", "told"),
    [
        ({}, 6, []),
        ({CLOUD: "non"}, 6, []),
        ({CLOUD: "oui"}, 2, []),
        ({CLOUD: "oui"}, 3, ["data_act"]),
        ({CLOUD: "oui", MONTHS: "2"}, 6, []),
        ({CLOUD: "oui", MONTHS: "4"}, 0, ["data_act"]),
        ({HOURS: "24"}, 0, []),
        ({HOURS: "25"}, 0, ["nis2"]),
        ({CLOUD: "oui", HOURS: "72"}, 6, ["data_act", "nis2"]),
    ],
)
def test_alerts(facts: dict[tuple[str, str], str], notice: int, told: list[str]) -> None:
    found = alerts(facts, notice)
    assert [one.register for one in found] == told
    assert all(one.text.endswith(ADVICE) for one in found)


@pytest.mark.parametrize(("days", "told"), [(62, []), (63, ["data_act"]), (120, ["data_act"])])
def test_a_notice_in_days_is_a_notice(days: int, told: list[str]) -> None:
    found = alerts({CLOUD: "oui"}, 0, days)
    assert [one.register for one in found] == told
    assert all(f"Le préavis du contrat est de {days}\u00a0jours" in one.text for one in found)
    assert alerts({CLOUD: "oui", MONTHS: "1"}, 0, days) == []


def test_an_alert_says_whose_notice_it_is() -> None:
    assert "Le préavis du contrat est de 4 mois" in alerts({CLOUD: "oui"}, 4)[0].text
    assert "de changement de fournisseur est de 3 mois" in alerts({CLOUD: "oui", MONTHS: "3"}, 4)[0].text
