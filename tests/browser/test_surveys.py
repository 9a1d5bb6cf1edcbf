"""A survey from its opening to its closing: the referent's page, and the respondent's, without JavaScript."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.browser.conftest import THEMES, WIDTHS

pytestmark = pytest.mark.django_db(transaction=True)


MARKS = {"recommendation": 9, "tools": 4, "delays": 4, "information": 2, "projects": 5}


def faults(page: Any, link: str, axe: Any, overflow: Any) -> list[Any]:
    """What is wrong with the respondent's page, at each width and theme."""
    found: list[Any] = []
    for width in WIDTHS:
        for theme in THEMES:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=theme)
            assert page.goto(link).status == 200
            found += axe(page)
            found += [overflow(page)] if overflow(page) else []
    return found


def answer(page: Any, link: str) -> None:
    """One person's answer, without JavaScript."""
    page.goto(link)
    for name, mark in MARKS.items():
        page.locator(f"input[name={name}][value='{mark}']").check()
    page.get_by_role("button", name="Envoyer ma réponse").click()
    assert page.locator("h1").inner_text() == "Merci, votre réponse est enregistrée"


def test_a_survey_from_its_link_to_its_results(
    contract: Any,
    make_user: Any,
    sign_in: Any,
    open_page: Any,
    axe: Any,
    overflow: Any,
    settings: Any,
    live_server: Any,
) -> None:
    settings.PORTAL_URL = live_server.url
    page = sign_in(open_page(javascript=False), make_user("referent", contract))
    page.goto(f"/contrats/{contract.slug}/satisfaction/saisir/")
    page.get_by_label("Titre").fill("Votre avis sur l’informatique")
    page.get_by_label("Public visé").fill("Le siège")
    page.get_by_label("Dernier jour").fill(f"{date.today() + timedelta(days=7):%d/%m/%Y}")
    page.get_by_role("button", name="Ouvrir l’enquête").click()
    page.get_by_label("Nombre de liens").fill("5")
    page.get_by_role("button", name="Afficher les liens à copier").click()
    links = page.get_by_label("Liens à copier").input_value().split()
    assert len(links) == 5
    assert faults(open_page(), links[0], axe, overflow) == []
    for link in links:
        answer(open_page(javascript=False), link)
    used = open_page()
    assert used.goto(links[0]).status == 404
    assert axe(used) == []
    page.get_by_text("Clore l’enquête", exact=True).click()
    page.get_by_role("button", name="Confirmer la clôture").click()
    text = page.locator("main").inner_text()
    assert "+100\u00a0points" in text
    assert "5 sur 5" in text.replace("\u00a0", " ")
