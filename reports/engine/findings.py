"""What was found while reading a delivery: each thing at its exact place, with its remedy."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

ERROR, QUESTION, WARNING = "error", "question", "warning"
ACCEPT, WARN, ASK, REJECT = "ACCEPT", "WARN", "ASK", "REJECT"

MOST_KEPT = 20_000
"""Findings kept word for word; beyond, they are only counted."""

LONGEST_VALUE = 200


@dataclass(frozen=True)
class Option:
    """One answer to a question: `value` for the machine, `label` for the person who chooses."""

    value: str
    label: str


CORRECT = Option("correct", "Je corrige le fichier : ce dépôt est refusé")
"""The answer that every question admits."""


@dataclass(frozen=True)
class Finding:
    """One thing to correct or to know. `line` counts as a spreadsheet does: the header is line 1.

    Questions that one answer settles share their `key`; the first of them carries the `options`.
    """

    severity: str
    code: str
    message: str
    remedy: str
    file: str = ""
    sheet: str = ""
    line: int | None = None
    column: str = ""
    cell: str = ""
    value: str = ""
    reference: str = ""
    key: str = ""
    options: tuple[Option, ...] = ()

    def to_mapping(self) -> dict[str, Any]:
        return asdict(self)


def question_key(code: str, file: str, about: str) -> str:
    """Name of what one answer settles: the same at each reading of the same file."""
    return f"{code}-{hashlib.sha256(f'{file}|{about}'.encode()).hexdigest()[:12]}"


@dataclass
class Findings:
    """The findings of one reading, in the order they were met, and how many there were of each severity."""

    items: list[Finding] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=lambda: {ERROR: 0, QUESTION: 0, WARNING: 0})
    choices: Mapping[str, str] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)

    def add(self, severity: str, code: str, message: str, remedy: str, **place: Any) -> None:
        """Note one finding; `place` holds file, sheet, line, column, cell, value, reference where known."""
        self.counts[severity] += 1
        if len(self.items) >= MOST_KEPT:
            return
        value = str(place.pop("value", ""))
        if len(value) > LONGEST_VALUE:
            value = value[: LONGEST_VALUE - 1] + "…"
        self.items.append(Finding(severity, code, message, remedy, value=value, **place))

    def error(self, code: str, message: str, remedy: str, **place: Any) -> None:
        """Something that must be corrected: nothing of the delivery is stored."""
        self.add(ERROR, code, message, remedy, **place)

    def question(self, code: str, message: str, remedy: str, **place: Any) -> None:
        """Something only a person can settle: nothing is computed before."""
        self.add(QUESTION, code, message, remedy, **place)

    def ask(
        self,
        code: str,
        message: str,
        remedy: str,
        options: Sequence[Option],
        *,
        about: str = "",
        **place: Any,
    ) -> str:
        """Put a question with its possible answers; returns the answer when a person gave it already, else nothing.

        Questions of one code, file and matter (`about`) are settled together. An answer is told as a warning, once;
        « I correct the file » makes an error of the question.
        """
        key = question_key(code, str(place.get("file", "")), about)
        chosen = self.choices.get(key, self.choices.get(code, ""))
        label = next((option.label for option in options if option.value == chosen), "")
        if label:
            if key not in self.asked:
                self.warning(code, message, f"Réponse retenue : {label}.", key=key, **place)
            self.asked.add(key)
            return chosen
        if chosen == CORRECT.value:
            self.error(code, message, remedy, key=key, **place)
            return ""
        shown = () if key in self.asked else (*options, CORRECT)
        self.asked.add(key)
        self.add(QUESTION, code, message, remedy, key=key, options=shown, **place)
        return ""

    def warning(self, code: str, message: str, remedy: str, **place: Any) -> None:
        """Something unusual that was read all the same; the remedy says what the portal did."""
        self.add(WARNING, code, message, remedy, **place)

    def name_tickets(self, file: str, references: Mapping[int, str]) -> None:
        """Give findings of a file the reference of the ticket on their line, where they do not name one."""
        self.items = [
            replace(item, reference=references.get(item.line or 0, ""))
            if item.file == file and not item.reference
            else item
            for item in self.items
        ]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def stops(self) -> bool:
        """Whether the delivery cannot be stored as it is."""
        return bool(self.counts[ERROR] or self.counts[QUESTION])

    @property
    def outcome(self) -> str:
        """REJECT beats ASK, ASK beats WARN, WARN beats ACCEPT."""
        for severity, outcome in ((ERROR, REJECT), (QUESTION, ASK), (WARNING, WARN)):
            if self.counts[severity]:
                return outcome
        return ACCEPT


def sorted_findings(items: Iterable[Finding]) -> list[Finding]:
    """What stops first, then by file, sheet and line."""
    rank = {ERROR: 0, QUESTION: 0, WARNING: 1}
    return sorted(items, key=lambda f: (rank[f.severity], f.file, f.sheet, f.line or 0, f.column))
