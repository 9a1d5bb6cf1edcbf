"""Every shape of price, from the contract file and back."""

from __future__ import annotations

import pytest

from core.scope import for_contract
from infogerance.contract_file import export_contract, load_contract
from slas.models import PenaltyRule
from tests.infogerance.contract_faults import SMALL

EVERY_SHAPE = """
[[engagement.penalite]]
nature = "manquement"
sens = "bonus"
montant = 12.5

[[engagement.penalite]]
nature = "part_forfait"
tranche = 0.5
tranches = "exacte"
pourcentage = 1.25
clause = "art. 12"

[[engagement.penalite]]
nature = "part_forfait"
sens = "bonus"
tranche = 1
pourcentage = 0.5

[[engagement.penalite]]
nature = "heure_retard"
montant = 300

[[engagement.penalite]]
nature = "points"
points = 4

[[engagement.penalite]]
nature = "paliers"

[[engagement.penalite.palier]]
borne = 95
pourcentage = 1

[[engagement.penalite.palier]]
borne = 90.5
pourcentage = 3.5

[[engagement]]
code = "E2"
libelle = "Rapport"
nature = "ponctualite"
taux_exige = 100

[[engagement.penalite]]
nature = "ccag_retard"
montant = 12000

[[engagement.penalite]]
nature = "jour_calendaire_retard"
montant = 50

[[engagement.penalite]]
nature = "jour_retard"
sens = "bonus"
montant = 10
"""


@pytest.mark.django_db
def test_every_shape_of_price_comes_back_as_it_was() -> None:
    settings = (
        'forfait_mensuel = 1000\nreglages = { base_penalite = "revisee", forfait_revise = 1100.5, '
        'bonus_imputable = false, points_par_pourcent = 10, ccag_profil = "2021", ccag_jours = "ouvres" }'
    )
    text = SMALL.replace("forfait_mensuel = 1000", settings) + EVERY_SHAPE
    report = load_contract(text.encode())
    with for_contract(report.contract.pk):
        assert PenaltyRule.objects.count() == 9
        tiers = PenaltyRule.objects.get(kind="tiers").tiers
    assert tiers == [
        {"bound": "95", "percent": "1", "amount": "0"},
        {"bound": "90.5", "percent": "3.5", "amount": "0"},
    ]
    text = export_contract(report.contract)
    again = load_contract(text.encode())
    assert not again.total.changed
    assert export_contract(again.contract) == text
