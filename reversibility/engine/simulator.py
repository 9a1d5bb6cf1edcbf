"""If the notice were received that day: when the contract ends, when a successor may take over, at what cost.

No clock: days are given. A notice received on the last safe day ends the term in course; one day later it ends
the next one, where the contract renews itself by silence.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from contracts.engine.dates import Clause, add_months, term
from core.engine import formats
from reversibility.engine.costs import Cost, CostClause, cents, cost_of
from reversibility.engine.phases import (
    CUTOVER_MONTH,
    REFERENCE_MONTHS,
    REFERENCE_PHASES,
    Phase,
    Planned,
    plan,
)

ONE_DAY = timedelta(days=1)
Caution = Literal["outlasts", "may_outlast", "tight"]


class NoticeRefused(ValueError):
    """The contract cannot be given notice of on that day; says why and what to do, in French."""


@dataclass(frozen=True)
class ExitTerms:
    """What the contract says of leaving: months of transition, least and most, phases, price."""

    transition_min: int = REFERENCE_MONTHS[0]
    transition_max: int = REFERENCE_MONTHS[1]
    cutover: int = CUTOVER_MONTH
    phases: tuple[Phase, ...] = REFERENCE_PHASES
    cost: CostClause = field(default_factory=CostClause)

    def __post_init__(self) -> None:
        if not 1 <= self.transition_min <= self.transition_max:
            raise ValueError("the transition lasts at least a month, and its least is not above its most")


@dataclass(frozen=True)
class Exit:
    """An exit, given the day the notice is received. `last_day`: the last day of the outgoing provider.

    `window`: the transition may end between these days. `extension_days`: service wanted past the end of the
    contract. `double_run_fees`, `extension_fees`: monthly fees of those periods, shown apart from `cost`.
    """

    notice: date
    contract_end: date
    window: tuple[date, date]
    take_over: date
    phases: tuple[Planned, ...]
    cost: Cost
    cautions: tuple[Caution, ...]
    double_run_months: int
    extension_days: int
    extension_months: int

    @property
    def longest_extension_days(self) -> int:
        """Days of service past the end of the contract if the transition takes its longest; `extension_days` is the
        same at its shortest."""
        return max((self.window[1] - ONE_DAY - self.contract_end).days, 0)

    @property
    def last_day(self) -> date:
        return self.take_over - ONE_DAY

    @property
    def double_run_fees(self) -> Decimal:
        return cents(self.double_run_months * self.cost.monthly_fee)

    @property
    def extension_fees(self) -> Decimal:
        return cents(self.extension_months * self.cost.monthly_fee)


@dataclass(frozen=True)
class Cliff:
    """The last day on which a notice still ends the term in course, and what one day more commits."""

    safe: Exit
    late: Exit
    months: int
    committed: Decimal


def simulate(clause: Clause, terms: ExitTerms, monthly_fee: Decimal, notice: date) -> Exit:
    """The exit that follows a notice received that day. Raises NoticeRefused once the contract is over."""
    standing = term(clause, notice)
    if standing.expired:
        raise NoticeRefused(
            f"Le contrat prend fin le {formats.date_short(standing.current_end)}. Choisissez une date antérieure."
        )
    end = standing.committed_until
    window = (add_months(notice, terms.transition_min), add_months(notice, terms.transition_max))
    take_over = max(end + ONE_DAY, window[0])
    extension = max((take_over - ONE_DAY - end).days, 0)
    return Exit(
        notice=notice,
        contract_end=end,
        window=window,
        take_over=take_over,
        phases=plan(terms.phases, notice, take_over, terms.cutover),
        cost=cost_of(terms.cost, monthly_fee),
        cautions=_cautions(terms, notice, end, take_over, window),
        double_run_months=sum(phase.ends - phase.starts for phase in terms.phases if phase.double_run),
        extension_days=extension,
        extension_months=months_started(end + ONE_DAY, take_over) if extension else 0,
    )


def compare(clause: Clause, terms: ExitTerms, monthly_fee: Decimal, notices: Iterable[date]) -> list[Exit]:
    """One exit per day of notice, each day once, in order."""
    return [simulate(clause, terms, monthly_fee, day) for day in sorted(set(notices))]


def cliff(clause: Clause, terms: ExitTerms, monthly_fee: Decimal, day: date) -> Cliff | None:
    """The next cliff from `day` on; None where no further renewal follows by silence, or the contract is over."""
    standing = term(clause, day)
    renewals = standing.renewals + (not standing.notice_still_possible)
    safe = clause.last_safe(renewals)
    if standing.expired or safe < day or not clause.may_renew(renewals):
        return None
    before, after = compare(clause, terms, monthly_fee, [safe, safe + ONE_DAY])
    months = clause.renewal_months
    return Cliff(before, after, months, cents(months * monthly_fee))


def months_started(first: date, until: date) -> int:
    """Least number of months that lead from `first` to `until` or beyond, a month begun counting whole."""
    months = max((until.year - first.year) * 12 + until.month - first.month, 0)
    return months if add_months(first, months) >= until else months + 1


def _cautions(
    terms: ExitTerms, notice: date, end: date, take_over: date, window: tuple[date, date]
) -> tuple[Caution, ...]:
    """`outlasts`: even the shortest transition ends after the contract; `may_outlast`: the longest one does;
    `tight`: the phases want more months than there are before the take-over."""
    found: list[Caution] = []
    if window[0] > end + ONE_DAY:
        found.append("outlasts")
    elif window[1] > end + ONE_DAY:
        found.append("may_outlast")
    if terms.phases and add_months(notice, terms.cutover) > take_over:
        found.append("tight")
    return tuple(found)
