"""Reasons of suspension as the tools write them → the five the contract knows."""

from __future__ import annotations

from reports.engine.headers import header_key

USER, CLIENT, THIRD_PARTY, PROVIDER, OTHER = (
    "waiting_user", "waiting_client", "waiting_third_party", "waiting_provider", "other",
)  # fmt: skip
# In this order: « prestataire tiers » is a third party, « client » wins over nothing.
_WORDS = (
    (USER, ("user", "utilisateur", "usager", "demandeur", "caller", "requester")),
    (
        THIRD_PARTY,
        ("tiers", "third", "vendor", "editeur", "fournisseur", "supplier", "operateur", "constructeur"),
    ),
    (PROVIDER, ("prestataire", "provider", "soustraitant", "subcontractor", "problem", "infogerant")),
    (CLIENT, ("client", "customer")),
)


def normalise_reason(label: str) -> str:
    """`Attente client` → `waiting_client`; a label that names nobody is `other`."""
    key = header_key(label)
    return next((reason for reason, words in _WORDS if any(word in key for word in words)), OTHER)
