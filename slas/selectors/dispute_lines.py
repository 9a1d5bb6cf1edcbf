"""A dispute as people read it: its acts in time, its files, and what the reader may do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from accounts.models import Membership, Role
from contracts.models import Contract
from core.engine import formats
from core.engine.months import Month
from core.engine.typography import NBSP
from slas.engine.disputing import CLIENT, PROVIDER, Act, Status, allowed_acts, answering_side
from slas.models import Commitment, Dispute, DisputeAct, DisputeEvidence
from slas.selectors.contesting import hand_of
from slas.selectors.disputes import disputes_of

Names = Mapping[str, str]
SIDE_WORDS = {"client": "client", "provider": "prestataire"}
LEADS = {
    Act.EVIDENCE: "Pièce ajoutée.",
    Act.ACCEPT: "Accepté.",
    Act.REFUSE: "Refusé.",
    Act.REFER: "Porté en comité.",
    Act.WITHDRAW: "Retiré.",
    Act.LAPSE: "Délai dépassé.",
}
BUTTONS = (
    (Act.ACCEPT, "Accepter"),
    (Act.REFUSE, "Refuser"),
    (Act.REFER, "Porter en comité"),
    (Act.COMMENT, "Commenter"),
    (Act.WITHDRAW, "Retirer"),
)


@dataclass(frozen=True)
class ActLine:
    """One act: who, when, what was said, with which files."""

    act: DisputeAct
    who: str
    when: str
    lead: str
    files: list[tuple[DisputeEvidence, str]]


@dataclass(frozen=True)
class DisputeLine:
    """One dispute; `name` is the commitment's. `buttons`: what the reader may do, as value and label.

    `side`: the reader's.
    """

    row: Dispute
    name: str
    entries: list[ActLine]
    buttons: list[tuple[str, str]]
    late: bool
    side: str

    @property
    def awaits_reader(self) -> bool:
        """Whether the next word is the reader's: what was referred waits for the client, who records the decision."""
        if Act.ACCEPT not in {value for value, _ in self.buttons}:
            return False
        return self.side == (
            CLIENT if self.row.state == Status.COMMITTEE else answering_side(self.row.opened_side)
        )

    @property
    def refusing_words(self) -> str:
        """What a provider who disagrees does: it settles nothing of what the client contests."""
        acts = {value for value, _ in self.buttons}
        if self.side != PROVIDER or Act.ACCEPT not in acts or self.row.state != Status.OPEN:
            return ""
        return (
            "En désaccord\u00a0: écrivez pourquoi et portez en comité. Le prestataire ne clôt pas seul une "
            "contestation du client\u00a0; le référent consignera ce que le comité décide."
        )

    @property
    def about(self) -> str:
        """« E06 GTR P3, INC-4821, mars 2026 »."""
        ticket = f", {self.row.subject}" if self.row.ticket else ""
        return f"{self.row.commitment_code} {self.name}{ticket}, {formats.month_long(self.row.month)}"

    @property
    def asked(self) -> str:
        """What is asked: « Imputable au client ; verdict proposé : Sans objet »."""
        proposed = (
            f"verdict proposé{NBSP}: {formats.verdict(self.row.proposed).lower()}"
            if self.row.proposed
            else "explication demandée"
        )
        return f"{self.row.get_ground_display()}, {proposed}"

    @property
    def awaited(self) -> str:
        """« Réponse attendue avant le 20/04/2026 », or what became of it."""
        row = self.row
        if row.state == Status.OPEN:
            return f"Réponse attendue au plus tard le {formats.date_short(row.answer_due_on)}"
        if row.state == Status.COMMITTEE:
            return "Portée en comité"
        return f"{row.get_state_display()} le {formats.date_short(row.settled_at, row.contract.timezone)}"

    @property
    def opened_words(self) -> str:
        """« Contesté par le prestataire le 10/04/2026 »."""
        row = self.row
        asked = "Contesté" if row.kind == Dispute.Kind.CONTESTATION else "Exclusion demandée"
        return (
            f"{asked} par le {SIDE_WORDS[row.opened_side]} le "
            f"{formats.date_short(row.opened_at, row.contract.timezone)}"
        )

    @property
    def opener(self) -> str:
        return SIDE_WORDS[self.row.opened_side].capitalize()


def with_acts(rows: QuerySet[Dispute]) -> QuerySet[Dispute]:
    """Disputes with their acts, authors and files (3 queries)."""
    acts = DisputeAct.objects.select_related("author").prefetch_related("files")
    return rows.prefetch_related(Prefetch("acts", acts))


def disputes_about(contract: Contract, code: str, month: Month) -> list[Dispute]:
    """The disputes of one commitment's month with their acts, the last opened first (3 queries)."""
    return list(with_acts(disputes_of(contract).filter(commitment_code=code, month=month)))


def dispute_lines(
    rows: Iterable[Dispute], names: Names, member: Membership, today: date
) -> list[DisputeLine]:
    """Disputes as lines; `names`: of the commitments, by code."""
    hand = hand_of(member)
    lines = []
    for row in rows:
        late = row.state == Status.OPEN and today > row.answer_due_on
        allowed = frozenset() if late else allowed_acts(row.state, row.opened_side, hand)
        buttons = [(act.value, label) for act, label in BUTTONS if act in allowed]
        entries = _entries(row.contract, row.acts.all())
        lines.append(DisputeLine(row, names.get(row.commitment_code, ""), entries, buttons, late, hand.side))
    return lines


def names_of(contract: Contract) -> dict[str, str]:
    """Names of the commitments by code, the last version's (1 query)."""
    rows = Commitment.objects.filter(contract=contract).order_by("effective_from")
    return dict(rows.values_list("code", "name"))


def dispute_line(contract: Contract, number: int, member: Membership, today: date) -> DisputeLine | None:
    """One dispute by its number."""
    rows = with_acts(disputes_of(contract).filter(number=number))
    found = dispute_lines(rows, names_of(contract), member, today)
    return found[0] if found else None


def evidence_at(contract: Contract, number: int, rank: int) -> DisputeEvidence | None:
    """One file of a dispute."""
    return DisputeEvidence.objects.filter(contract=contract, dispute__number=number, rank=rank).first()


def author_words(act: DisputeAct) -> str:
    """« Responsable de compte, prestataire »; the portal where nobody acted."""
    if act.author is None:
        return "Portail"
    return f"{act.author.title or Role(act.role).label}, {SIDE_WORDS[act.side]}"


def _entries(contract: Contract, acts: Iterable[DisputeAct]) -> list[ActLine]:
    return [
        ActLine(
            act,
            author_words(act),
            formats.datetime_short(act.at, contract.timezone),
            LEADS.get(Act(act.kind), ""),
            [(file, file_size(file.size)) for file in sorted(act.files.all(), key=lambda f: f.rank)],
        )
        for act in sorted(acts, key=lambda act: act.rank)
    ]


def file_size(size: int) -> str:
    """« 84 ko », rounded up."""
    return f"{formats.number(-(-size // 1000))}{NBSP}ko"
