"""Writing how a contract follows its indicators."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from contracts.models import Contract
from contracts.services import Counts, replace_rows
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
