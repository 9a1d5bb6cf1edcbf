"""What people write as they like: a text is refused when it holds a secret or a sign that nobody sees."""

from __future__ import annotations

import re

from core.engine.secrets import refusal_of as refusal_of_secret

UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
"""Control characters: no export and no printer knows what to do with them."""


def refusal_of(text: str) -> tuple[str, str]:
    """What is wrong with a text, and the remedy; two empty texts when nothing is."""
    if UNSEEN.search(text):
        return "Ce texte contient un caractère invisible.", "Retapez-le au lieu de le coller."
    return refusal_of_secret(text)
