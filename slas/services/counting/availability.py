"""The availability of a service over a month, by the contract's formula."""

from __future__ import annotations

import numpy as np

from contracts.engine.rules import Rules
from core.engine.holidays import french
from reports.models import Maintenance, Outage
from reports.models.facts import Liability
from slas.engine import availability as engine
from slas.engine.availability_figures import AvailabilityVerdict, judge_availability
from slas.engine.hours import ServiceHours
from slas.engine.verdicts import Verdict
from slas.models import Commitment, CommitmentMonth
from slas.services.counting.kinds import SELF_DECLARED
from slas.services.ground.contexts import MonthContext
from slas.services.ground.facts import utc_second

NOT_A_TIME = np.datetime64("NaT", "s")


def availability_result(context: MonthContext, commitment: Commitment) -> CommitmentMonth:
    """`met` and `counted` are service seconds: up and due. Only outages of the provider's liability count."""
    hours, notice = clocks_of(context, commitment)
    times = counted_times(context, hours, facts_of(context, commitment, notice))
    verdict = judge_availability(
        times,
        commitment.required_rate,
        formula_of(context.rules),
        file_received=context.stated.tells_outages,
        nil_statement=context.stated.states_no_outage,
    )
    return _result(context, commitment, verdict)


def clocks_of(context: MonthContext, commitment: Commitment) -> tuple[ServiceHours, ServiceHours]:
    """The service hours of the commitment, and the days in which notice of a maintenance is given."""
    year = context.month.year
    calendars = context.ground.book.calendars.over(range(year - 1, year + 2))
    calendar = commitment.calendar_id or 0  # a constraint: availability has hours
    hours = calendars.hours(calendar)
    # Around the clock every day is one of service: notice is then given in civil business days.
    return hours, office_days(context) if calendar in calendars.always_open else hours


def counted_times(context: MonthContext, hours: ServiceHours, facts: engine.Facts) -> engine.ServiceTimes:
    """The service seconds of the month, degraded and unknown time counted as the contract says."""
    times = engine.measured_times(hours, facts)
    if context.rules.degraded_counted:
        times = times.weighing(context.rules.degraded_weight)
    return times.under(context.rules.unknown_policy)  # type: ignore[arg-type]


def formula_of(rules: Rules) -> engine.Formula:
    """The formula of the contract's clause."""
    return "deduct_maintenance" if rules.maintenance_deducted else "no_deduction"


def office_days(context: MonthContext) -> ServiceHours:
    """Monday to Friday without the public holidays, whole days."""
    year, week = context.month.year, {day: [("00:00", "24:00")] for day in range(5)}
    return ServiceHours(context.timezone, week, closed=french(range(year - 1, year + 2)))


def facts_of(context: MonthContext, commitment: Commitment, notice: ServiceHours) -> engine.Facts:
    """Outages and maintenances of the commitment's service that touch the month; `notice`: days it is given in."""
    rows = [row for row in context.stated.outages if _concerns(row, commitment)]
    down = [_outage(row) for row in rows if not row.degraded and not row.unmeasured]
    slow = [_outage(row) for row in rows if row.degraded and not row.unmeasured]
    unknown = [(utc_second(row.started_at), outage_end(row)) for row in rows if row.unmeasured]
    maintenance = [
        engine.Maintenance(
            utc_second(row.started_at), utc_second(row.ended_at), _told_in_time(row, notice, context.rules)
        )
        for row in context.stated.maintenances
        if _concerns(row, commitment)
    ]
    quota = context.rules.maintenance_quota_minutes * 60
    return engine.Facts(context.start, context.end, down, maintenance, quota, unknown, slow)


def _outage(row: Outage) -> engine.Outage:
    return engine.Outage(utc_second(row.started_at), outage_end(row), row.liability == Liability.PROVIDER)


def _told_in_time(row: Maintenance, notice: ServiceHours, rules: Rules) -> bool:
    return row.notified_at is not None and engine.notified_in_time(
        notice, utc_second(row.notified_at), utc_second(row.started_at), rules.maintenance_notice_days
    )


def _concerns(row: Outage | Maintenance, commitment: Commitment) -> bool:
    return row.service.casefold() == commitment.service.casefold()


def outage_end(row: Outage) -> np.datetime64:
    """When an outage ended; NaT while it lasts."""
    return NOT_A_TIME if row.ended_at is None else utc_second(row.ended_at)


def _result(context: MonthContext, commitment: Commitment, verdict: AvailabilityVerdict) -> CommitmentMonth:
    measurable = verdict.state != Verdict.NOT_MEASURABLE
    result = CommitmentMonth(
        commitment=commitment,
        month=context.month,
        met=verdict.rate.met if measurable else 0,
        counted=verdict.rate.total if measurable else 0,
        verdict=verdict.state,
        margin=verdict.margin if measurable else None,
        decimals=context.decimals,
    )
    if not measurable:
        result.reason = "Ni fichier de pannes, ni mention « aucune panne »."
    elif verdict.basis == "provider_statement":
        result.source = SELF_DECLARED
    return result
