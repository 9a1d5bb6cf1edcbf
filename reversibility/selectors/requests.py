"""What was asked of the provider for the exit, and what it answered. Nothing else of the plan is read here."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from contracts.models import Contract
from core.exports import Sheet
from reversibility.models import ExitProof, ExitProofFile, ExitRequest


@dataclass(frozen=True)
class RequestLine:
    """One request with its answers, oldest first."""

    row: ExitRequest
    proofs: list[ExitProof]
    today: date

    @property
    def waiting(self) -> bool:
        """A declared proof awaits the client."""
        return any(proof.state == ExitProof.State.DECLARED for proof in self.proofs)

    @property
    def may_answer(self) -> bool:
        return self.row.closed_at is None and not self.waiting

    @property
    def late(self) -> bool:
        return self.may_answer and self.row.wanted_on is not None and self.row.wanted_on < self.today

    @property
    def word(self) -> str:
        if self.row.closed_at is not None:
            return (
                "Preuve acceptée" if self.row.outcome == ExitRequest.Outcome.ACCEPTED else "Demande retirée"
            )
        if self.waiting:
            return "Preuve à accepter"
        return "En retard" if self.late else "Refusée, à reprendre" if self.proofs else "À fournir"

    @property
    def look(self) -> str:
        if self.row.closed_at is not None:
            return "met" if self.row.outcome == ExitRequest.Outcome.ACCEPTED else "not_applicable"
        return "pending" if self.waiting else "breached" if self.late or self.proofs else "watch"


def requests_for(contract: Contract, today: date, number: int | None = None) -> list[RequestLine]:
    """The requests, those that wait first, then the latest; one of them with `number` (2 queries)."""
    rows = ExitRequest.objects.filter(contract=contract).select_related("asked_by").order_by("-number")
    if number is not None:
        rows = rows.filter(number=number)
    answers: dict[int, list[ExitProof]] = defaultdict(list)
    shared = ExitProof.objects.filter(contract=contract, request__in=rows).select_related(
        "declared_by", "file"
    )
    for proof in shared.order_by("rank"):
        answers[proof.request_id or 0].append(proof)
    lines = [RequestLine(row, answers[row.pk], today) for row in rows]
    return sorted(lines, key=lambda line: line.row.closed_at is not None)


def request_at(contract: Contract, number: int) -> ExitRequest | None:
    """The request of a number; None where there is none (1 query)."""
    return ExitRequest.objects.filter(contract=contract, number=number).first()


def answer_file_at(contract: Contract, number: int, rank: int) -> ExitProofFile | None:
    """The file of a proof declared for a request; None where there is none (1 query)."""
    files = ExitProofFile.objects.filter(contract=contract, proof__request__number=number, proof__rank=rank)
    return files.first()


def anything_asked(contract: Contract) -> bool:
    """Whether the provider was asked for something, so that it finds the page (1 query)."""
    return ExitRequest.objects.filter(contract=contract).exists()


def requests_sheet(lines: list[RequestLine]) -> Sheet:
    """The requests as a file."""
    return Sheet(
        (
            "Demande",
            "Livrable",
            "Critère d’acceptation",
            "Attendue le",
            "État",
            "Dernière preuve",
            "Datée du",
        ),
        [
            (
                str(line.row),
                line.row.name,
                line.row.criterion,
                line.row.wanted_on,
                line.word,
                line.proofs[-1].what if line.proofs else "",
                line.proofs[-1].dated if line.proofs else None,
            )
            for line in lines
        ],
    )
