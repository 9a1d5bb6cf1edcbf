"""Writing the committees that the contract provides for: all of them from its file, or one at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

from django.db import transaction

from contracts.models import Contract
from contracts.services import Counts, replace_rows
from contracts.services.lines import free_code, hold, refuse, tell
from governance.engine.terms import LONGEST_CODE, CommitteeSaid, committee_faults
from governance.models import CommitteeTerm
from governance.selectors.committee_terms import said_terms
from journal.services import record

LABELS = {
    "name": "nom", "cadence": "cadence", "minutes": "durée", "participants": "participants", "quorum": "quorum",
    "minutes_within": "délai du relevé", "remarks_within": "délai de remarques", "silence_approves": "silence",
}  # fmt: skip


def load_committees(*, contract: Contract, said: Sequence[CommitteeSaid]) -> Counts:
    """Bring the committees provided for to what is said; those no longer named are removed."""
    rows = [asdict(one) | {"participants": list(one.participants)} for one in said]
    return replace_rows(model=CommitteeTerm, within={"contract": contract}, key=("code",), rows=rows)


@transaction.atomic
def save_committee(
    *, contract: Contract, said: CommitteeSaid, code: str | None, user: Any, role: str
) -> bool:
    """Add a committee after the others, or change the one of that code, which keeps its place; False when nothing moved.

    Raises LineRefused for a person named twice, or a quorum out of reach.
    """
    hold(contract)
    known = said_terms(contract)
    before = known[code] if code is not None else None
    last = max((one.position for one in known.values()), default=0)
    said = (
        replace(said, code=before.code, position=before.position)
        if before
        else replace(said, code=free_code(said.name, known, LONGEST_CODE, "comite"), position=last + 1)
    )
    refuse(committee_faults(said))
    if said == before:
        return False
    load_committees(contract=contract, said=list((known | {said.code: said}).values()))
    tell(contract, "committee_term", said.name, before, said, labels=LABELS, user=user, role=role)
    return True


@transaction.atomic
def remove_committee(*, contract: Contract, code: str, user: Any, role: str) -> None:
    """Remove a committee that the contract no longer provides for; the meetings held stay."""
    hold(contract)
    known = said_terms(contract)
    removed = known.pop(code)
    load_committees(contract=contract, said=list(known.values()))
    record(
        contract_id=contract.pk, action="committee_term.removed", subject=removed.name, actor=user, role=role
    )  # fmt: skip
