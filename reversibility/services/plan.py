"""The exit plan edited in place: created from the usual deliverables, corrected line by line."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.db import transaction

from contracts.models import Contract
from reversibility.engine.standard_plan import STANDARD_PLAN
from reversibility.models import ExitDeliverable
from reversibility.services.acts import Actor, ExitActRefused, note

EDITABLE = ("name", "owner_side", "owner", "weight", "validity_months", "criterion", "due", "due_days")


@transaction.atomic
def create_plan(*, contract: Contract, actor: Actor) -> int:
    """The usual deliverables become the plan of a contract that has none; returns how many there are."""
    Contract.objects.select_for_update().get(pk=contract.pk)
    if ExitDeliverable.objects.filter(contract=contract).exists():
        raise ExitActRefused("Ce contrat a déjà un plan de sortie. Corrigez ses livrables un à un.")
    rows = [ExitDeliverable(contract=contract, **asdict(line)) for line in STANDARD_PLAN]
    ExitDeliverable.objects.bulk_create(rows)
    note(actor, contract.pk, "exit.plan_created", contract.reference, lines=len(rows))
    return len(rows)


@transaction.atomic
def edit_deliverable(*, row: ExitDeliverable, values: dict[str, Any], actor: Actor) -> ExitDeliverable:
    """Bring one line to what was typed; the number and the family are those of the plan and stay."""
    row = ExitDeliverable.objects.select_for_update().get(pk=row.pk)
    changed = [name for name in EDITABLE if name in values and getattr(row, name) != values[name]]
    for name in changed:
        setattr(row, name, values[name])
    if changed:
        row.save(update_fields=changed)
        names = {field.name: str(field.verbose_name) for field in ExitDeliverable._meta.concrete_fields}
        words = ", ".join(names[name] for name in changed)
        note(actor, row.contract_id, "exit.deliverable_changed", subject_of(row), text=words)
    return row


def subject_of(row: ExitDeliverable) -> str:
    """How the journal names a deliverable."""
    return f"livrable {row.number}"
