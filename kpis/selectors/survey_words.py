"""What the marks of a closed survey say, question by question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from core.engine import formats
from kpis.engine.proportions import net_promoter, wilson
from kpis.engine.questions import QUESTIONS, satisfied
from kpis.models import Survey

PROMOTER_FROM, DETRACTOR_TO = 9, 6
RELIABLE_FROM = 8


@dataclass(frozen=True)
class QuestionLine:
    """`main`: the figure; `detail`: what it is made of, with its interval; `counts`: mark and answers."""

    text: str
    main: str
    detail: str
    counts: list[tuple[int, int]]

    @property
    def counts_words(self) -> str:
        """« 5 : 12, 4 : 8 », the best mark first, those nobody gave left out."""
        given = [(mark, times) for mark, times in reversed(self.counts) if times]
        return ", ".join(f"{mark}\u00a0: {formats.number(times)}" for mark, times in given)


def lines_of(survey: Survey, marks: Mapping[str, Sequence[int]]) -> list[QuestionLine]:
    """One line per question that was counted, with the text that was asked."""
    found = []
    for question, text in zip(QUESTIONS[survey.kind], survey.questions, strict=True):
        counts = list(marks.get(question.name, ()))
        if counts:
            told = list(enumerate(counts, start=question.low))
            main, detail = _recommended(counts) if question.high == 10 else _five(counts)
            found.append(QuestionLine(text, main, detail, told))
    return found


def recommendation_words(counts: Sequence[int]) -> str:
    """« +12 points »."""
    marks = [mark for mark, times in enumerate(counts) for _ in range(times)]
    return formats.signed(net_promoter(marks), 0, "point")


def _recommended(counts: list[int]) -> tuple[str, str]:
    answers = sum(counts)
    high, low = sum(counts[PROMOTER_FROM:]), sum(counts[: DETRACTOR_TO + 1])
    detail = (
        f"{_share(high, answers)} de 9 et 10, {_share(low, answers)} de 0 à 6,"
        f" {formats.count(answers, 'réponse')}{_few(answers)}"
    )
    return recommendation_words(counts), detail


def _five(counts: list[int]) -> tuple[str, str]:
    answers, happy = sum(counts), satisfied(counts)
    usual = wilson(happy, answers)
    interval = (
        f", intervalle {formats.number(100 * usual.low, 1)} à {formats.percent(100 * usual.high, 1)}"
        if usual
        else ""
    )
    return (
        f"{_share(happy, answers)} de 4 et 5",
        f"{formats.count(answers, 'réponse')}{interval}{_few(answers)}",
    )


def _share(part: int, whole: int) -> str:
    return formats.percent(Fraction(100 * part, whole), 0)


def _few(answers: int) -> str:
    return ", peu de réponses" if answers < RELIABLE_FROM else ""
