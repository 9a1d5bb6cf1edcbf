"""Exercises: planned, done, corrected. One that succeeded and names a deliverable becomes its proof, no longer than that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from django.db import transaction

from contracts.models import Contract
from contracts.services import Counts, upsert_row
from contracts.services.kept_files import KeptFile, OfferedFile
from core.engine import formats
from core.scope import Audience
from reversibility.engine.drills_file import DrillLine
from reversibility.models import Drill, ExitDeliverable, ExitProof
from reversibility.services.acts import Actor, ExitActRefused, note
from reversibility.services.proof_files import join_to_drill, joined_file, let_go_with, told
from reversibility.services.ranks import next_number, next_rank


@transaction.atomic
def load_drills(*, contract: Contract, lines: Sequence[DrillLine]) -> Counts:
    """Bring the exercises to what the file says; those it no longer names are removed, with what they proved."""
    gone = Drill.objects.filter(contract=contract).exclude(number__in=[line.number for line in lines])
    counts = Counts(removed=gone.count())
    let_go_with(drills=gone)
    gone.delete()
    plan = {row.number: row for row in ExitDeliverable.objects.filter(contract=contract)}
    for line in lines:
        values = asdict(line)
        values["deliverable"] = plan[line.deliverable] if line.deliverable else None
        key = {"contract": contract, "number": values.pop("number")}
        row, found = upsert_row(model=Drill, key=key, values=values)
        _prove(row)
        counts += found
    return counts


def save_drill(
    *,
    contract: Contract,
    row: Drill | None,
    values: dict[str, Any],
    file: OfferedFile | None = None,
    actor: Actor,
    today: date,
) -> Drill:
    """Plan an exercise (`row` None), or bring one to what was typed; a report joined stands beside the others."""
    with joined_file(file) as kept:
        return _save_drill(contract, row, values, kept, actor, today)


def _save_drill(
    contract: Contract,
    row: Drill | None,
    values: dict[str, Any],
    kept: KeptFile | None,
    actor: Actor,
    today: date,
) -> Drill:
    done_on = values.get("done_on")
    if done_on is not None and done_on > today:
        raise ExitActRefused(
            f"Un exercice ne peut pas être fait le {formats.date_short(done_on)}, un jour à venir. Laissez « fait le » "
            f"vide, ou donnez un jour jusqu’au {formats.date_short(today)}.",
            "done_on",
        )
    known = Drill.objects.select_for_update().filter(pk=row.pk).first() if row else None
    row = known or Drill(contract=contract, number=next_number(Drill, contract))
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    _prove(row)
    join_to_drill(drill=row, kept=kept)
    action = "drill.recorded" if row.done_on else "drill.planned"
    day = row.done_on or row.planned_on
    note(actor, contract.pk, action, str(row), title=row.system, on=day, outcome=row.result, **told(kept))
    return row


def _prove(drill: Drill) -> None:
    """The proof that the exercise brings: one row while it holds, none otherwise."""
    proof = ExitProof.objects.filter(drill=drill).first()
    if drill.result != Drill.Result.PASSED or drill.deliverable_id is None:
        if proof is not None:
            proof.delete()
        return
    said = {"what": drill.proof, "dated": drill.done_on, "deliverable_id": drill.deliverable_id}
    if proof is not None and all(getattr(proof, name) == value for name, value in said.items()):
        return
    if proof is not None:
        proof.delete()  # its rank belongs to the deliverable it proved until now
    ExitProof.objects.create(
        contract_id=drill.contract_id, drill=drill, rank=next_rank(drill.contract_id, drill.deliverable_id),
        state=ExitProof.State.ACCEPTED, audience=Audience.CLIENT, **said,
    )  # fmt: skip
