"""Writing the exit plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from contracts.models import Contract
from contracts.services import Counts, replace_rows
from reversibility.engine.deliverables_file import ExitLine
from reversibility.models import ExitDeliverable


def load_deliverables(*, contract: Contract, lines: Sequence[ExitLine]) -> Counts:
    """Bring the exit deliverables to what the file says; those it no longer names are removed."""
    return replace_rows(
        model=ExitDeliverable,
        within={"contract": contract},
        key=("number",),
        rows=[asdict(line) for line in lines],
    )
