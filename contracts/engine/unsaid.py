"""What the portal counts with where the contract says nothing, and how a page says that the choice is not its own.

A row never holds one of these values: it stays empty, and so does the exported file.
"""

from __future__ import annotations

from typing import cast

from contracts.engine.dates import EndConvention, Renewal
from contracts.engine.notice import Effect

UNSAID = "valeur retenue faute de clause"
HOLIDAY_ZONE = "metropole"
RENEWAL: Renewal = "none"
END_CONVENTION: EndConvention = "last_day"
NOTICE_EFFECT: Effect = "receipt"


def kept_zone(said: str) -> str:
    """The zone of public holidays of a site; that of mainland France where none is named."""
    return said or HOLIDAY_ZONE


def kept_renewal(said: str) -> Renewal:
    """What follows the end of a term; nothing, where the contract is silent."""
    return cast(Renewal, said) if said else RENEWAL


def kept_convention(said: str) -> EndConvention:
    """How the end is meant; its last day belongs to the contract, where nothing else is said."""
    return cast(EndConvention, said) if said else END_CONVENTION


def kept_effect(said: str) -> Effect:
    """What makes a notice count; its reception, the safest, where nothing is said."""
    return cast(Effect, said) if said else NOTICE_EFFECT


def kept(words: str, *, said: bool) -> str:
    """The words of a value, followed by whose choice it is where the contract does not say it."""
    return words if said else f"{words}, {UNSAID}"
