"""A refused form shows its reasons: however long the page, it opens on them, with and without JavaScript."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.django_db(transaction=True)
FORMS = [
    ("reversibilite/acces/", "Saisir un accès", "Ajouter au registre"),
    ("reversibilite/exercices/", "Prévoir un exercice", "Enregistrer l’exercice"),
    ("reversibilite/15/", "Enregistrer une preuve", "Enregistrer la preuve"),
    ("acteurs/", "Ajouter un acteur", "Enregistrer l’acteur"),
    ("unites-oeuvre/", "", "Enregistrer la consommation"),
    ("documents/", "", "Déposer"),
]
"""Page, the fold to open if there is one, the button that sends the form as it is."""


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "plain"])
def test_a_refused_form_opens_on_its_reasons(
    demo: Any, open_page: Any, sign_in: Any, javascript: bool
) -> None:
    page = sign_in(open_page(javascript=javascript), demo.person("referent"))
    for address, fold, button in FORMS:
        page.goto(f"{demo.base}{address}")
        if fold:
            page.get_by_text(fold).first.click()
        form = page.locator("form", has=page.get_by_role("button", name=button, exact=True)).first
        form.evaluate("form => form.noValidate = true")
        form.get_by_role("button", name=button, exact=True).click()
        summary = page.locator("[role=alert]:focus")
        summary.wait_for()
        assert "à corriger" in summary.inner_text(), address
        box = summary.bounding_box()
        assert box is not None
        assert 0 <= box["y"] < 800, (address, box)
