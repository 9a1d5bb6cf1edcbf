"""A place is told from anything else; what stands beside it is no secret."""

from __future__ import annotations

import pytest

from reversibility.engine.secret_places import names_place

PLACES = """
Coffre du client
Coffre-fort numérique du prestataire
Coffre KeePassXC, serveur SRV-FIC01
KeePass2 de la direction
Bitwarden, collection Infrastructure
Bitwarden https://vaultwarden.client.fr
1Password
Vaultwarden
LastPass
HashiCorp Vault
Azure Key Vault kv-client-prod-01
gestionnaire de mots de passe
mot de passe : coffre Bitwarden, collection Réseau
Enveloppe scellée, armoire forte du bureau n° 12
ENVELOPPE SCELLÉE, 2e étage
bureau de la directrice
HSM
carte à puce
Séquestre chez le notaire
Prestataire
Magasin de certificats, SRV-WEB01
Pare-feu, magasin local
Inconnu du référent
Aucun
sans objet
À définir
""".strip().splitlines()

NO_PLACES = """
hunter2
toto
bonjour2024
motdepasse
cheval batterie agrafe correct
coffret
prestataire2024
coffre : hunter2
coffre du client = tournesol
enveloppe:tournesol
Bitwarden -> tournesol
KeePass → tournesol
aucun : tournesol
coffre hunter2
KeePass azerty
bonjour2024, coffre
armoire (Soleil!)
""".strip().splitlines()


@pytest.mark.parametrize("text", PLACES)
def test_a_place_is_taken(text: str) -> None:
    assert names_place(text)


@pytest.mark.parametrize("text", [*NO_PLACES, ""])
def test_anything_else_is_not(text: str) -> None:
    assert not names_place(text)
