"""Writing the exit clause."""

from __future__ import annotations

from dataclasses import asdict

from contracts.engine.reading import Entry
from contracts.models import Contract
from contracts.services import Counts, replace_rows, upsert_row
from reversibility.engine.exit_clause_file import ExitClauseFile, read_exit_clause
from reversibility.models import ExitClause, ExitPhase, ExitUnit


def load_exit_clause(*, contract: Contract, told: ExitClauseFile) -> Counts:
    """Bring the exit clause, its phases and work units to what the file says; none where it says nothing."""
    if told.clause:
        _, counts = upsert_row(model=ExitClause, key={"contract": contract}, values=asdict(told.clause))
    else:
        counts = Counts(removed=ExitClause.objects.filter(contract=contract).delete()[0])
    within = {"contract": contract}
    phases = [asdict(line) for line in told.phases]
    units = [asdict(line) for line in told.units]
    counts += replace_rows(model=ExitPhase, within=within, key=("rank",), rows=phases)
    return counts + replace_rows(model=ExitUnit, within=within, key=("rank",), rows=units)


def write_exit_clause(contract: Contract, root: Entry) -> None:
    """Bring the exit clause to a table already checked, on the day of the amendment that states it."""
    load_exit_clause(contract=contract, told=read_exit_clause(root))
