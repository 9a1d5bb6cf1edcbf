"""Months that are green outside and red inside, marked on their satisfaction figure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from contracts.models import Contract
from core.engine.months import Month
from core.engine.ratios import round_half_up
from kpis.engine.catalogue import CATALOGUE
from kpis.engine.numbers import as_decimal
from kpis.engine.watermelon import MonthSeen, all_commitments_met, watermelon
from kpis.models import IndicatorValue
from kpis.selectors.following import Following
from kpis.selectors.readings import Values, reading_of
from kpis.selectors.targets import satisfaction_target
from slas.models import CommitmentMonth
from slas.selectors.figures import gap_of
from slas.selectors.results import tally

SATISFACTION, REOPENED, RECURRENCE, USER_HOURS = "K22", "K11", "K12", "K04"


def mark_watermelons(
    contract: Contract,
    followed: Mapping[str, Following],
    rows: Mapping[str, Values],
    results: Iterable[CommitmentMonth],
    months: Sequence[Month],
) -> None:
    """Add to the satisfaction row of each month `watermelon` (bool), `watermelon_reasons`, `watermelon_index`
    (points, None without answers or commitments) and `watermelon_alert`. Writes nothing to the database."""
    by_month: dict[Month, list[CommitmentMonth]] = defaultdict(list)
    for result in results:
        by_month[result.month].append(result)
    for month in months:
        row = rows[SATISFACTION][month]
        target = satisfaction_target(contract, followed.get(SATISFACTION), month)
        found = watermelon(month_seen(followed, rows, by_month[month], month, target))
        row.extra |= {
            "watermelon": found.fires,
            "watermelon_reasons": list(found.reasons),
            "watermelon_index": None if found.index is None else float(round_half_up(found.index, 6)),
            "watermelon_alert": found.alert,
        }


def month_seen(
    followed: Mapping[str, Following],
    rows: Mapping[str, Values],
    results: Sequence[CommitmentMonth],
    month: Month,
    target: Decimal,
) -> MonthSeen:
    """Everything the watermelon looks at in one month, exact."""
    answers, reopened = rows[SATISFACTION][month], followed.get(REOPENED)
    gaps = [abs(gap) for gap in map(gap_of, results) if gap is not None]
    held, judged = tally(list(results))
    return MonthSeen(
        all_met=all_commitments_met(result.verdict for result in results),
        satisfied=answers.numerator or 0,
        answers=answers.denominator or 0,
        target=target,
        reopened=_exact_share(rows[REOPENED].get(month)),
        reopened_threshold=reopened.line if reopened else None,
        recurrence_rising=_alarms(followed, RECURRENCE, rows, month),
        user_hours_rising=_alarms(followed, USER_HOURS, rows, month),
        gap=as_decimal(max(gaps)) if gaps else None,
        compliance=as_decimal(Fraction(100 * held, judged)) if judged else None,
    )


def _exact_share(row: IndicatorValue | None) -> Decimal | None:
    """The share in per cent from its counts: the stored figure is rounded."""
    if row is None or not row.denominator:
        return None
    return as_decimal(Fraction(100 * (row.numerator or 0), row.denominator))


def _alarms(followed: Mapping[str, Following], code: str, rows: Mapping[str, Values], month: Month) -> bool:
    """Whether the series is in alarm this month; one that the contract does not follow is read all the same."""
    following = followed.get(code) or Following(CATALOGUE[code])
    reading = reading_of(following, rows.get(code, {}), month)
    return reading is not None and any(signal.alarm for signal in reading.at(month))
