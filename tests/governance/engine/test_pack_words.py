"""What a pack says in words: of its own commitment, of the right to terminate, of questions already treated."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from governance.engine.facts import ActionFacts
from governance.engine.pack import heatmap, titles, trends
from governance.engine.pack.document import Link, PackData, Page, Sheet
from governance.engine.pack.texts import Text, reviewed
from tests.governance.engine.test_decisions import DRIFT, facts, line


def action(title: str) -> ActionFacts:
    return ActionFacts(4, title, "Responsable de compte", "provider", date(2026, 5, 1), "todo", 0, None)


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Renforcer le N2 sur GTR P3", "A-4 pour le 01/05/2026."),
        ("Remettre le coffre", "Aucune action engagée."),
    ],
)
def test_an_action_stands_beside_the_commitment_that_it_names(title: str, said: str) -> None:
    page = heatmap.page(facts(line(look="breached"), actions=(action(title),)), ())
    assert page.body["comments"][0].action == said


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("", "Décision D1 demandée."),
        ("adoptée", "Décision D1 adoptée. A-4 pour le 01/05/2026."),
        ("refusée", "Décision D1 refusée. A-4 pour le 01/05/2026."),
    ],
)
def test_a_decision_that_was_taken_is_no_longer_asked_for(state: str, said: str) -> None:
    sheet = Sheet("D1", "Agir sur GTR P3 ?", "", (), (), "", "", "", Link(""), state and "Dit.", state)
    known = facts(line(look="breached"), actions=(action("Renforcer le N2 sur GTR P3"),))
    assert heatmap.page(known, (sheet,)).body["comments"][0].action == said


def test_the_right_to_terminate_is_in_the_first_lines() -> None:
    told = titles.lead(facts(line(look="breached"), terminable=(("GTR P3", "4 mois manqués de suite"),)))
    assert "Droit de résiliation ouvert : GTR P3, 4 mois manqués de suite." in told


@pytest.mark.parametrize(
    ("asked", "sheets", "said"),
    [
        (2, 3, "Deux décisions à prendre"),
        (0, 3, "Trois questions traitées"),
        (0, 0, "Aucune décision à prendre"),
    ],
)
def test_what_was_answered_is_no_longer_to_decide(asked: int, sheets: int, said: str) -> None:
    assert titles.front(facts(line()), asked, sheets).startswith(said)


def test_a_reviewed_title_is_the_description_of_the_file_too() -> None:
    page = Page(1, "front", "Pour décision", "Deux décisions", lead="Généré.")
    data = PackData("t", "h", ("", ""), True, "", "", (page,))
    assert data.description == "Deux décisions. Généré."
    found = reviewed(data, {"front": Text("Un mois dur", "À redresser.", "Texte revu")})
    assert found.description == "Un mois dur. À redresser."


def test_indicators_are_counted_stable_as_their_page_says() -> None:
    quiet = replace(DRIFT, direction="", alarm=False, rules=(), slope=None)
    rows = (replace(quiet, code="K01", stable=True), replace(quiet, code="K05", name="Délai"))
    body = trends.page(facts(line(), indicators=rows)).body
    assert (body["stable_count"], body["young"]) == ("1\u00a0indicateur stable", "délai")
    assert trends.page(facts(line())).title.startswith("Tendances non mesurées")
