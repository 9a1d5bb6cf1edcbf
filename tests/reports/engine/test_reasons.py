"""Who a reason of waiting awaits: whole words, the provider's own first, a person where the word does not tell."""

from __future__ import annotations

import pytest

from reports.engine.reasons import CLIENT, OTHER, PROVIDER, THIRD_PARTY, USER, normalise_reason, reason_of

ASKED = ""


@pytest.mark.parametrize(
    ("label", "reason"),
    [
        ("Attente utilisateur", USER), ("En attente du demandeur", USER), ("Awaiting Caller", USER),
        ("Attente client", CLIENT), ("Waiting for customer", CLIENT), ("waiting_client", CLIENT),
        ("Attente d’un tiers", THIRD_PARTY), ("Attente tiers hors contrat", THIRD_PARTY),
        ("waiting_third_party", THIRD_PARTY), ("Attente fournisseur du client", THIRD_PARTY),
        ("Third-party vendor", THIRD_PARTY),
        ("Attente prestataire", PROVIDER), ("Attente pièces", PROVIDER), ("Commande de pièces détachées", PROVIDER),
        ("Attente pièces fournisseur du prestataire", PROVIDER), ("Attente sous-traitant", PROVIDER),
        ("Sous traitance", PROVIDER), ("Attente validation interne prestataire", PROVIDER),
        ("Prestataire ou sous-traitant", PROVIDER), ("Awaiting Problem", PROVIDER),
        ("Attente fournisseur", ASKED), ("Attente constructeur", ASKED), ("Attente éditeur", ASKED),
        ("Awaiting Vendor", ASKED), ("Attente pièces client", ASKED), ("Attente prestataire tiers", ASKED),
        ("En attente", OTHER), ("On hold", OTHER), ("Clientèle absente", OTHER), ("Serveruser", OTHER), ("", OTHER),
    ],
)  # fmt: skip
def test_a_reason_names_who_is_awaited(label, reason):
    assert reason_of(label) == reason
    assert normalise_reason(label) == (reason or OTHER)
