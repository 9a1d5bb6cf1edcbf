"""What the exit pages say of a contract that has not begun: its first day, and no score."""

from __future__ import annotations

from datetime import date

from django.template.loader import render_to_string

from contracts.models import Contract
from core.scope import for_contract
from reversibility.forms.simulation import NoticeForm
from reversibility.selectors.captivity import captivity_page
from reversibility.selectors.exit_home import exit_home
from tests.reversibility.test_exit_pages import shown, words


class TestNotBegun:
    """A contract of 2024 seen in December 2023."""

    BEFORE = date(2023, 12, 1)

    def test_captivity_is_not_scored(self, reference: Contract) -> None:
        text = shown("captivity", reference, self.BEFORE)
        assert "Le contrat n’a pas commencé" in text
        assert "Il prend effet le 01/01/2024" in text
        assert "sur 100" not in text
        with for_contract(reference.pk):
            page = captivity_page(reference, self.BEFORE)
        assert page.result.index is None
        assert {row[3] for row in page.sheet.rows} == {"Le contrat n’a pas commencé."}

    def test_readiness_is_not_scored(self, reference: Contract) -> None:
        with for_contract(reference.pk):
            page = exit_home(reference, self.BEFORE)
            context = {"page": page, "contract": reference, "today": self.BEFORE, "standard": 28}
            text = words(render_to_string("reversibility/readiness.html", context))
        assert "Le contrat n’a pas commencé" in text
        assert "Il prend effet le 01/01/2024" in text
        assert "préparée à" not in text
        assert "Les 28 livrables" in text

    def test_the_simulator_says_so_and_asks_about_the_first_day(self, reference: Contract) -> None:
        assert NoticeForm(reference).asked(self.BEFORE) == (reference.starts_on, None)
        told = "Le contrat n’a pas commencé : il prend effet le 01/01/2024."
        assert told in shown("simulator", reference, self.BEFORE, reference.starts_on, None)
