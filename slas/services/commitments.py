"""Writing the commitments of the contract file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from contracts.engine.problems import FileRefused, Problem
from contracts.models import Contract, ServiceCalendar
from contracts.services import Counts, replace_rows, upsert_row
from slas.engine.terms import Promise
from slas.models import Commitment, CommitmentMonth, CommitmentTarget, PenaltyRule


def load_commitments(*, contract: Contract, promises: Sequence[Promise]) -> Counts:
    """Bring the commitments, their delays and their prices to what the file says.

    A commitment keeps its identity through its code and first day, so that its judged months stay attached.
    Raises FileRefused when the file drops a commitment that has judged months.
    """
    counts = _drop_absent(contract, promises)
    calendars = dict(ServiceCalendar.objects.filter(contract=contract).values_list("code", "pk"))
    for promise in promises:
        values = asdict(promise)
        targets, prices = values.pop("targets"), values.pop("prices")
        values["calendar_id"] = calendars.get(values.pop("calendar"))
        key = {name: values.pop(name) for name in ("code", "effective_from")}
        commitment, own = upsert_row(model=Commitment, key={"contract": contract, **key}, values=values)
        within = {"contract": contract, "commitment": commitment}
        counts += own
        counts += replace_rows(
            model=CommitmentTarget, within=within, key=("priority", "ticket_type"), rows=targets
        )
        counts += replace_rows(model=PenaltyRule, within=within, key=("kind", "sense"), rows=prices)
    return counts


def _drop_absent(contract: Contract, promises: Sequence[Promise]) -> Counts:
    kept = {(promise.code, promise.effective_from) for promise in promises}
    present = Commitment.objects.filter(contract=contract).order_by("position", "effective_from")
    absent = [row for row in present if (row.code, row.effective_from) not in kept]
    judged = set(
        CommitmentMonth.objects.filter(commitment__in=absent).values_list("commitment_id", flat=True)
    )
    if judged:
        raise FileRefused(
            Problem(
                f"engagement {row.code}",
                f"celui qui prend effet le {row.effective_from} manque, alors que des mois ont été jugés.",
                "Remettez-le dans le fichier et donnez-lui une date « fin ».",
            )
            for row in absent
            if row.pk in judged
        )
    Commitment.objects.filter(pk__in=[row.pk for row in absent]).delete()
    return Counts(removed=len(absent))
