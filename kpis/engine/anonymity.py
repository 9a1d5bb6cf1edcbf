"""Which groups of a survey may be shown without telling who answered what."""

from __future__ import annotations

from collections.abc import Mapping

from kpis.engine.indicators.surveys import ANONYMOUS_FROM


def shown_groups(answers: Mapping[str, int]) -> frozenset[str]:
    """The groups whose results may be shown, given how many answered in each.

    None under 5 answers, and none whose showing would tell the others by subtraction from the whole: the answers
    left out are none, or 5 and more together. The smallest shown group is then kept back too.
    """
    shown = {name for name, number in answers.items() if number >= ANONYMOUS_FROM}
    hidden = sum(number for name, number in answers.items() if name not in shown)
    for name in sorted(shown, key=lambda one: (answers[one], one)):
        if hidden == 0 or hidden >= ANONYMOUS_FROM:
            break
        shown.discard(name)
        hidden += answers[name]
    return frozenset(shown)
