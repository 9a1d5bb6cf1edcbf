"""Work units in the contract file: every fault with its place, a round trip, nothing lost that was booked."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from contracts.engine.problems import FileRefused
from contracts.models import Contract, WorkUnit
from contracts.services.work_unit_orders import place_order
from core.scope import for_contract
from infogerance.contract_file import export_contract, load_contract, read_contract_file
from tests.infogerance.contract_faults import SMALL

UNITS = """
[[exclusion]]
numero = 71
element = "Montée de version"
unite = "lot"
prix_uo = 900

[[exclusion]]
numero = 72
element = "Astreinte"
unite = "heure"
prix_uo = 140

[[unite_oeuvre]]
code = "astreinte"
exclusion = 72
inclus = 2
inclus_par = "an"
report_mois = 3
depassement = "bloquer"

[[unite_oeuvre.volume]]
bas = 0
probable = 20
haut = 80.5

[[unite_oeuvre]]
code = "prestation"
libelle = "Prestation"
unite = "UO"
minimum_annuel = 200
minimum_non_atteint = "report"
depassement = "alerter"

[[unite_oeuvre.prix]]
effet = 2025-01-01
montant = 60

[[unite_oeuvre.prix]]
effet = 2026-01-01
montant = 61.5

[[unite_oeuvre]]
code = "version"
exclusion = 71

[[unite_oeuvre.prix]]
niveau = "S"
effet = 2025-01-01
montant = 900

[[unite_oeuvre.prix]]
niveau = "M"
effet = 2025-01-01
montant = 2400
"""
FULL = SMALL + UNITS
FAULTS = {
    "unknown exclusion": ("exclusion = 72", "exclusion = 9", "astreinte", "l’exclusion 9 n’existe pas"),
    "same exclusion twice": ("exclusion = 71\n", "exclusion = 72\nlibelle = 'Double'\n", "version", "l’exclusion « 72 »"),
    "same code twice": ('code = "version"', 'code = "prestation"', "prestation", "le code « prestation »"),
    "no price": ("effet = 2025-01-01\nmontant = 60\n", "effet = 2025-01-01\n", "prix 1", "« montant » manque"),
    "negative price": ("montant = 60\n", "montant = -60\n", "prix 1", "hors limites"),
    "same price twice": ("effet = 2026-01-01", "effet = 2025-01-01", "prix 2", "le prix « 2025-01-01 »"),
    "a level among none": ("montant = 61.5", "montant = 61.5\nniveau = 'S'", "prestation", "n’en a pas"),
    "another price than the exclusion": ("montant = 900", "montant = 950", "version", "prix_uo = 900"),
    "volumes out of order": ("haut = 80.5", "haut = 5", "volume 1", "en croissant"),
    "a quota by levels": ("exclusion = 71\n", "exclusion = 71\ninclus = 2\n", "version", "sans niveau"),
    "a period without quota": ("inclus = 2\n", "", "astreinte", "aucune quantité"),
    "unknown rule": ('"bloquer"', '"refuser"', "astreinte", "n’est pas admis"),
    "unknown key": ("report_mois", "report", "astreinte", "clé inconnue"),
}  # fmt: skip


def load(text: str) -> Any:
    return load_contract(text.encode())


@pytest.mark.parametrize(("old", "new", "place", "message"), [*FAULTS.values()], ids=[*FAULTS])
def test_a_fault_is_told_with_its_place(old: str, new: str, place: str, message: str) -> None:
    assert old in FULL
    with pytest.raises(FileRefused) as refusal:
        read_contract_file((SMALL + UNITS.replace(old, new, 1)).encode())
    told = [(problem.place, problem.message) for problem in refusal.value.problems]
    assert any(place in where and message in what for where, what in told), told


def test_a_unit_without_any_price_is_refused() -> None:
    with pytest.raises(FileRefused, match="elle n’a pas de prix"):
        read_contract_file(FULL.replace("prix_uo = 140\n", "").encode())


@pytest.mark.django_db
def test_what_is_exported_loads_without_change() -> None:
    first = load(FULL).contract
    text = export_contract(first)
    again = load(text)
    assert not again.total.changed
    assert export_contract(again.contract) == text
    for words in ('inclus_par = "an"', "haut = 80.5", 'minimum_non_atteint = "report"', 'niveau = "M"'):
        assert words in text


@pytest.mark.django_db
def test_units_exchange_their_exclusions() -> None:
    load(FULL)
    swapped = FULL.replace("exclusion = 72", "exclusion = 0").replace("exclusion = 71", "exclusion = 72")
    contract = load(
        swapped.replace("exclusion = 0", "exclusion = 71").replace("prix_uo = 140", "prix_uo = 900")
    ).contract
    with for_contract(contract.pk):
        assert WorkUnit.objects.get(code="version").exclusion == 72


@pytest.mark.django_db
def test_a_unit_that_was_ordered_is_not_dropped() -> None:
    contract: Contract = load(FULL).contract
    with for_contract(contract.pk):
        place_order(
            contract=contract, unit=WorkUnit.objects.get(code="version"), level="S", title="Annuaire",
            quantity=Decimal(1), ordered_on=date(2025, 3, 3),
        )  # fmt: skip
    text = UNITS[: UNITS.index('[[unite_oeuvre]]\ncode = "version"')]
    with pytest.raises(FileRefused, match="commandée ou consommée"):
        load(SMALL + text)
    with for_contract(contract.pk):
        assert WorkUnit.objects.filter(code="version").exists()
