"""What each side owes, when it is due again, what was done of it. Reserved ones are left out by the scope."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from contracts.engine.obligations import Duty, Standing
from contracts.models import Clause, Contract, ContractDocument, Obligation, ObligationAct, ObligationFile
from contracts.selectors.documents import signature
from core.engine import formats
from core.exports import Sheet

LOOKS: dict[Standing, tuple[str, str]] = {
    "late": ("breached", "En retard"),
    "answer": ("watch", "À accepter"),
    "soon": ("watch", "À faire"),
    "ahead": ("pending", "À venir"),
    "done": ("met", "À jour"),
    "standing": ("neutral", "Permanente"),
    "over": ("neutral", "Finie"),
}
RANK = {standing: rank for rank, standing in enumerate(LOOKS)}


@dataclass(frozen=True)
class ObligationLine:
    """One obligation, where it stands today, its clause, and the act that waits for an answer."""

    obligation: Obligation
    standing: Standing
    next_due: date | None
    clause: Clause | None
    waiting: ObligationAct | None

    @property
    def state(self) -> str:
        return LOOKS[self.standing][0]

    @property
    def word(self) -> str:
        """« Faite » rather than « À jour » for what comes once."""
        return "Faite" if self.standing == "done" and self.next_due is None else LOOKS[self.standing][1]

    @property
    def rhythm(self) -> str:
        """« chaque mois », « tous les 6 mois », « chaque année »."""
        months = self.obligation.every_months
        if not months:
            return ""
        named = {1: "chaque mois", 3: "chaque trimestre", 6: "chaque semestre", 12: "chaque année"}
        return named.get(months, f"tous les {formats.number(months)} mois")


@dataclass(frozen=True)
class ObligationsPage:
    """Both sides' obligations, the late ones first, and the counts of the title."""

    provider: list[ObligationLine]
    client: list[ObligationLine]

    @property
    def lines(self) -> list[ObligationLine]:
        return [*self.provider, *self.client]

    @property
    def late(self) -> int:
        return sum(line.standing == "late" for line in self.lines)

    @property
    def waiting(self) -> list[ObligationLine]:
        return [line for line in self.lines if line.waiting]


@dataclass(frozen=True)
class ActLine:
    """One thing said done: who said it, what was decided, the document and the file that show it if there are."""

    act: ObligationAct
    who: str
    decider: str
    document: ContractDocument | None
    file: ObligationFile | None


@dataclass(frozen=True)
class ObligationPage:
    """One obligation and its history, from the last."""

    line: ObligationLine
    acts: list[ActLine]


def obligations_page(contract: Contract, today: date) -> ObligationsPage:
    """Every obligation (3 queries)."""
    lines = _lines(contract, list(Obligation.objects.filter(contract=contract).order_by("number")), today)
    lines.sort(key=lambda line: (RANK[line.standing], line.next_due or date.max, line.obligation.number))
    return ObligationsPage(
        provider=[line for line in lines if line.obligation.side == "provider"],
        client=[line for line in lines if line.obligation.side == "client"],
    )


def find_obligation(contract: Contract, number: int) -> Obligation | None:
    """An obligation that the open scope lets see."""
    return Obligation.objects.filter(contract=contract, number=number).first()


def obligation_page(contract: Contract, obligation: Obligation, today: date) -> ObligationPage:
    """One obligation with all that was said done of it (5 queries)."""
    line = _lines(contract, [obligation], today)[0]
    acts = ObligationAct.objects.filter(contract=contract, obligation=obligation)
    files = {row.act_id: row for row in ObligationFile.objects.filter(act__obligation=obligation)}
    documents = {row.pk: row for row in ContractDocument.objects.filter(contract=contract)}
    return ObligationPage(
        line,
        [
            ActLine(
                act, signature(act.said_by.title, act.said_side),
                signature(act.decided_by.title, "client") if act.decided_by else "",
                documents.get(act.document_id or 0), files.get(act.pk),
            )
            for act in acts.select_related("said_by", "decided_by").order_by("-said_at", "-pk")
        ],
    )  # fmt: skip


def find_file(contract: Contract, number: int, pk: int) -> ObligationFile | None:
    """A file joined to what was said done of an obligation, if the open scope lets see it (1 query)."""
    return ObligationFile.objects.filter(contract=contract, act__obligation__number=number, pk=pk).first()


def waiting_act(contract: Contract, obligation: Obligation) -> ObligationAct | None:
    """What the provider said done and nobody answered (1 query)."""
    return ObligationAct.objects.filter(
        contract=contract, obligation=obligation, state=ObligationAct.State.PROPOSED
    ).first()


def _lines(contract: Contract, obligations: list[Obligation], today: date) -> list[ObligationLine]:
    clauses = {row.pk: row for row in Clause.objects.filter(contract=contract)}
    waiting = {
        act.obligation_id: act
        for act in ObligationAct.objects.filter(contract=contract, state=ObligationAct.State.PROPOSED)
    }
    found = []
    for row in obligations:
        act = waiting.get(row.pk)
        duty = Duty(row.due_on, row.every_months, row.done_on, act.done_on if act else None, row.ended_on)
        found.append(
            ObligationLine(row, duty.standing(today), duty.next_due, clauses.get(row.clause_id or 0), act)
        )
    return found


def obligations_sheet(page: ObligationsPage) -> Sheet:
    """One line per obligation."""
    head = (
        "N°", "Partie", "Obligation", "Clause", "Revient tous les (mois)", "Prochaine échéance", "Fait le",
        "Preuve", "État", "Réservée au client", "Dernier jour", "Preuve attendue",
    )  # fmt: skip
    return Sheet(
        head,
        [
            (
                row.number, row.get_side_display(), row.title, line.clause.code if line.clause else None,
                row.every_months or None, line.next_due, row.done_on, row.proof or None, line.word,
                "oui" if row.audience == "client" else "non", row.ended_on, row.expected_proof or None,
            )
            for line in page.lines
            for row in (line.obligation,)
        ],
    )  # fmt: skip
