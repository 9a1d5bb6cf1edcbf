"""The values of the indicators of a contract's own, from what its months already hold: never from the tickets again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from contracts.models import Contract
from core.engine.months import Month, month_range
from core.engine.ratios import round_half_up
from kpis.engine.formulas import Formula, FormulaRefused, NotMeasured, read_formula
from kpis.engine.numbers import as_decimal
from kpis.engine.own import FORMULA, LARGEST, NO_ENTRY, SOURCES, TOO_LARGE, is_own
from kpis.models import IndicatorValue
from kpis.selectors.following import Following, followed_by, own_followings, with_rebases
from kpis.selectors.readings import values_by_code
from kpis.selectors.told import Key, Told, told_values
from kpis.services.signalling import replace_signals
from kpis.services.told_rows import place, told_rows
from slas.models import CommitmentMonth, MonthRecord
from slas.selectors.results import results_for

DECIMALS = 6
Values = Mapping[Month, IndicatorValue]
Facts = dict[str, Fraction | None]


def closed_months(contract: Contract) -> frozenset[Month]:
    """Months whose figures no longer move."""
    closed = MonthRecord.objects.filter(contract=contract, state=MonthRecord.State.CLOSED)
    return frozenset(closed.values_list("month", flat=True))


def own_rows(
    contract: Contract,
    stored: Mapping[str, Values],
    results: Iterable[CommitmentMonth],
    told: Mapping[Key, Told],
    span: Sequence[Month],
    closed: frozenset[Month],
) -> list[IndicatorValue]:
    """New rows of the contract's own indicators over the span; those that a closed month holds are left alone.

    A formula made after a month was closed is computed from what that month keeps: it changes none of it. What people
    type is asked for open months only.
    """
    own = own_followings(contract)
    if not own:
        return []
    judged: dict[Month, list[CommitmentMonth]] = defaultdict(list)
    for result in results:
        judged[result.month].append(result)
    found = []
    for month in span:
        facts = _facts(contract, month, stored, judged[month], told)
        for one in own:
            if one.retired_from is not None and month >= one.retired_from:
                continue
            if month in closed and (one.kind != FORMULA or month in stored.get(one.code, {})):
                continue
            found.append(_row(contract, one, month, facts, told.get((one.code, month))))
    return found


def refresh_told(contract: Contract) -> None:
    """Compute again what was told and the contract's own indicators, with the signals of the open months; the caller's
    transaction."""
    known = list(
        IndicatorValue.objects.filter(contract=contract, part="").values_list("month", flat=True).distinct()
    )
    if not known:
        return
    span, closed = month_range(min(known), max(known)), closed_months(contract)
    opened = [month for month in span if month not in closed]
    kept, told = values_by_code(contract, span[-1]), told_values(contract)
    fresh = told_rows(contract, kept, told, opened)
    replaced = [row.pk for new in fresh if (row := kept.get(new.code, {}).get(new.month))]
    moving = [row.pk for code in kept if is_own(code) for month, row in kept[code].items() if month in opened]
    IndicatorValue.objects.filter(contract=contract, pk__in=[*replaced, *moving]).delete()
    for code in filter(is_own, kept):
        kept[code] = {month: row for month, row in kept[code].items() if month in closed}
    place(kept, fresh)
    own = own_rows(contract, kept, results_for(contract, span), told, span, closed)
    place(kept, own)
    IndicatorValue.objects.bulk_create([*fresh, *own])
    followed = with_rebases(contract, followed_by(contract))
    replace_signals(contract, followed, kept, opened)


def _facts(
    contract: Contract,
    month: Month,
    stored: Mapping[str, Values],
    judged: Iterable[CommitmentMonth],
    told: Mapping[Key, Told],
) -> Facts:
    """Everything that a formula may name, for one month."""
    found: Facts = {
        "utilisateurs": Fraction(contract.users) if contract.users else None,
        "jours": Fraction((month.last_day - month.first_day).days + 1),
    }
    for code, values in stored.items():
        row = values.get(month)
        if row is not None:
            found |= _counted(code, row.numerator, row.denominator)
            found |= {f"{code}.effectif": Fraction(row.n), code: _exact(row)}
    for result in judged:
        code = result.commitment.code
        found |= _counted(code, result.met, result.counted)
        found |= {code: Fraction(100 * result.met, result.counted) if result.counted else None}
    for (code, when), said in told.items():
        if when == month and is_own(code):
            found |= _counted(code, said.numerator, said.denominator) | {code: Fraction(said.value)}
    return found


def _counted(code: str, part: int | None, whole: int | None) -> Facts:
    return {
        f"{code}.numerateur": None if part is None else Fraction(part),
        f"{code}.denominateur": None if whole is None else Fraction(whole),
    }


def _exact(row: IndicatorValue) -> Fraction | None:
    """The value as it is stored: what anybody may compute again with a pencil."""
    return None if row.value is None else Fraction(row.value)


def _row(contract: Contract, one: Following, month: Month, facts: Facts, said: Told | None) -> IndicatorValue:
    row = IndicatorValue(contract=contract, code=one.code, month=month)
    if one.kind == FORMULA:
        row.value, row.reason, row.extra = _computed(one, facts)
    elif said is None:
        row.reason = NO_ENTRY[one.kind]
    else:
        row.value, row.extra = said.value, dict(said.extra)
        row.numerator, row.denominator, row.n = said.numerator, said.denominator, said.denominator or 0
    return row


def _computed(one: Following, facts: Facts) -> tuple[Decimal | None, str, dict[str, Any]]:
    extra = {"source": f"{SOURCES[FORMULA]} : {one.formula}"}
    try:
        result = _read(one).value(facts)
    except (NotMeasured, FormulaRefused) as refusal:
        return None, str(refusal)[:200], extra
    if abs(result) >= LARGEST:
        return None, TOO_LARGE, extra
    return round_half_up(as_decimal(result), DECIMALS), "", extra


def _read(one: Following) -> Formula:
    return read_formula(one.formula)
