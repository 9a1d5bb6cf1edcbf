"""What each kind of survey asks, and on which scale: fixed, so that one wave compares with the next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Question:
    """`name`: the column of the answer. Marks run from `low` to `high`, the better the higher."""

    name: str
    text: str
    low: int
    high: int
    worst: str
    best: str


def _five(name: str, text: str, worst: str = "pas du tout", best: str = "tout à fait") -> Question:
    return Question(name, text, 1, 5, worst, best)


TICKET = (
    _five(
        "satisfaction",
        "Êtes-vous satisfait du traitement de votre dernière demande ?",
        "pas du tout satisfait",
        "très satisfait",
    ),
)
BAROMETER = (
    Question(
        "recommendation",
        "Recommanderiez-vous le service informatique à un collègue ?",
        0,
        10,
        "certainement pas",
        "sans hésiter",
    ),
    _five("tools", "Vos outils informatiques vous permettent-ils de travailler normalement ?"),
    _five("delays", "Vos demandes sont-elles traitées dans un délai qui vous convient ?"),
    _five("information", "Êtes-vous informé de l’avancement de vos demandes ?"),
    _five("projects", "Le service informatique accompagne-t-il les besoins de votre métier ?"),
)
"""Five questions a quarter (domain § 8.1): one recommendation from 0 to 10, four marks from 1 to 5."""
QUESTIONS: Mapping[str, tuple[Question, ...]] = {"ticket": TICKET, "barometer": BAROMETER}


def tally(question: Question, marks: Iterable[int]) -> list[int]:
    """How many gave each mark, from the lowest to the highest. Raises ValueError for a mark off the scale."""
    counts = [0] * (question.high - question.low + 1)
    for mark in marks:
        if not question.low <= mark <= question.high:
            raise ValueError(f"{mark} is not on the scale of {question.name}")
        counts[mark - question.low] += 1
    return counts


def satisfied(counts: list[int]) -> int:
    """Marks of 4 and 5 among the counts of a scale from 1 to 5."""
    return sum(counts[3:])
