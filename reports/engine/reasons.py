"""Reasons of suspension as the tools write them → the five the contract knows, or none where a person must say."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

USER, CLIENT, THIRD_PARTY, PROVIDER, OTHER = (
    "waiting_user", "waiting_client", "waiting_third_party", "waiting_provider", "other",
)  # fmt: skip
SUPPLIER = "supplier"
"""Somebody who sells or makes: of the provider (never deducted) or of the client (a third party)? The word alone
does not tell.
"""
_NAMES = {
    USER: "user users enduser utilisateur utilisateurs utilisatrice usager usagers demandeur demandeurs demandeuse "
    "appelant caller requester requestor usuario usuarios requerente",
    CLIENT: "client clients cliente clientes customer customers",
    THIRD_PARTY: "tiers tierce third terceiro terceiros",
    PROVIDER: "prestataire prestataires presta provider providers infogerant infogereur infogerance titulaire "
    "soustraitant soustraitants soustraitance subcontractor subcontractors subcontracting problem problems probleme "
    "piece pieces spare parts",
    SUPPLIER: "fournisseur fournisseurs constructeur constructeurs fabricant fabricants editeur editeurs operateur "
    "operateurs distributeur revendeur transporteur vendor vendors supplier suppliers manufacturer publisher carrier "
    "reseller fornecedor fornecedores",
}
_NAMED = {word: who for who, words in _NAMES.items() for word in words.split()}
_BREAK = re.compile(r"[\W_]+")
_COMPOUND = re.compile(r"\b(sous|sub)[\s-]+(traitan|contract)", re.IGNORECASE)


@lru_cache(maxsize=8192)
def reason_of(label: str) -> str:
    """`Attente client` → `waiting_client`; `other` where nobody is named, "" where a person must say who is awaited.

    What is awaited of the provider, of its own suppliers or of its spare parts never suspends, whoever else the label
    names; where it names the user or the client as well, or a supplier of nobody, it tells nothing sure.
    """
    named = set(_named(_words(label)))
    if PROVIDER in named:
        return PROVIDER if named <= {PROVIDER, SUPPLIER} else ""
    if not named:
        return OTHER
    if THIRD_PARTY in named or SUPPLIER in named:
        outside = USER not in named and named != {SUPPLIER}
        return THIRD_PARTY if outside else ""
    return USER if USER in named else CLIENT


def normalise_reason(label: str) -> str:
    """The reason a verdict rests on: what no person settled is `other`, never deducted."""
    return reason_of(label) or OTHER


def _words(label: str) -> Iterable[str]:
    """Whole words in plain letters: « client » must not be read in « clientèle », nor « user » in « serveruser »."""
    plain = unicodedata.normalize("NFKD", _COMPOUND.sub(r"\1\2", label.casefold()))
    return _BREAK.split("".join(letter for letter in plain if not unicodedata.combining(letter)))


def _named(words: Iterable[str]) -> Iterable[str]:
    return (_NAMED[word] for word in words if word in _NAMED)
