"""Asking the questions of some months: what was found there is replaced whole, answers stay."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db import transaction

from contracts.models import Contract
from core.engine.months import Month
from slas.engine.detectors import FAMILY_RATE, detect, detect_gaps
from slas.engine.detectors import Detection as Found
from slas.models import CommitmentMonth, Detection
from slas.services.checks.watching import BEFORE, Watch
from slas.services.ground.contexts import Ground
from slas.services.ground.facts import CLOCKED


def replace_detections(*, contract: Contract, months: Sequence[Month], ground: Ground) -> None:
    """Look for unusual practices in months just computed; a month without a delivery asks nothing."""
    if not months:
        return
    watch, gaps = Watch.of(contract, ground), monthly_gaps(contract)
    references = ground.judged.references
    with transaction.atomic():
        Detection.objects.filter(contract=contract, month__in=[str(month) for month in months]).delete()
        rows = []
        for month in months:
            if (seen := watch.at(month)) is None:
                continue
            for found in (*detect(seen), *detect_gaps(series_at(gaps, month))):
                named = sorted(str(references[row]) for row in found.rows)
                rows.append(Detection(contract=contract, month=month, references=named, **_columns(found)))
        Detection.objects.bulk_create(rows)


def monthly_gaps(contract: Contract) -> dict[Month, Fraction]:
    """Declared less recomputed, in points, over every ticket counted on both sides (1 query)."""
    results = CommitmentMonth.objects.filter(
        contract=contract, commitment__kind__in=CLOCKED, declared_counted__gt=0, counted__gt=0
    )
    sums: dict[Month, list[int]] = {}
    for month, *counts in results.values_list("month", "declared_met", "declared_counted", "met", "counted"):
        sums[month] = [one + (more or 0) for one, more in zip(sums.get(month, [0] * 4), counts, strict=True)]
    return {
        month: 100 * (Fraction(declared_met, declared) - Fraction(met, counted))
        for month, (declared_met, declared, met, counted) in sums.items()
    }


def series_at(gaps: dict[Month, Fraction], month: Month) -> list[tuple[int, float]]:
    """The gaps up to a month, from at most twelve months before; nothing when that month has none."""
    if month not in gaps:
        return []
    known = sorted(m for m in gaps if month.shift(-BEFORE) <= m <= month)
    return [(m.index, float(gaps[m])) for m in known]


def _columns(found: Found) -> dict[str, Any]:
    return {
        "code": found.code,
        "state": found.state.value,
        "cases": found.cases,
        "tickets": found.tickets,
        "before_cases": found.before_cases,
        "before_tickets": found.before_tickets,
        "before_months": found.before_months,
        "limit": found.limit,
        "facts": dict(found.facts),
        "false_alarms": Decimal(FAMILY_RATE.numerator) / FAMILY_RATE.denominator,
    }
