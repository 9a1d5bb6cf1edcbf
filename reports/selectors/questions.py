"""Questions that a delivery puts, and the answers it was given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from core.engine import formats
from reports.models import Answer, Delivery, Finding

LINES = 10


@dataclass(frozen=True)
class Question:
    """One question as the page puts it: how many lines it settles, the first of them, its options."""

    finding: Finding
    count: int
    lines: Sequence[int]

    @property
    def key(self) -> str:
        return self.finding.key

    @property
    def place(self) -> str:
        """File, lines concerned and remedy, in one text."""
        more = f" … et {formats.number(self.more_lines)} autres" if self.more_lines else ""
        lines = f", ligne{'s' if self.count > 1 else ''} {', '.join(map(formats.number, self.lines))}{more}"
        place = f"{self.finding.file}{lines if self.lines else ''}"
        return " ".join(part for part in (place and f"{place}.", self.finding.remedy) if part)

    @property
    def more_lines(self) -> int:
        """Lines that the page does not name."""
        return max(self.count - len(self.lines), 0)


def questions_of(delivery: Delivery) -> list[Finding]:
    """The question of each key that awaits an answer among options, in the order of the file (1 query)."""
    asked = Finding.objects.filter(delivery=delivery, severity=Finding.Severity.QUESTION, key__gt="")
    return list(asked.exclude(options=[]).order_by("pk"))


def question_lines(delivery: Delivery) -> list[Question]:
    """The questions as the control page puts them (one query a question, at most 100 questions)."""
    asked = Finding.objects.filter(delivery=delivery, severity=Finding.Severity.QUESTION)
    counts = dict(asked.values_list("key").annotate(n=Count("pk")).order_by())
    return [
        Question(finding, counts[finding.key], _lines(asked, finding))
        for finding in questions_of(delivery)[:100]
    ]


def _lines(asked: QuerySet[Finding], finding: Finding) -> list[int]:
    lines = asked.filter(key=finding.key, line__isnull=False).order_by("pk").values_list("line", flat=True)
    return [line for line in lines[:LINES] if line is not None]


def answers_of(delivery: Delivery) -> QuerySet[Answer]:
    """What was decided, by whom and when."""
    return Answer.objects.filter(delivery=delivery).select_related("author").order_by("pk")
