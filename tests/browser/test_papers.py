"""Papers with a real browser: a file deposited and taken back, an obligation said done, then accepted."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.contracts.files import PDF

pytestmark = pytest.mark.django_db(transaction=True)
both = pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "plain"])


@pytest.fixture
def enter(demo: Any, open_page: Any, sign_in: Any) -> Any:
    """`enter("referent", javascript=False)`: the page of a person who has just signed in."""

    def open_for(role: str, **options: Any) -> Any:
        return sign_in(open_page(**options), demo.person(role))

    return open_for


def deposit(page: Any, content: bytes) -> None:
    """Fill the form of a new document and send it."""
    page.get_by_label("Type", exact=True).select_option("certificate")
    page.get_by_label("Titre", exact=True).fill("Attestation de vigilance, second semestre")
    page.set_input_files(
        "input[name=file]", {"name": "vigilance.pdf", "mimeType": "application/pdf", "buffer": content}
    )
    page.get_by_role("button", name="Déposer", exact=True).click()


@both
def test_a_file_deposited_and_an_obligation_done(demo: Any, enter: Any, javascript: bool) -> None:
    page = enter("provider", javascript=javascript)
    page.goto(f"{demo.base}fiche/")
    page.get_by_role("navigation", name="Pages de la rubrique").get_by_role("link", name="Documents").click()
    deposit(page, b"bonjour")
    assert "c’est un texte" in page.locator("main").inner_text()
    assert page.get_by_label("Titre", exact=True).input_value() == "Attestation de vigilance, second semestre"
    deposit(page, PDF)
    page.wait_for_url(re.compile(r"/documents/\d+/"))
    with page.expect_download() as found:
        page.get_by_role("link", name="vigilance.pdf", exact=True).click()
    assert Path(found.value.path()).read_bytes() == PDF
    page.goto(f"{demo.base}obligations/")
    page.get_by_role("link", name="Remettre les attestations d’assurance et de vigilance").click()
    page.get_by_label("Fait le", exact=True).fill("02/04/2025")
    page.get_by_label("Preuve", exact=True).fill("Attestation du second semestre")
    page.get_by_role("button", name="Déclarer faite").click()
    assert "À accepter" in page.locator("main").inner_text()
    page = enter("referent", javascript=javascript)
    page.goto(f"{demo.base}obligations/")
    waiting = page.get_by_role("region", name="À accepter")
    waiting.get_by_role("link", name="Remettre les attestations").click()
    page.get_by_label("Accepter", exact=True).check()
    page.get_by_role("button", name="Enregistrer la réponse").click()
    assert "Exécution acceptée." in page.locator("#annonces").inner_text()
    assert "Acceptée par Référent IT, client" in page.locator("main").inner_text()
