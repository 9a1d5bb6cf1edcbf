"""An indicator that three committees looked at without deciding anything has not served: should it still be shown?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from core.engine.months import Month

SHOWN = 3


@dataclass(frozen=True)
class Showing:
    """A committee that had the indicator of a month before its eyes: what it decided of it, whether it alerted then."""

    held_on: date
    month: Month
    decided: bool = False
    alerted: bool = False


def idle_showings(
    showings: Iterable[Showing], kept_on: date | None = None, alarmed: Month | None = None
) -> tuple[Showing, ...]:
    """The committees since which nothing came of the indicator, oldest first; empty when it still serves.

    It is proposed for retirement when the last three in a row had neither decision nor alert. Keeping it with a reason
    starts the count afresh from the day that was said. `alarmed`: the last computed month in alarm, seen by a committee
    or not yet: it serves, and only the committees that look at later months count again.
    """
    after = sorted(
        (one for one in showings if kept_on is None or one.held_on > kept_on), key=lambda one: one.held_on
    )
    idle: list[Showing] = []
    for one in reversed(after):
        if one.decided or one.alerted or (alarmed is not None and one.month <= alarmed):
            break
        idle.insert(0, one)
    return tuple(idle) if len(idle) >= SHOWN else ()


def chosen_words(chosen: int) -> str:
    """What to say of the number of indicators shown in committee; empty between five and eight."""
    if chosen < FEWEST:
        return f"{chosen} en comité : choisissez-en {FEWEST} à {MOST}, assez pour voir les deux faces du service."
    if chosen > MOST:
        return f"{chosen} en comité : gardez-en {FEWEST} à {MOST}, au-delà personne ne décide de rien."
    return ""


FEWEST, MOST = 5, 8
"""How many indicators a committee looks at."""
