"""What every service that keeps one typed line shares: its refusal, its turn, its journal line."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import fields
from itertools import count
from typing import Any

from django.utils.text import slugify

from contracts.engine.people import Fault
from contracts.models import Contract
from journal.services import record


class LineRefused(Exception):
    """What was typed cannot be kept; each fault names its field and the remedy."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(" ".join(map(str, self.faults)))


def hold(contract: Contract) -> None:
    """Two people who change the same contract wait for each other."""
    Contract.objects.select_for_update().get(pk=contract.pk)


def refuse(faults: Iterable[Fault]) -> None:
    """Raise LineRefused when there is anything to correct."""
    if told := list(faults):
        raise LineRefused(told)


def free_code(name: str, taken: Container[str], longest: int, otherwise: str) -> str:
    """A code made of the name, with a number when another line has it; `otherwise` for a name without a letter."""
    root = slugify(name)[: longest - 4].strip("-") or otherwise
    candidates = (root if rank == 1 else f"{root}-{rank}" for rank in count(1))
    return next(code for code in candidates if code not in taken)


def tell(
    contract: Contract,
    what: str,
    subject: str,
    before: Any,
    after: Any,
    *,
    labels: Mapping[str, str],
    user: Any,
    role: str,
) -> None:
    """The journal line: what was added, or which of the labelled fields moved."""
    moved = [
        labels[field.name]
        for field in fields(after)
        if field.name in labels and before and getattr(before, field.name) != getattr(after, field.name)
    ]
    record(
        contract_id=contract.pk,
        action=f"{what}.changed" if before else f"{what}.added",
        subject=subject,
        actor=user,
        role=role,
        details={"fields": ", ".join(moved)} if moved else {},
    )
