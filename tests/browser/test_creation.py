"""A person without any contract creates the first one, from each model, with and without JavaScript."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.models import Organisation, User
from infogerance.contract_file import export_contract, load_contract
from tests.browser.conftest import PASSWORD
from tests.infogerance.creating import PARTIES, contract_named

pytestmark = pytest.mark.django_db(transaction=True)
WAYS = [
    ("Infogérance globale", True),
    ("Infogérance partielle", False),
    ("Co-sourcing", True),
    ("Multi-prestataires", False),
]


@pytest.fixture
def founder(transactional_db: None) -> Any:
    own = Organisation.objects.create(name="Client A", kind="client")
    return User.objects.create_user("dsi@exemple.fr", PASSWORD, organisation=own)


def go_on(page: Any, step: str, button: str = "Continuer") -> None:
    page.get_by_role("button", name=button, exact=True).click()
    page.wait_for_url(f"**/nouveau/{step}/")


@pytest.mark.parametrize(("model", "javascript"), WAYS)
def test_a_first_contract_from_a_model(
    founder: Any, open_page: Any, sign_in: Any, axe: Any, overflow: Any, model: str, javascript: bool
) -> None:
    page = sign_in(open_page(width=1280 if javascript else 360, javascript=javascript), founder)
    page.get_by_role("link", name="Créer un contrat").click()
    page.get_by_label(model).check()
    go_on(page, "parties", "Commencer")
    for name, value in PARTIES.items():
        if name not in {"client", "renewal"}:
            page.fill(f"[name={name}]", value)
    page.fill("[name=ends_on]", "31/12/2025")
    page.get_by_role("button", name="Continuer", exact=True).click()
    assert "Ce jour ne vient pas après la prise d’effet" in page.locator("main").inner_text()
    assert page.input_value("[name=reference]") == "NEUF-2026-01"
    page.fill("[name=ends_on]", PARTIES["ends_on"])
    go_on(page, "horaires")
    assert "préavis à recevoir au plus tard le 30/06/2028" in page.locator("main").inner_text()
    page.fill("[name=site-0-name]", "Siège, Dijon")
    for step in ("perimetre", "engagements", "sortie"):
        go_on(page, step)
        assert overflow(page) == 0
        if javascript:
            assert axe(page) == []
    go_on(page, "verifier", "Vérifier")
    page.get_by_role("button", name="Créer le contrat").click()
    page.wait_for_url("**/demarrer/")
    assert "Contrat NEUF-2026-01 créé." in page.locator("main").inner_text()
    contract = contract_named("NEUF-2026-01")
    text = export_contract(contract)
    assert not load_contract(text.encode()).total.changed
    assert export_contract(contract) == text
