"""Where the contract is silent, pages count with the portal's own value and say whose it is."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from contracts.engine.writing import write_toml
from contracts.models import Contract
from contracts.selectors.date_books import states_of
from core.scope import for_contract
from infogerance.contract_file import load_contract
from reversibility.engine.simulator import ExitTerms
from reversibility.selectors.exit_terms import agreed_exit_of
from slas.selectors.hours import hours_book
from tests.contracts.engine.audit.removals import both, forgotten, unsaid
from tests.infogerance.reading import main_of
from tests.infogerance.test_stored_audit import reduced

SILENT = both(
    forgotten("contrat", "reconduction", "preavis_mois", "utilisateurs"),
    forgotten("revision", "part_fixe"),
    forgotten("sortie", "transition_min_mois", "transition_max_mois", "bascule_mois", "forfaits_bas", "forfaits_hauts"),
    unsaid("site", "zone_feries", rank=0),
    unsaid("budget", "depassement"),
)  # fmt: skip
OURS = "Valeurs retenues faute de clause : transition de 6 à 12 mois, bascule 6 mois après le préavis, phases, coût de 4 à 7 forfaits."
SAID = {
    "contracts:record": [
        "Sans reconduction, valeur retenue faute de clause", "Préavis non dit", "Utilisateurs —",
        "Europe/Paris, fuseau retenu faute d’un autre au contrat",
        "Rapport attendu au plus tard le 5e jour ouvré du mois suivant Écart concordant 0,1 pt au plus valeur retenue",
    ],
    "contracts:dates": [
        "La fin s’entend comme le dernier jour, inclus, valeur retenue faute de clause.",
        "Sans reconduction, valeur retenue faute de clause.",
    ],
    "contracts:calendars": ["Siège Métropole, valeur retenue faute de clause", "Agence Alsace-Moselle"],
    "contracts:revision": [
        "Part fixe 0 %, valeur retenue faute de clause",
        "puis tous les 12 mois, valeur retenue faute de clause",
        "1 mois avant la date de révision, valeur retenue faute de clause",
        "Plafond 3 %",
        "Demandée par non dit",
    ],
    "contracts:budget": ["non dit"],
    "reversibility:cost": [OURS, "4 à 7 forfaits de 7 000 € valeur retenue faute de clause : repère de la pratique"],
    "reversibility:simulator": [OURS],
    "reversibility:timeline": [OURS],
    "reversibility:readiness": [OURS],
    "reversibility:captivity": [OURS],
}  # fmt: skip


@pytest.fixture
def silent(db: None) -> Contract:
    return load_contract(write_toml(reduced(SILENT)).encode()).contract


@pytest.fixture
def client(silent: Contract, make_user: Any) -> Client:
    visitor = Client()
    visitor.force_login(make_user("referent", silent))
    return visitor


@pytest.mark.parametrize("page", SAID)
def test_a_page_says_what_is_kept_for_want_of_a_clause(client: Client, silent: Contract, page: str) -> None:
    text = main_of(client.get(reverse(page, args=[silent.slug])))
    for words in SAID[page]:
        assert words in text, text


def test_the_figures_are_those_of_the_references(silent: Contract) -> None:
    with for_contract(silent.pk):
        terms = agreed_exit_of(silent).terms
        assert (terms.transition_min, terms.transition_max, terms.cutover) == (6, 12, 6)
        assert (terms.cost.fees_low, terms.cost.fees_high) == (Decimal(4), Decimal(7))
        assert terms.phases == ExitTerms().phases
        assert hours_book(silent, [2026]).zone_of("Siège") == "metropole"
        assert silent.clause.end(0) == date(2027, 12, 31)
        assert not silent.clause.may_renew(0)


def test_a_revision_that_names_no_period_comes_back_every_year(silent: Contract) -> None:
    with for_contract(silent.pk):
        found = states_of([silent], date(2026, 6, 1))
    assert [one.dated.day for one in found[silent.pk] if one.dated.title == "Révision des prix"] == [
        date(2027, 1, 1)
    ]


@pytest.mark.parametrize(
    ("said", "months"),
    [({"transition_min_mois": 18}, (18, 18)), ({"transition_max_mois": 4}, (4, 4)), ({}, (6, 12))],
)
@pytest.mark.django_db
def test_what_is_said_moves_what_is_not(said: dict[str, int], months: tuple[int, int]) -> None:
    tables = reduced(forgotten("sortie", "transition_min_mois", "transition_max_mois"))
    tables["sortie"] |= said
    contract = load_contract(write_toml(tables).encode()).contract
    with for_contract(contract.pk):
        terms = agreed_exit_of(contract).terms
    assert (terms.transition_min, terms.transition_max) == months
