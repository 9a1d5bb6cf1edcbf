"""What an action of a session follows: a question that the committee took, a breach or an alarm."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from governance.engine.outcomes import ACT, Matter
from governance.models import ActionItem, Decision
from governance.selectors.marks import TAKEN
from governance.selectors.takings import taken_at

if TYPE_CHECKING:
    from governance.selectors.sitting import Sitting

ABOUT = re.compile(r"(?:indicateurs|engagements)/([A-Z]\d\d)/")
"""The indicator or the commitment that a question rests on, by the page it names as evidence."""


@dataclass(frozen=True)
class Subject:
    """`key`: how a form names it; `label`: « D1 », « K08 »; `asks`: it was decided that someone acts on it.

    `about`: code of the indicator or commitment it is about, empty for none.
    """

    key: str
    label: str
    title: str
    about: str
    asks: bool
    decision: Decision | None = None
    origin: str = ""

    def asked_for(self, row: ActionItem) -> bool:
        """Whether an action was written for it."""
        return row.decision_id == self.decision.pk if self.decision else row.origin == self.origin


def subjects_of(sitting: Sitting) -> list[Subject]:
    """Its questions, those it took up again, then its matters (no query)."""
    return [
        *(_question(sitting, row) for row in (*sitting.decisions, *sitting.taken_up)),
        *(
            _matter(line.matter, asks=line.outcome is not None and line.outcome.choice == ACT)
            for line in sitting.matters
        ),
    ]


def without_action(sitting: Sitting) -> list[Subject]:
    """What was decided and no action follows; an action about an indicator or a commitment answers for all of it.

    « Aucune autre action » answers for decisions; « agir » is nothing without its action.
    """
    none, answered = bool(sitting.minutes and sitting.minutes.no_action), answered_in(sitting)
    return [
        one
        for one in subjects_of(sitting)
        if one.asks
        and not (none and one.decision)
        and one.about not in answered
        and not any(one.asked_for(row) for row in sitting.actions)
    ]


def answered_in(sitting: Sitting) -> set[str]:
    """Codes of the indicators and commitments about which an action was written."""
    acted = (one for one in subjects_of(sitting) if any(one.asked_for(row) for row in sitting.actions))
    return {one.about for one in acted} - {""}


def label_of(row: ActionItem, subjects: list[Subject]) -> str:
    """« D1 », « K08 »: what an action follows, empty where the open scope sees no such thing."""
    return next((one.label for one in subjects if one.asked_for(row)), "")


def short(matter: Matter) -> str:
    """« E06 », « K08 »: the code, which the line itself explains."""
    return matter.origin.split(":")[1]


def _question(sitting: Sitting, row: Decision) -> Subject:
    found, said = ABOUT.match(row.evidence), taken_at(row, sitting.committee)
    asks = bool(said and said["state"] in TAKEN)
    return Subject(f"decision:{row.pk}", row.label, row.question, found[1] if found else "", asks, row)


def _matter(matter: Matter, *, asks: bool) -> Subject:
    code = short(matter)
    return Subject(matter.origin, code, matter.title, code, asks, origin=matter.origin)
