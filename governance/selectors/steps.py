"""The three stations of a committee: prepare it, hold it, sign its minutes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.urls import reverse

from contracts.models import Contract
from governance.models import Committee

Station = Literal["committee", "session", "minutes"]
LABELS: dict[Station, str] = {"committee": "Préparer", "session": "Séance", "minutes": "Relevé"}


@dataclass(frozen=True)
class Step:
    """One station, as `{% steps %}` draws it."""

    label: str
    url: str
    state: str
    note: str = ""


def steps_of(contract: Contract, committee: Committee, here: Station) -> list[Step]:
    """The stations with where each one leads, and which are behind (no query)."""
    behind = {
        Committee.State.PLANNED: (),
        Committee.State.HELD: ("committee",),
        Committee.State.LAPSED: ("committee", "session"),
        Committee.State.SIGNED: ("committee", "session", "minutes"),
    }[Committee.State(committee.state)]
    return [
        Step(
            label,
            reverse(f"governance:{name}", args=[contract.slug, committee.slug]),
            "current" if name == here else "done" if name in behind else "todo",
        )
        for name, label in LABELS.items()
    ]
