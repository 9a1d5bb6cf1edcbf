"""The referent keeps the access register, with and without JavaScript; a secret never comes back."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.django_db(transaction=True)
SECRET = "Azerty2024!"


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "plain"])
def test_the_referent_keeps_the_register(demo: Any, open_page: Any, sign_in: Any, javascript: bool) -> None:
    page = sign_in(open_page(javascript=javascript), demo.person("referent"))
    page.goto(f"{demo.base}reversibilite/")
    page.get_by_role("link", name="Accès", exact=True).click()
    page.wait_for_url("**/reversibilite/acces/")
    page.get_by_text("Saisir un accès").click()
    page.get_by_label("Système", exact=True).fill("Badgeuse, console")
    page.get_by_label("Nature").last.select_option("admin")
    page.get_by_label("Détenteurs").fill("Prestataire : Exploitation")
    page.get_by_label("Lieu du secret").fill(f"mdp : {SECRET}")
    page.get_by_role("button", name="Ajouter au registre").click()
    assert "ressemble à un mot de passe" in page.locator("main").inner_text()
    assert SECRET not in page.content()
    assert page.get_by_label("Système", exact=True).input_value() == "Badgeuse, console"
    page.get_by_label("Lieu du secret").fill("Coffre du prestataire")
    page.get_by_role("button", name="Ajouter au registre").click()
    page.wait_for_url("**/reversibilite/acces/")
    row = page.get_by_role("row", name="Badgeuse, console")
    assert "Prestataire seul" in row.inner_text()
    page.get_by_role("link", name="À changer à la sortie").click()
    assert "Badgeuse, console" in page.locator("main").inner_text()
