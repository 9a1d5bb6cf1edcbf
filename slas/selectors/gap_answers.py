"""What the parties answered to the gaps of a month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from contracts.models import Contract
from core.engine import formats
from core.engine.months import Month
from slas.engine.answers import WHOLE, is_explained
from slas.engine.settlements import moved
from slas.models import CommitmentMonth, GapAnswer, GapReply, TicketVerdict

Moved = tuple[int, int]
STILL: Moved = (0, 0)


def decided_in(contracts: Collection[int], months: Collection[str]) -> dict[tuple[int, Month, str], Moved]:
    """By contract, month and code: what the verdicts decided by the parties add to the tickets met and counted (1 query)."""
    rows = TicketVerdict.objects.filter(
        contract_id__in=contracts, month__in=months, settled_by_dispute__isnull=False
    )
    found: dict[tuple[int, Month, str], Moved] = defaultdict(lambda: STILL)
    for contract, month, code, state, elapsed, target in rows.values_list(
        "contract_id", "month", "commitment__code", "state", "elapsed_seconds", "target_seconds"
    ):
        met, counted = found[contract, month, code]
        more = moved(state, elapsed, target)
        found[contract, month, code] = (met + more[0], counted + more[1])
    return found


def figures_of(result: CommitmentMonth, decided: Moved = STILL) -> str:
    """The figures an answer is about: declared, then recomputed as measured, before what the parties `decided`.

    A verdict that they settle together changes the rate, and takes nothing away from what was said of the rest.
    """
    rate = "" if result.declared_rate is None else f" {result.declared_rate.normalize():f}"
    measured = f"{result.met - decided[0]}/{result.counted - decided[1]}"
    return f"{result.declared_met}/{result.declared_counted}{rate} | {measured}"


def settles(answer: GapAnswer) -> bool:
    """Whether an answer closes the question: the figure is accepted, or the justification was."""
    reply = reply_to(answer)
    return answer.kind == GapAnswer.Kind.ADD or (
        reply is not None and reply.outcome == GapReply.Outcome.ACCEPT
    )


def is_waiting(answer: GapAnswer) -> bool:
    """Whether the referent has still to say what becomes of a justification."""
    return answer.kind == GapAnswer.Kind.JUSTIFY and reply_to(answer) is None


def reply_to(answer: GapAnswer) -> GapReply | None:
    """What the referent made of an answer; None while it waits."""
    return getattr(answer, "reply", None)


@dataclass(frozen=True)
class GapAnswers:
    """The answers to the gaps of a month, oldest first, with their authors and replies."""

    contract: Contract
    month: Month
    rows: tuple[GapAnswer, ...]

    @classmethod
    def of(cls, contract: Contract, month: Month) -> Self:
        """Read them (1 query)."""
        rows = GapAnswer.objects.filter(contract=contract, month=month)
        known = rows.select_related("author", "reply", "reply__author").order_by("at", "pk")
        return cls(contract, month, tuple(known))

    @cached_property
    def _decided(self) -> dict[tuple[int, Month, str], Moved]:
        return decided_in([self.contract.pk], [str(self.month)])

    def about(self, result: CommitmentMonth) -> str:
        """The figures that an answer given today is about (1 query the first time)."""
        return figures_of(
            result, self._decided.get((self.contract.pk, self.month, result.commitment.code), STILL)
        )

    def to(self, result: CommitmentMonth) -> list[GapAnswer]:
        """Every answer to a line, those given on other figures too."""
        return [row for row in self.rows if row.commitment_code == result.commitment.code]

    def in_force(self, result: CommitmentMonth) -> dict[str, GapAnswer]:
        """The last answer about the line's own figures, by cause."""
        given = self.to(result)
        about = self.about(result) if given else ""
        return {row.cause: row for row in given if row.about == about}

    def wait_on(self, result: CommitmentMonth) -> bool:
        """Whether a justification of the line waits for the referent."""
        return any(is_waiting(answer) for answer in self.in_force(result).values())

    def explain(self, result: CommitmentMonth) -> bool:
        """Whether the answers in force explain the line."""
        settled = {cause: settles(answer) for cause, answer in self.in_force(result).items()}
        return is_explained([cause["cause"] for cause in result.causes], settled)


@dataclass(frozen=True)
class AnswerLine:
    """One answer as printed. `waits`: the referent has not replied to it."""

    answer: GapAnswer
    cause: str
    who: str
    when: str
    said: str
    reply: str
    waits: bool
    stale: bool


def answer_lines(
    contract: Contract, result: CommitmentMonth, answers: GapAnswers, names: dict[str, str]
) -> list[AnswerLine]:
    """The answers to a line, oldest first; `names`: the words of the causes."""
    current = {answer.pk for answer in answers.in_force(result).values()}
    return [_line(contract, answer, current, names) for answer in answers.to(result)]


def _line(contract: Contract, answer: GapAnswer, current: set[int], names: dict[str, str]) -> AnswerLine:
    reply, zone = reply_to(answer), contract.timezone
    words = f"{answer.get_kind_display()}. {answer.text}" if answer.text else f"{answer.get_kind_display()}."
    outcome = ""
    if reply is not None:
        why = f"\u00a0: {reply.reason}" if reply.reason else ""
        outcome = f"{reply.get_outcome_display()} le {formats.date_short(reply.at, zone)}{why}"
    return AnswerLine(
        answer=answer,
        cause="" if answer.cause == WHOLE else names[answer.cause],
        who=f"{answer.author.title or answer.author}, {answer.get_side_display().lower()}",
        when=formats.datetime_short(answer.at, zone),
        said=words,
        reply=outcome,
        waits=is_waiting(answer) and answer.pk in current,
        stale=answer.pk not in current,
    )
