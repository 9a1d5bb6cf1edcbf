"""Writing the committees that the contract provides for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from contracts.models import Contract
from contracts.services import Counts, replace_rows
from governance.engine.committees_file import CommitteeSaid
from governance.models import CommitteeTerm


def load_committees(*, contract: Contract, said: Sequence[CommitteeSaid]) -> Counts:
    """Bring the committees provided for to what the file says; those it no longer names are removed."""
    rows = [asdict(one) | {"participants": list(one.participants)} for one in said]
    return replace_rows(model=CommitteeTerm, within={"contract": contract}, key=("code",), rows=rows)
