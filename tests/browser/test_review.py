"""From the record of a contract to what it lacks, then to its printed report; without JavaScript too."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from infogerance.contract_file import load_contract

pytestmark = pytest.mark.django_db(transaction=True)
DEMO = Path(__file__).parents[2] / "infogerance" / "demo"


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "plain"])
def test_the_referent_finds_what_the_contract_lacks(
    open_page: Any, sign_in: Any, make_user: Any, overflow: Any, axe: Any, javascript: bool
) -> None:
    contract = load_contract((DEMO / "inf-2024-07.toml").read_bytes()).contract
    page = sign_in(open_page(javascript=javascript), make_user("referent", contract))
    page.goto(f"/contrats/{contract.slug}/fiche/")
    page.get_by_role("link", name="Contrôle", exact=True).click()
    page.wait_for_url("**/controle/")
    assert "à compléter au contrat" in page.locator("h1").inner_text()
    page.locator("a.cell[href='#L35']").click()
    assert page.locator("tr#L35").is_visible()
    if javascript:
        assert axe(page) == []
    page.set_viewport_size({"width": 360, "height": 800})
    assert overflow(page) == 0
    with page.expect_download() as found:
        page.get_by_role("link", name="PDF", exact=True).click()
    assert Path(found.value.path()).read_bytes().startswith(b"%PDF")
