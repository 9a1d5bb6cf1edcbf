"""Writing how a contract follows its indicators: all of them from its file, or one at its page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from contracts.models import Contract
from contracts.services import Counts, replace_rows, upsert_row
from contracts.services.lines import hold
from journal.services import record
from kpis.engine.catalogue import TOLD_ALONE
from kpis.engine.settings_file import Followed
from kpis.models import IndicatorSetting

LABELS = {
    "decision": "décision servie", "owner": "porteur", "target": "cible", "threshold": "seuil",
    "in_committee": "en comité",
}  # fmt: skip
KEPT = ("kept_on", "kept_because", "idle_since")
"""What the portal holds of a followed indicator, and no file."""


def load_indicators(*, contract: Contract, followed: Sequence[Followed]) -> Counts:
    """Bring the followed indicators to what the file says; those it no longer names are removed.

    What committees made of them is kept at the portal: the file neither says it nor takes it away.
    """
    kept = {
        row["code"]: row for row in IndicatorSetting.objects.filter(contract=contract).values("code", *KEPT)
    }
    return replace_rows(
        model=IndicatorSetting,
        within={"contract": contract},
        key=("code",),
        rows=[vars(row) | kept.get(row.code, {}) for row in followed],
    )


@transaction.atomic
def save_following(*, contract: Contract, code: str, values: Mapping[str, Any], user: Any, role: str) -> bool:
    """Say what a followed indicator serves, who carries it, its target, whether a committee sees it.

    `values`: those of `LABELS` that are said, the others stay. False when nothing moved.

    Raises IndicatorSetting.DoesNotExist for one that the portal computes and the contract does not name: naming one alone
    would hide the others, which are all shown until the contract names some. One that is only told is named by this.
    """
    hold(contract)
    before = held_setting(contract, code)
    moved = [LABELS[name] for name, value in values.items() if getattr(before, name) != value]
    key = {"contract": contract, "code": code}
    unseen = {} if values.get("in_committee", before.in_committee) else {"idle_since": None}
    _, counts = upsert_row(model=IndicatorSetting, key=key, values={**values, **unseen})
    if counts.changed:
        details = {"fields": ", ".join(moved)}
        record(
            contract_id=contract.pk, action="indicator.changed", subject=code, actor=user, role=role,
            details=details,
        )  # fmt: skip
    return counts.changed


def held_setting(contract: Contract, code: str) -> IndicatorSetting:
    """How an indicator is followed; made now for one of the catalogue that is only told. Raises DoesNotExist otherwise."""
    if code in TOLD_ALONE:
        return IndicatorSetting.objects.get_or_create(contract=contract, code=code)[0]
    return IndicatorSetting.objects.get(contract=contract, code=code)
