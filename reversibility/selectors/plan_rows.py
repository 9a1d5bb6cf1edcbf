"""The rows of the exit plan with their proofs, as the engine reads them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Subquery

from contracts.models import Contract
from reversibility.engine.proofs import Proof, Trail
from reversibility.engine.readiness import Deliverable
from reversibility.models import ExitDeliverable, ExitProof


@dataclass(frozen=True)
class Standing:
    """A deliverable on a day: its row, and what the engine judges; `proof` names the proof that was there."""

    row: ExitDeliverable
    line: Deliverable
    proof: str


def standings(contract: Contract, day: date) -> list[Standing]:
    """The plan on a day, by number, with the latest accepted proof dated that day or before (1 query).

    From the provider's side it is empty.
    """
    return plans_of([contract], day)[contract.pk]


def plans_of(contracts: Iterable[Contract], day: date) -> dict[int, list[Standing]]:
    """The plan of each contract on a day, by the key of the contract (1 query)."""
    plans: dict[int, list[Standing]] = {contract.pk: [] for contract in contracts}
    latest = ExitProof.objects.filter(
        deliverable=OuterRef("pk"), state=ExitProof.State.ACCEPTED, dated__lte=day
    ).order_by("-dated", "-signed", "-rank")
    told = {f"last_{name}": Subquery(latest.values(name)[:1]) for name in ("what", "dated", "signed")}
    rows = ExitDeliverable.objects.filter(contract__in=plans).annotate(**told).order_by("number")
    for row in rows:
        plans[row.contract_id].append(_standing(row, row.last_what, row.last_dated, row.last_signed))
    return plans


def _standing(row: ExitDeliverable, what: str | None, dated: date | None, signed: bool | None) -> Standing:
    return Standing(row, deliverable_of(row, dated, bool(signed)), what or "")


def deliverable_of(row: ExitDeliverable, dated: date | None = None, signed: bool = False) -> Deliverable:
    """A row as the engine takes it, with the proof given."""
    return Deliverable(f"{row.number:03d}", row.weight, dated, signed, row.validity_months)


def trails(contract: Contract) -> list[Trail]:
    """Every deliverable with every proof that was ever accepted (2 queries)."""
    proofs: dict[int, list[Proof]] = defaultdict(list)
    accepted = ExitProof.objects.filter(contract=contract, state=ExitProof.State.ACCEPTED)
    for key, dated, signed, rank in accepted.values_list("deliverable_id", "dated", "signed", "rank"):
        proofs[key].append(Proof(dated, signed, rank))
    rows = ExitDeliverable.objects.filter(contract=contract).order_by("number")
    return [Trail(deliverable_of(row), tuple(proofs[row.pk])) for row in rows]
