"""The gaps of a month line by line: figures, causes with their tickets, what was answered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from contracts.models import Contract
from core.engine import formats
from core.engine.typography import NBSP
from slas.engine.answers import UNASKED, WHOLE
from slas.models import CommitmentMonth
from slas.selectors.boards import BoardLine, board_line
from slas.selectors.gap_answers import AnswerLine, GapAnswers, answer_lines
from slas.selectors.tickets import Choice
from slas.selectors.wording import CAUSES, CauseLine, cause_lines, gap_total

SHOWN = 200
"""References a cause opens on; the exported file names them all."""
SHORT = {
    "settled": "Décidés",
    "omitted": "Omis",
    "requalified": "Requalifiés",
    "redated": "Redatés",
    "wrong_calendar": "Calendrier",
    "unjustified_pause": "Suspensions",
    "duplicate": "Doublons",
    "cancelled": "Annulés",
    "unexplained": "À expliquer",
}
REST = " Les décomptes laissent un reste, que rien n’attribue à un ticket plutôt qu’à un autre."


@dataclass(frozen=True)
class GapCause:
    """One cause of a line, with the key by which it is answered."""

    line: CauseLine
    key: str

    @property
    def summary(self) -> str:
        """« Voir 3 tickets », or those it may be where only counts are known."""
        seen = formats.count(len(self.line.tickets), "ticket")
        return f"Voir {seen} possibles" if len(self.line.tickets) != self.line.count else f"Voir {seen}"

    @property
    def shown(self) -> list[str]:
        return self.line.tickets[:SHOWN]

    @property
    def more(self) -> str:
        """What the page leaves to the exported file."""
        rest = len(self.line.tickets) - SHOWN
        return (
            f"{formats.count(rest, 'autre référence|autres références')} dans l’export CSV."
            if rest > 0
            else ""
        )


@dataclass(frozen=True)
class GapLine:
    """One commitment whose figures or tickets differ."""

    line: BoardLine
    causes: list[GapCause]
    answers: list[AnswerLine]
    total: str = ""
    closed: bool = False

    @property
    def result(self) -> CommitmentMonth:
        return self.line.result

    @property
    def key(self) -> str:
        return self.result.commitment.code

    @property
    def anchor(self) -> str:
        return f"ecart-{self.key.lower()}"

    @property
    def scopes(self) -> list[tuple[str, str]]:
        """What an answer may be about: the line, or one of its causes."""
        asked = [cause for cause in self.causes if cause.line.code not in UNASKED]
        return [(self.key, "Tout l’écart"), *((cause.key, cause.line.label) for cause in asked)]

    @property
    def answer_words(self) -> str:
        """The state of the answers, in a few words."""
        current = [answer for answer in self.answers if not answer.stale]
        if not current:
            if self.result.gap_status != "to_justify":
                return formats.ABSENT
            return "sans réponse à la clôture" if self.closed else "attendue"
        last = current[-1]
        return last.reply or (f"{last.said} En attente de suite." if last.waits else last.said)

    @property
    def stands(self) -> str:
        """Which figure holds once the parties agree on the gap."""
        if self.result.gap_status != CommitmentMonth.GapStatus.EXPLAINED:
            return ""
        return (
            f"Écart expliqué. Chiffre retenu : {self.line.rate}, recalculé ; déclaré : {self.line.declared}."
        )

    @property
    def note(self) -> str:
        """What the split rests on."""
        if any(cause.line.by_counts for cause in self.causes):
            rest = any(cause.line.code == "unexplained" for cause in self.causes)
            return (
                "Le dépôt ne dit pas, ticket par ticket, si ce délai est tenu"
                f"{NBSP}: les causes viennent de ce que porte chaque ticket et des seuls décomptes."
                f"{REST if rest else ''}"
            )
        return ""


def differing(result: CommitmentMonth) -> bool:
    """Whether tickets differ on a line, be its rates alike."""
    return any(cause["tickets"] for cause in result.causes)


def gap_lines(
    contract: Contract,
    results: Iterable[CommitmentMonth],
    answers: GapAnswers,
    cause: str = "",
    *,
    closed: bool = False,
) -> list[GapLine]:
    """The lines of the results given, all their causes or one; a `closed` month awaits no answer."""
    found = []
    for result in results:
        causes = [
            GapCause(line, f"{result.commitment.code}:{line.code}")
            for line in cause_lines(result)
            if cause in {WHOLE, line.code}
        ]
        if causes or not cause:
            said, total = answer_lines(contract, result, answers, CAUSES), "" if cause else gap_total(result)
            found.append(GapLine(board_line(result), causes, said, total if causes else "", closed))
    return found


def filters_of(results: Iterable[CommitmentMonth], active: str, address: str) -> list[Choice]:
    """The causes of the month with their tickets, in the fixed order; none when there is a single one."""
    counts: dict[str, int] = {}
    for result in results:
        for cause in result.causes:
            if cause["count"]:
                counts[cause["cause"]] = counts.get(cause["cause"], 0) + cause["count"]
    if len(counts) < 2 and not active:
        return []
    every = Choice("", "Toutes", sum(counts.values()), f"{address}#causes", not active)
    ordered = [code for code in SHORT if code in counts]
    return [
        every,
        *(
            Choice(code, SHORT[code], counts[code], f"{address}?cause={code}#causes", code == active)
            for code in ordered
        ),
    ]
