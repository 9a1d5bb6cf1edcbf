"""The checks of a month: what its files leave out, what is unusual, who answered what."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from contracts.models import Contract
from core.engine import formats
from core.engine.months import Month
from core.scope import Side
from slas.engine.detectors import FAMILY_RATE, TICKET_DETECTORS, Finding
from slas.models import Detection, DetectionAnswer, MonthRecord
from slas.selectors.check_words import ANSWERED, NAMES, checks_title, sentence
from slas.selectors.months import frozen_words, record_for
from slas.selectors.omission_lines import Omission, omissions_of

IN_DEPOSIT = {"vanished", "holes"}
SIDES = {Side.CLIENT.value: "client", Side.PROVIDER.value: "prestataire"}
LOOKS = {
    Finding.ALERT: "watch",
    Finding.LISTED: "info",
    Finding.CLEAR: "met",
    Finding.INSUFFICIENT: "not_measurable",
}
ORDER = (*(one.code for one in TICKET_DETECTORS), "gap_jump", "gap_drift")


@dataclass(frozen=True)
class Answer:
    """One answer, with what the referent held of the question from then on."""

    who: str
    when: str
    text: str
    state: str
    by_provider: bool


@dataclass(frozen=True)
class Answers:
    """Answers of a month by check, and the checks the referent holds explained."""

    given: dict[str, list[Answer]]
    explained: frozenset[str]


@dataclass(frozen=True)
class Question:
    """One check as a line to read and to answer. `look`: a state of `{% status %}`; `settled`: the referent holds
    it explained."""

    code: str
    name: str
    text: str
    evidence: str
    look: str
    asks: bool
    references: list[str]
    known: bool
    answers: list[Answer] = field(default_factory=list)
    settled: bool = False

    @property
    def is_open(self) -> bool:
        """A question that nobody settled."""
        return self.asks and self.look == "watch" and not self.settled

    @property
    def is_answered(self) -> bool:
        """The provider spoke last: the referent is to settle."""
        return self.is_open and bool(self.answers) and self.answers[-1].by_provider

    @property
    def waits(self) -> bool:
        """A question that waits for an answer."""
        return self.is_open and not self.is_answered

    @property
    def word(self) -> str:
        if self.settled:
            return "Expliqué"
        if self.is_answered:
            return "Réponse à examiner"
        words = {"watch": "À expliquer", "info": "À regarder", "met": "Rien d’inhabituel"}
        return words.get(self.look, "Données insuffisantes")

    @property
    def mark(self) -> str:
        """Its state as a check of a list."""
        return "met" if self.settled else self.look

    @property
    def icon(self) -> str:
        """The symbol of its state."""
        return "met" if self.settled else {"not_measurable": "none"}.get(self.look, self.look)

    @property
    def css(self) -> str:
        return f"ck-{self.icon}"

    @property
    def fold(self) -> str:
        """What opens the form."""
        return "Répondre" if not self.answers else "Ajouter une réponse"

    @property
    def refs_title(self) -> str:
        return f"Voir {formats.count(len(self.references), 'référence' if self.known else 'élément')}"


@dataclass(frozen=True)
class ChecksPage:
    """Everything the page of a month's checks shows."""

    title: str
    record: MonthRecord
    omissions: list[Question]
    detections: list[Question]
    quiet: list[Question]
    frozen: str
    waiting: int

    @property
    def error_rate(self) -> str:
        return error_rate_words()

    @property
    def omissions_note(self) -> str:
        return waiting_words(self.omissions)

    @property
    def detections_note(self) -> str:
        return waiting_words(self.detections)


def waiting_words(questions: list[Question]) -> str:
    """« 4 à expliquer, 1 réponse à examiner »."""
    answered = sum(question.is_answered for question in questions)
    more = f", {formats.count(answered, ANSWERED)}" if answered else ""
    return f"{formats.count(sum(question.waits for question in questions))} à expliquer{more}"


def checks_page(contract: Contract, month: Month) -> ChecksPage | None:
    """The checks of a month; None before it is computed (4 queries)."""
    record = record_for(contract, month)
    if record is None or record.computed_at is None:
        return None
    answers = _answers(contract, month)
    omissions = [_omission(line, answers) for line in omissions_of(contract, record)]
    found = [_detection(row, answers) for row in _rows(contract, month)]
    asked = [one for one in found if one.asks]
    questions = [*omissions, *asked]
    waiting, answered = sum(q.waits for q in questions), sum(q.is_answered for q in questions)
    return ChecksPage(
        title=checks_title(waiting, answered, month),
        record=record,
        omissions=omissions,
        detections=asked,
        quiet=[one for one in found if not one.asks],
        frozen=frozen_words(contract, record),
        waiting=waiting,
    )


def deposit_questions(contract: Contract, record: MonthRecord) -> list[Question]:
    """What the tickets of the deposit lack, with what was answered (3 queries)."""
    answers = _answers(contract, record.month)
    return [_omission(line, answers) for line in omissions_of(contract, record) if line.code in IN_DEPOSIT]


def detections_for(contract: Contract, month: Month) -> list[Question]:
    """The detectors that ask something of a month, alerts first, with their answers (2 queries)."""
    answers = _answers(contract, month)
    return [question for row in _rows(contract, month) if (question := _detection(row, answers)).asks]


def error_rate_words() -> str:
    """The false-alarm rate the detectors keep together, as it is printed beside them."""
    return (
        "Taux de fausses alertes annoncé : "
        f"au plus un mois sur {formats.number(FAMILY_RATE.denominator)}, tous contrôles réunis, quand rien ne change. "
        "Un constat pose une question et ne juge personne."
    )


def _rows(contract: Contract, month: Month) -> list[Detection]:
    rank = {state: place for place, state in enumerate(LOOKS)}
    rows = Detection.objects.filter(contract=contract, month=month)
    return sorted(rows, key=lambda row: (rank[Finding(row.state)], ORDER.index(row.code)))


def _answers(contract: Contract, month: Month) -> Answers:
    found: dict[str, list[Answer]] = defaultdict(list)
    states: dict[str, str] = {}
    rows = DetectionAnswer.objects.filter(contract=contract, month=month).select_related("author")
    for row in rows.order_by("at", "pk"):
        found[row.code].append(_answer(row, contract.timezone))
        states[row.code] = row.state or states.get(row.code, "")
    explained = {code for code, state in states.items() if state == DetectionAnswer.State.EXPLAINED}
    return Answers(found, frozenset(explained))


def _answer(row: DetectionAnswer, timezone: str) -> Answer:
    return Answer(
        who=", ".join(filter(None, (row.author.title, SIDES[row.side]))),
        when=formats.datetime_short(row.at, timezone),
        text=row.text,
        state=row.get_state_display() if row.state else "",
        by_provider=row.side == Side.PROVIDER,
    )


def _omission(line: Omission, answers: Answers) -> Question:
    look = "met" if not line.asks else "info" if line.usual else "watch"
    return Question(
        line.code, line.name, line.text, line.evidence, look, line.asks, line.references, line.known,
        answers.given.get(line.code, []), line.code in answers.explained,
    )  # fmt: skip


def _detection(row: Detection, answers: Answers) -> Question:
    look = LOOKS[Finding(row.state)]
    return Question(
        row.code, NAMES[row.code], sentence(row), "Comparaison aux mois d’avant", look,
        look in {"watch", "info"}, row.references, True, answers.given.get(row.code, []), row.code in answers.explained,
    )  # fmt: skip
