"""What someone types of a decision while a committee sits, kept until it is recorded: it decides nothing, and is no act."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from governance.models import OPEN_DECISIONS, Decision

FIELDS = ("state", "outcome", "reason")
LONGEST = 20_000


class DraftRefused(Exception):
    """The draft cannot be kept; the message is in French."""


def keep_draft(*, decision: Decision, typed: Mapping[str, str], author: Any) -> None:
    """Keep the words of their author as they are, finished or not.

    `typed["seen"]`: how many times the question had been decided when its form was drawn. What is saved as one types
    may arrive after the decision that was recorded meanwhile: it is no longer a draft of anything. Raises
    DraftRefused then, or once the question is answered.
    """
    draft = {name: typed.get(name, "") for name in FIELDS}
    if any(len(words) > LONGEST for words in draft.values()):
        raise DraftRefused("Le texte est trop long pour être gardé : raccourcissez-le.")
    with transaction.atomic():
        row = Decision.objects.select_for_update().get(pk=decision.pk)
        if row.state not in OPEN_DECISIONS or typed.get("seen") != str(len(row.takings)):
            raise DraftRefused("Cette décision est déjà prise ou reportée : rechargez la page.")
        row.drafts[str(author.pk)] = draft
        row.save(update_fields=["drafts"])
