"""Writing how a contract follows its indicators: all of them from its file, or one at its page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.db import transaction

from contracts.models import Contract
from contracts.services import Counts, replace_rows, upsert_row
from contracts.services.lines import hold
from journal.services import record
from kpis.engine.settings_file import Followed
from kpis.models import IndicatorSetting


def load_indicators(*, contract: Contract, followed: Sequence[Followed]) -> Counts:
    """Bring the followed indicators to what the file says; those it no longer names are removed."""
    return replace_rows(
        model=IndicatorSetting,
        within={"contract": contract},
        key=("code",),
        rows=[asdict(row) | {"baseline_from": row.baseline_from} for row in followed],
    )


@transaction.atomic
def save_following(*, contract: Contract, code: str, decision: str, owner: str, user: Any, role: str) -> bool:
    """Say which decision a followed indicator serves, and who carries it; False when nothing moved.

    Raises IndicatorSetting.DoesNotExist for one that the contract does not name: naming one alone would hide the
    others, which are all shown until the contract names some.
    """
    hold(contract)
    before = IndicatorSetting.objects.get(contract=contract, code=code)
    moved = {
        "décision servie": before.decision != decision,
        "porteur": before.owner != owner,
    }
    key = {"contract": contract, "code": code}
    _, counts = upsert_row(model=IndicatorSetting, key=key, values={"decision": decision, "owner": owner})
    if counts.changed:
        details = {"fields": ", ".join(name for name, differs in moved.items() if differs)}
        record(
            contract_id=contract.pk, action="indicator.changed", subject=code, actor=user, role=role,
            details=details,
        )  # fmt: skip
    return counts.changed
