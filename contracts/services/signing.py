"""Who signs an act on the papers of a contract."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from core.scope import Side


@dataclass(frozen=True)
class Signer:
    """A person, the role and the side in which they act."""

    user: Any
    role: str
    side: Side
