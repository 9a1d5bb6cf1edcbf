"""Where a secret is kept: a text that names a place, and no other.

A password is any word, so that no rule tells « hunter2 » from a name: what is asked for is the place, in words that
are known. What stands beside them is looked at once more, and a value set against a place is refused.
"""

from __future__ import annotations

import re

from core.engine.letter_pairs import bare
from core.engine.secret_shapes import COMMON
from core.engine.secrets import looks_typed

UNNAMED = "Nommez un lieu\u00a0: coffre, enveloppe scellée, gestionnaire de mots de passe…"
NEVER_HERE = "Le secret lui-même ne s’écrit jamais ici."
SHORTEST_VALUE = 5
"""Below, « n°2 », « 12B » and « R+1 » are doors and floors."""
_PLACES = re.compile(
    r"\b(?:coffres?(?:-forts?)?|keepass(?:xc?|dx)?2?|bitwarden|vaultwarden|1password|lastpass|passbolt|dashlane|lockself"
    r"|lockpass|teampass|nordpass|proton pass|enpass|keeper|cyberark|wallix|hashicorp|vault|secrets manager"
    r"|gestionnaires? (?:de|des|du)|trousseaux?|laps|bastions?|magasins? (?:de certificats|local)|hsm|tpm|yubikey"
    r"|cartes? a puce|cles? usb|enveloppes?|plis? scelles?|armoires?|tiroirs?|placards?|classeurs?|bureaux?|salles?"
    r"|baies?|sequestre|notaires?|huissiers?|banque|prestataires?|clients?|hebergeurs?|editeurs?|fournisseurs?"
    r"|titulaires?|referente?s?|direction|dsi|siege|aucune?|sans objet|a definir|inconnue?s?)\b",
    re.I,
)
_GIVEN = re.compile(r"(?:[:=→](?!//)|->)\s*\S")
"""A sign that sets a value, and the value; an address « https:// » sets none."""


def names_place(text: str) -> bool:
    """Whether a text says where a secret is kept, or that there is none, and gives nothing that could be the secret."""
    plain = bare(text)
    found = _PLACES.search(plain)
    if found is None or _GIVEN.search(plain, found.end()):
        return False
    beside = (word for word in re.split(r"[\s/,;()]+", plain) if len(word) >= SHORTEST_VALUE)
    words = [word for word in beside if not _PLACES.fullmatch(word)]
    return not any(looks_typed(word) or COMMON.fullmatch(word) for word in words)
