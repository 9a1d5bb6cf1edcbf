"""An amendment of scope, from the radar that suggests it to the version in force, with and without JavaScript."""

from __future__ import annotations

from typing import Any

import pytest

from core.engine import formats
from tests.browser.demo_world import NEXT

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "plain"])
def test_an_item_of_the_radar_comes_into_force_by_two_persons(
    demo: Any, open_page: Any, sign_in: Any, overflow: Any, axe: Any, javascript: bool
) -> None:
    page = sign_in(open_page(javascript=javascript), demo.person("referent"))
    page.goto(f"{demo.base}zones-grises/")
    page.get_by_role("link", name="Régulariser par avenant").first.click()
    first = page.get_by_role("group", name="Ligne 1")
    name = first.get_by_label("Nom").input_value()
    assert first.get_by_label("Statut").input_value() == "in"
    assert page.get_by_label("Objet").input_value() == f"Régularisation\u00a0: {name}"
    page.get_by_role("button", name="Ajouter des lignes").click()
    assert page.locator("fieldset.entry").count() == 5
    first.get_by_label("Volume").fill("12")
    page.get_by_label("Prise d’effet").fill("01/01/2020")
    page.get_by_label("Motif").fill("oui")
    propose(page)
    assert page.get_by_role("alert").locator("li").count() == 2
    page.get_by_label("Prise d’effet").fill(formats.date_short(NEXT.first_day))
    page.get_by_label("Motif").fill("Accord du comité de pilotage.")
    propose(page)
    assert "une autre personne du client l’approuve" in page.locator("main").inner_text()

    other = sign_in(open_page(javascript=javascript, width=360), demo.person("executive"))
    other.goto("/a-faire/")
    waiting = other.locator("li", has_text="à approuver")
    waiting.get_by_role("link", name="Décider").click()
    other.get_by_role("link", name="Relire et approuver").click()
    told = other.locator("main").inner_text()
    assert name in told
    assert "jusqu’au 31/03/2026" in told
    assert (overflow(other), axe(other) if javascript else []) == (0, [])
    other.get_by_role("button", name="Approuver l’avenant").click()
    assert "Approuvé le" in other.locator("main").inner_text()
    other.goto(f"{demo.base}avenants/")
    assert "En vigueur" in other.locator("tr", has_text=f"Régularisation\u00a0: {name}").inner_text()
    other.goto(f"{demo.base}perimetre/?statut=in")
    assert name in other.locator("main").inner_text()


def propose(page: Any) -> None:
    page.locator(".form-actions").get_by_role("button", name="Proposer l’avenant").click()
    page.wait_for_load_state()
