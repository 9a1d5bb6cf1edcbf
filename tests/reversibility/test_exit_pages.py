"""The simulator, the cost, the calendar and the captivity index: what they say, and to whom."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from contracts.models import Contract
from core.scope import Side, for_contract
from reversibility.forms.simulation import NoticeForm
from reversibility.models import ExitClause
from reversibility.selectors.captivity import captivity_page
from reversibility.selectors.exit_pages import cost_page, timeline_page
from reversibility.selectors.exit_terms import agreed_exit_of
from reversibility.selectors.simulation import simulation_page, simulation_sheet

PAGES = [f"reversibility:{name}" for name in ("simulator", "cost", "timeline", "captivity")]
APRIL = date(2026, 4, 10)


def words(answer: Any) -> str:
    text = answer if isinstance(answer, str) else answer.content.decode()
    spaced = unescape(text).replace("<", " <")
    return re.sub(r"[\s\u00a0\u202f]+", " ", strip_tags(spaced))


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    ("role", "status"), [("referent", 200), ("executive", 200), ("reader", 200), ("provider", 403)]
)
def test_the_provider_sees_none_of_it(see: Any, page: str, role: str, status: int) -> None:
    assert see(role, page).status_code == status


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_no_file_leaves_for_the_provider(see: Any, page: str, kind: str) -> None:
    query = f"?preavis=2026-06-30&export={kind}"
    assert see("provider", page, query).status_code == 403
    assert see("reader", page, query).headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("page", PAGES)
def test_pages_ask_few_questions(see: Any, page: str) -> None:
    see("referent", page)
    with CaptureQueriesContext(connection) as asked:
        see("referent", page)
    assert len(asked) <= 25


def shown(name: str, contract: Contract, day: date, *asked: date | None) -> str:
    """What a page says on a day of our choice."""
    with for_contract(contract.pk):
        page = READ[name](contract, *asked, day)
        context = {"page": page, "contract": contract, "today": day, "form": NoticeForm(contract)}
        return words(render_to_string(f"reversibility/{name}.html", context))


READ: dict[str, Any] = {
    "simulator": simulation_page, "cost": cost_page, "timeline": timeline_page, "captivity": captivity_page,
}  # fmt: skip


def test_the_simulator_on_the_last_safe_day(reference: Contract) -> None:
    text = shown("simulator", reference, APRIL, date(2026, 6, 30), None)
    assert "Reprise au plus tôt le 01/01/2027" in text
    assert "le contrat prend fin le 31/12/2026" in text
    assert "30/12/2026 – 30/06/2027" in text
    assert "Un jour plus tard, le contrat court jusqu’au 31/12/2027" in text
    assert "Coût plafonné à 74 000 €" in text
    assert "Forfait engagé en plus 12 mois de forfait 222 000 €" in text
    assert "18 livrables n’ont pas de preuve à jour" in text


def test_one_day_later_the_exit_moves_by_one_renewal(see: Any) -> None:
    text = words(see("referent", "reversibility:simulator", "?preavis=2026-07-01"))
    assert "Reprise au plus tôt le 01/01/2028" in text
    assert "le contrat prend fin le 31/12/2027" in text


@pytest.mark.parametrize(
    ("today", "notice", "told"),
    [
        (APRIL, APRIL, "Dernier jour utile : 30/06/2026. Un jour plus tard, le contrat court jusqu’au 31/12/2027."),
        (
            APRIL, date(2026, 9, 1),
            "Le dernier jour utile, le 30/06/2026, sera passé : le contrat aura été reconduit."
            " Le suivant est le 30/06/2027.",
        ),
        (
            APRIL, date(2028, 1, 15),
            "Le dernier jour utile, le 30/06/2026, sera passé : le contrat aura été reconduit."
            " Il n’y en aura pas d’autre.",
        ),
        (
            date(2026, 9, 1), date(2026, 3, 1),
            "Le dernier jour utile, le 30/06/2026, est passé. Le suivant est le 30/06/2027.",
        ),
    ],
)  # fmt: skip
def test_the_last_safe_day_is_told_as_seen_from_the_day_asked(
    reference: Contract, today: date, notice: date, told: str
) -> None:
    text = shown("simulator", reference, today, notice, None)
    assert told in text
    assert "Un jour trop tard" in text


def test_a_day_that_is_past_is_told(reference: Contract) -> None:
    told = "Le 01/03/2026 est passé : ce calcul ne vaut que si le préavis a bien été reçu ce jour-là."
    assert told in shown("simulator", reference, APRIL, date(2026, 3, 1), None)
    assert "est passé" not in shown("simulator", reference, APRIL, APRIL, None)


def test_the_wait_is_told_and_not_drawn_as_work(reference: Contract) -> None:
    told = "Du 10/08/2026 au 31/10/2026, rien n’est prévu"
    text = shown("simulator", reference, APRIL, APRIL, None)
    assert told in text
    assert "Transfert, du 10/05/2026 au 09/08/2026." in text
    assert "rien n’est prévu" not in shown("simulator", reference, APRIL, date(2026, 6, 30), None)


def test_dates_are_compared_in_order(reference: Contract) -> None:
    with for_contract(reference.pk):
        page = simulation_page(reference, date(2026, 5, 4), date(2026, 7, 15), APRIL)
    assert [row[:3] for row in simulation_sheet(page).rows] == [
        (APRIL, "aujourd’hui", date(2026, 12, 31)),
        (date(2026, 5, 4), "date demandée", date(2026, 12, 31)),
        (date(2026, 6, 30), "dernier jour utile", date(2026, 12, 31)),
        (date(2026, 7, 1), "un jour trop tard", date(2027, 12, 31)),
        (date(2026, 7, 15), "autre date demandée", date(2027, 12, 31)),
    ]
    assert [line.late for line in page.lines] == [False, False, False, True, True]


def test_a_day_that_is_past_leaves_today_its_name_and_its_cliff(reference: Contract) -> None:
    with for_contract(reference.pk):
        page = simulation_page(reference, date(2026, 5, 4), None, date(2026, 8, 3))
        default = simulation_page(reference, APRIL, None, APRIL)
    assert [row[:2] for row in simulation_sheet(page).rows] == [
        (date(2026, 5, 4), "date demandée"),
        (date(2026, 6, 30), "dernier jour utile"),
        (date(2026, 7, 1), "un jour trop tard"),
        (date(2026, 8, 3), "aujourd’hui"),
        (date(2027, 6, 30), "dernier jour utile"),
        (date(2027, 7, 1), "un jour trop tard"),
    ]
    assert default.lines[0].words == "aujourd’hui"


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("?preavis=", "Donnez le jour où le préavis est reçu."),
        ("?preavis=demain", "Cette date n’existe pas"),
        ("?preavis=2023-12-31", "Le contrat prend effet le 01/01/2024"),
        ("?preavis=2026-06-30&autre=2100-12-31", "Choisissez une date avant 2100"),
        ("?preavis=2026-06-30&autre=9999-12-31", "hors de la vie d’un contrat"),
    ],
)
def test_a_wrong_date_is_refused_in_place(see: Any, query: str, told: str) -> None:
    answer = see("referent", "reversibility:simulator", query)
    assert answer.status_code == 422
    assert told in words(answer)


def test_a_contract_that_is_over_says_so(reference: Contract) -> None:
    day = date(2029, 2, 1)
    told = "Le contrat prend fin le 31/12/2028"
    assert told in shown("simulator", reference, day, day, None)
    assert told in shown("cost", reference, day)
    assert told in shown("timeline", reference, day)
    assert "Le contrat est terminé" in shown("captivity", reference, day)


def test_the_cost_names_its_parts_and_its_references(reference: Contract) -> None:
    text = shown("cost", reference, APRIL)
    assert "4 à 7 forfaits de 18 500 € repère de la pratique, sans valeur contractuelle" in text
    for amount in ("74 000 €", "129 500 €", "22 200 €", "1 370 €", "4 490 €"):
        assert amount in text
    assert "art. 14.4" in text


def test_the_calendar_waits_for_the_last_safe_day(reference: Contract) -> None:
    text = shown("timeline", reference, APRIL)
    assert "Sortie possible le 31/12/2026" in text
    assert "au plus tard le 30/06/2026, dans 81 jours" in text
    assert "Double exploitation M5 01/11/2026 30/11/2026 Les deux parties" in text


def test_a_contract_that_says_nothing_of_its_exit_shows_references(make_contract: Any) -> None:
    contract = make_contract("NU-1", "Nu", "Nue")
    for name in ("cost", "timeline"):
        assert "Le contrat ne dit rien de la sortie" in shown(name, contract, APRIL)
    text = shown("captivity", contract, APRIL)
    assert "Indice de captivité inconnu" in text
    assert "0 mesure connue sur 5" in text
    assert "À renseigner : [sortie] transition_min_mois." in text
    assert "À renseigner : [sortie] cout_fixe, forfaits_hauts ou plafond." in text
    assert "Valeurs retenues faute de clause : transition de 6 à 12 mois" in text
    assert "Elles n’entrent pas dans l’indice." in text


def test_from_the_providers_side_nothing_is_agreed(reference: Contract) -> None:
    with for_contract(reference.pk, Side.PROVIDER):
        assert agreed_exit_of(reference).clause is None
        assert not ExitClause.objects.exists()
