"""The steps of the guided form, in order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from infogerance.forms.creation.desk import Desk, Filled
from infogerance.forms.creation.ending import EndingForm
from infogerance.forms.creation.parties import PartiesForm
from infogerance.forms.creation.places import places_step
from infogerance.forms.creation.promises import PromisesForm
from infogerance.forms.creation.scope import scope_step

Build = Callable[[Mapping[str, str] | None, Desk], Filled]


@dataclass(frozen=True)
class Step:
    """One page of the guided form. `reads`: first words of the places that its answers fill in the file."""

    code: str
    title: str
    lead: str
    minutes: int
    build: Build
    reads: tuple[str, ...]


def _alone(form: Callable[[Any, Desk], Any]) -> Build:
    """A step that is one form."""

    def build(data: Mapping[str, str] | None, desk: Desk) -> Filled:
        made = form(data, desk)
        return Filled(made, (), made.answer)

    return build


STEPS = (
    Step(
        "parties",
        "Parties et dates",
        "Ce que le contrat dit de lui-même. Le modèle propose, le contrat signé décide.",
        3,
        _alone(PartiesForm),
        ("[contrat]", "[preavis]", "version 0"),
    ),
    Step(
        "horaires",
        "Sites et horaires",
        "Les jours fériés suivent le site ; les délais se comptent dans les horaires de service.",
        2,
        places_step,
        ("plage", "site", "fermeture"),
    ),
    Step(
        "perimetre",
        "Périmètre et exclusions",
        "Décochez ce que le contrat ne dit pas, complétez les volumes et les prix, ajoutez ce qui manque.",
        4,
        scope_step,
        ("perimetre", "exclusion"),
    ),
    Step(
        "engagements",
        "Engagements et pénalités",
        "Un jeu type : gardez ce que le contrat promet, avec ses délais et ses taux.",
        4,
        _alone(PromisesForm),
        ("engagement", "version 0, réglages"),
    ),
    Step(
        "sortie",
        "Rapport et sortie",
        "Quand le rapport est attendu, combien de temps et combien d’argent prend la sortie.",
        1,
        _alone(EndingForm),
        ("sortie",),
    ),
)
BY_CODE = {step.code: step for step in STEPS}


def step_of(place: str) -> str:
    """Code of the step that fills a place of the file; the first one where no place is known."""
    matches = [(len(read), step.code) for step in STEPS for read in step.reads if place.startswith(read)]
    return max(matches)[1] if matches else STEPS[0].code
