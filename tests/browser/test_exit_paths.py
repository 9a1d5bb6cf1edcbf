"""The proof of a deliverable, from the request to the decision, on both sides, with and without JavaScript."""

from __future__ import annotations

from typing import Any

import pytest

from core.days import portal_today

pytestmark = pytest.mark.django_db(transaction=True)
both = pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "plain"])
VAULT = "Coffre de mots de passe complet remis"


@both
def test_a_proof_is_asked_declared_and_accepted(
    demo: Any, open_page: Any, sign_in: Any, javascript: bool
) -> None:
    referent = sign_in(open_page(javascript=javascript), demo.person("referent"))
    referent.goto(f"{demo.base}reversibilite/")
    referent.get_by_role("button", name=f"Demander : {VAULT}").click()
    referent.wait_for_url("**/reversibilite/15/")
    provider = sign_in(open_page(javascript=javascript), demo.person("provider"))
    provider.goto(demo.base)
    provider.get_by_role("link", name="Livrables demandés").first.click()
    provider.locator("tr", has_text="D-1").get_by_role("link").click()
    provider.get_by_label("Preuve", exact=True).fill("PV de remise du coffre")
    provider.get_by_label("Date de la preuve").fill(portal_today().isoformat())
    provider.get_by_role("button", name="Déclarer la preuve").click()
    provider.get_by_text("Preuve déclarée. Elle compte dès que le client l’a acceptée.").wait_for()
    referent.reload()
    referent.get_by_role("radio", name="Accepter").check()
    referent.get_by_role("button", name="Enregistrer la décision").click()
    assert "Prouvé jusqu’au" in referent.locator("p.lead").inner_text()
