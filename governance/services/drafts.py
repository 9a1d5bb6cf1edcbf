"""What is typed of a decision while a committee sits, kept until it is recorded: it decides nothing, and is no act."""

from __future__ import annotations

from collections.abc import Mapping

from governance.models import OPEN_DECISIONS, Decision

FIELDS = ("state", "outcome", "reason")
LONGEST = 20_000


class DraftRefused(Exception):
    """The draft cannot be kept; the message is in French."""


def keep_draft(*, decision: Decision, typed: Mapping[str, str]) -> None:
    """Keep the words as they are, finished or not. Raises DraftRefused once the question is answered."""
    draft = {name: typed.get(name, "") for name in FIELDS}
    if any(len(words) > LONGEST for words in draft.values()):
        raise DraftRefused("Le texte est trop long pour être gardé : raccourcissez-le.")
    waiting = Decision.objects.filter(pk=decision.pk, state__in=OPEN_DECISIONS)
    if not waiting.update(draft=draft):
        raise DraftRefused("Cette décision est déjà prise : rechargez la page.")
