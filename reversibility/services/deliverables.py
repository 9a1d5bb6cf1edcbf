"""Writing the exit plan that the contract file says.

A deliverable keeps its identity from one loading to the next, so that its requests and its history stay. The file
names the proof that counts: it joins the history once. A proof that a person declared is never taken away by a file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from django.db import transaction
from django.db.models import Q

from contracts.models import Contract
from contracts.services import Counts, upsert_row
from core.scope import Audience
from reversibility.engine.deliverables_file import ExitLine
from reversibility.models import ExitDeliverable, ExitProof
from reversibility.services.proof_files import let_go_with
from reversibility.services.ranks import next_rank

OF_PROOF = ("proof", "proof_on", "signed")


@transaction.atomic
def load_deliverables(*, contract: Contract, lines: Sequence[ExitLine]) -> Counts:
    """Bring the exit deliverables to what the file says; those it no longer names are removed."""
    gone = ExitDeliverable.objects.filter(contract=contract).exclude(
        number__in=[line.number for line in lines]
    )
    counts = Counts(removed=gone.count())
    let_go_with(deliverables=gone)
    gone.delete()
    for line in lines:
        values = {name: value for name, value in asdict(line).items() if name not in OF_PROOF}
        key = {"contract": contract, "number": values.pop("number")}
        row, found = upsert_row(model=ExitDeliverable, key=key, values=values)
        proof_moved = _load_proof(row, line)
        counts += Counts(updated=1) if proof_moved and found.unchanged else found
    return counts


def _load_proof(row: ExitDeliverable, line: ExitLine) -> bool:
    """Make the file's proof the latest accepted one that no person declared; True when that changed something.

    Older ones stay as history; later ones that an earlier file brought, and every one when it names none, go.
    """
    kept = ExitProof.objects.filter(deliverable=row, state=ExitProof.State.ACCEPTED, drill=None)
    from_file = kept.filter(declared_by=None)
    if line.proof_on is None:
        return bool(from_file.delete()[0])
    same = Q(what=line.proof, dated=line.proof_on)
    removed = from_file.filter(dated__gte=line.proof_on).exclude(same).delete()[0]
    present = kept.filter(same).order_by("-rank").first()
    if present is None:
        ExitProof.objects.create(
            contract_id=row.contract_id, deliverable=row, rank=next_rank(row.contract_id, row.pk), what=line.proof,
            dated=line.proof_on, signed=line.signed, state=ExitProof.State.ACCEPTED, audience=Audience.CLIENT,
        )  # fmt: skip
        return True
    if present.signed == line.signed or present.declared_by_id is not None:
        return bool(removed)
    present.signed = line.signed
    present.save(update_fields=["signed"])
    return True
