"""The agenda of a committee, timed: late actions, what comes back, each decision, signals, other business."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

LENGTHS = {"operational": 30, "technical": 60, "steering": 90, "strategic": 120}
"""Minutes of a committee by its kind, where the contract says none."""
START = time(10, 0)
HEAVY, LIGHT, POINT = 30, 15, 5
HEAVY_ORIGINS = frozenset({"notice"})
STANDING: dict[str, tuple[tuple[int, str], ...]] = {
    "operational": (
        (5, "Incidents P1 et P2 de la semaine"), (5, "Encours et tickets âgés"), (5, "Changements à venir"),
    ),
    "technical": (
        (10, "Correctifs et vulnérabilités"), (10, "Capacité et obsolescence"), (10, "Problèmes ouverts"),
        (10, "Changements à venir"),
    ),
    "strategic": (
        (20, "Feuille de route"), (15, "Prix et avenants"), (15, "Réversibilité"), (10, "Satisfaction"),
    ),
}  # fmt: skip
"""Kind of a committee -> minutes and words of what it goes through each time, whatever the figures."""


@dataclass(frozen=True)
class Item:
    """`starts`: local time of day; `label`: « D1 » for a decision, empty otherwise.

    `told`: it informs, the pack says it already, and nothing is decided of it.
    """

    starts: time
    minutes: int
    text: str
    label: str = ""
    told: bool = False

    @property
    def name(self) -> str:
        """« D4 », or its words where it has no label."""
        return self.label or self.text.split("\u00a0:")[0].split(" :")[0]

    @property
    def clock(self) -> str:
        """« 10:15 »."""
        return f"{self.starts.hour:02d}:{self.starts.minute:02d}"


def agenda(
    decisions: list[tuple[str, str, str]],
    late_actions: str,
    signals: bool,
    start: time | None = None,
    carried: Sequence[str] = (),
    points: Sequence[str] = (),
    standing: Sequence[tuple[int, str]] = (),
) -> list[Item]:
    """`decisions`: label, question, origin of each one still open. `late_actions`: words of the first item.

    `carried`: what earlier committees put off or watched until now, taken together.
    `points`: what the month's data tell beside the questions. `standing`: what its kind goes through each time.
    """
    asked = [(HEAVY if origin in HEAVY_ORIGINS else LIGHT, text, label) for label, text, origin in decisions]
    items = [(10, late_actions, "", False)]
    items += [(5 * len(carried), f"À reprendre : {', '.join(carried)}", "", False)] if carried else []
    items += [(*one, False) for one in asked]
    items += [(minutes, text, "", False) for minutes, text in standing]
    items += [(POINT, text, "", True) for text in points]
    items += [(15, "Signaux du mois", "", True)] if signals else []
    items.append((5 if standing else 10, "Divers", "", False))
    clock = datetime.combine(datetime.min, start or START)
    timed = []
    for minutes, text, label, told in items:
        timed.append(Item(clock.time(), minutes, text, label, told))
        clock += timedelta(minutes=minutes)
    return timed


def total(items: list[Item]) -> int:
    """Minutes in all."""
    return sum(item.minutes for item in items)


def to_move(items: list[Item], length: int) -> list[Item]:
    """What to take out of the session for the rest to last `length` minutes, in the order of the agenda.

    What only informs goes first, to be read in the pack; then the questions of least weight, which are the last; the
    first question stays, as do the actions, what comes back and what its kind goes through.
    """
    over, moved = total(items) - length, []
    told = [item for item in reversed(items) if item.told]
    asked = [item for item in items if item.label][:0:-1]
    for item in (*told, *asked):
        if over <= 0:
            break
        moved.append(item)
        over -= item.minutes
    return [item for item in items if item in moved]
