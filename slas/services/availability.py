"""The availability of a service over a month, by the contract's formula."""

from __future__ import annotations

import numpy as np

from reports import selectors as reports
from reports.models import Delivery, DeliveryFile, Maintenance, Outage
from reports.models.facts import Liability
from slas.engine import availability as engine
from slas.engine.availability_figures import AvailabilityVerdict, judge_availability
from slas.engine.hours import ServiceHours
from slas.engine.verdicts import Verdict
from slas.models import Commitment, CommitmentMonth
from slas.selectors.hours import hours_book
from slas.services.counting import MonthContext
from slas.services.judging import naive

NOT_A_TIME = np.datetime64("NaT", "s")


def availability_result(context: MonthContext, commitment: Commitment) -> CommitmentMonth:
    """`met` and `counted` are service seconds: up and due. Only outages of the provider's liability count."""
    hours = hours_book(context.contract, [context.month.year, context.month.year + 1]).hours(
        commitment.calendar_id or 0
    )
    times = engine.measured_times(hours, facts_of(context, commitment, hours)).under(
        context.rules.unknown_policy  # type: ignore[arg-type]
    )
    received = has_outage_file(context.delivery)
    verdict = judge_availability(
        times,
        commitment.required_rate,
        "deduct_maintenance" if context.rules.maintenance_deducted else "no_deduction",
        file_received=received,
        nil_statement=context.delivery is not None and context.delivery.no_outage_stated,
    )
    return _result(context, commitment, verdict)


def has_outage_file(delivery: Delivery | None) -> bool:
    """True when the delivery says something of outages, be it that there was none."""
    return delivery is not None and delivery.files.filter(kind=DeliveryFile.Kind.OUTAGES).exists()


def facts_of(context: MonthContext, commitment: Commitment, hours: ServiceHours) -> engine.Facts:
    """Outages and maintenances of the commitment's service that touch the month."""
    rules = context.rules
    outages = [
        engine.Outage(naive(row.started_at), _end(row), row.liability == Liability.PROVIDER)
        for row in reports.outages_for(context.contract, context.month)
        if _concerns(row, commitment) and not row.degraded
    ]
    maintenance = [
        engine.Maintenance(
            naive(row.started_at),
            _end(row),
            row.notified_at is not None
            and engine.notified_in_time(
                hours, naive(row.notified_at), naive(row.started_at), rules.maintenance_notice_days
            ),
        )
        for row in reports.maintenances_for(context.contract, context.month)
        if _concerns(row, commitment)
    ]
    return engine.Facts(
        context.start, context.end, outages, maintenance, quota=rules.maintenance_quota_minutes * 60
    )


def _concerns(row: Outage | Maintenance, commitment: Commitment) -> bool:
    return row.service.casefold() == commitment.service.casefold()


def _end(row: Outage | Maintenance) -> np.datetime64:
    return NOT_A_TIME if row.ended_at is None else naive(row.ended_at)


def _result(context: MonthContext, commitment: Commitment, verdict: AvailabilityVerdict) -> CommitmentMonth:
    measurable = verdict.state != Verdict.NOT_MEASURABLE
    result = CommitmentMonth(
        contract=context.contract,
        commitment=commitment,
        month=context.month,
        met=verdict.rate.met if measurable else 0,
        counted=verdict.rate.total if measurable else 0,
        verdict=verdict.state,
        margin=verdict.margin if measurable else None,
    )
    if not measurable:
        result.reason = "Ni fichier de pannes, ni mention « aucune panne »."
    elif verdict.basis == "provider_statement":
        result.source = "sur déclaration du prestataire"
    return result
