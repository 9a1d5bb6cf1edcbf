"""One deliverable: where it stands, its history, its request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from contracts.models import Contract
from core.engine import formats
from core.exports import Sheet
from reversibility.models import ExitDeliverable, ExitProof, ExitProofFile, ExitRequest
from reversibility.selectors.readiness import PlanLine, exit_plan_for

LOOKS = {"declared": "watch", "accepted": "met", "refused": "breached"}


@dataclass(frozen=True)
class ProofEntry:
    """One proof of the history, in words."""

    row: ExitProof

    @property
    def look(self) -> str:
        return LOOKS[self.row.state]

    @property
    def who(self) -> str:
        """Who brought it: a person of either side, an exercise, or the contract file."""
        row = self.row
        if row.declared_by is not None:
            side = str(row.get_side_display()).lower()
            return f"{row.declared_by}, {side}"
        return f"Exercice {row.drill}" if row.drill else "Fichier du contrat"

    @property
    def waiting(self) -> bool:
        return self.row.state == ExitProof.State.DECLARED

    @property
    def decided(self) -> str:
        """« par Référent IT », after the state; empty where nobody had to decide."""
        if self.row.request_id is None or self.row.decided_by is None:
            return ""
        return f"par {self.row.decided_by}"


@dataclass(frozen=True)
class ItemPage:
    """A deliverable today, its proofs with the latest first, the request that is open."""

    line: PlanLine
    proofs: list[ProofEntry]
    request: ExitRequest | None
    due_on: date | None

    @property
    def waiting(self) -> ProofEntry | None:
        return next((one for one in self.proofs if one.waiting), None)

    @property
    def due_words(self) -> str:
        """« T0 + 15 jours », and the day if the exit began today."""
        row = self.line.row
        told = row.due or (
            formats.ABSENT if row.due_days is None else f"T0 + {formats.count(row.due_days, 'jour')}"
        )
        return (
            told
            if self.due_on is None
            else f"{told}, le {formats.date_short(self.due_on)} si T0 est aujourd’hui"
        )


def item_page(contract: Contract, number: int, today: date) -> ItemPage | None:
    """The page of one deliverable; None where the plan has no such number (3 queries)."""
    line = next((one for one in exit_plan_for(contract, today).lines if one.row.number == number), None)
    if line is None:
        return None
    rows = ExitProof.objects.filter(deliverable=line.row).select_related(
        "declared_by", "decided_by", "drill", "file"
    )
    asked = (
        ExitRequest.objects.filter(deliverable=line.row, closed_at=None).select_related("asked_by").first()
    )
    return ItemPage(
        line, [ProofEntry(row) for row in rows.order_by("-dated", "-rank")], asked, line.due_from(today)
    )


def deliverable_at(contract: Contract, number: int) -> ExitDeliverable | None:
    """The row of a number; None for one that the plan lacks (1 query)."""
    return ExitDeliverable.objects.filter(contract=contract, number=number).first()


def proof_file_at(contract: Contract, number: int, rank: int) -> ExitProofFile | None:
    """The file of a proof; None where there is none (1 query)."""
    files = ExitProofFile.objects.filter(contract=contract, proof__deliverable__number=number)
    return files.filter(proof__rank=rank).first()


def item_sheet(page: ItemPage) -> Sheet:
    """The history of a deliverable as a file."""
    return Sheet(
        ("Preuve", "Date", "État", "Recette signée", "Déclarée par", "Motif du refus"),
        [
            (
                one.row.what,
                one.row.dated,
                one.row.get_state_display(),
                "oui" if one.row.signed else "non",
                one.who,
                one.row.reason,
            )
            for one in page.proofs
        ],
    )
